// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Recorded streams: imported as runs, and played back through a session.
#include <gmock/gmock.h>

#include <QCoreApplication>
#include <QEventLoop>
#include <QFile>
#include <QTemporaryDir>
#include <QTimer>

#include "profiler/protocol/codec.h"
#include "profiler/session/recorder.h"
#include "profiler/session/sweep_session.h"

namespace attnscope {
namespace {

using testing::HasSubstr;

constexpr char recording[] = ATTNSCOPE_SOURCE_DIR "/tests/fixtures/host-cpu.stream";

class Streams : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    static int argc = 1;
    static char name[] = "test";
    static char* argv[] = {name, nullptr};
    static const QCoreApplication application(argc, argv);
  }
  void SetUp() override {
    auto opened = Store::open(folder_.filePath("runs.db").toStdString(), OpenMode::read_write);
    ASSERT_TRUE(opened) << opened.error().message;
    store_.emplace(std::move(*opened));
    QFile file(recording);
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    content_ = file.readAll();
  }

  std::filesystem::path file_with(const QByteArray& content) {
    const QString path = folder_.filePath(QStringLiteral("stream%1").arg(++files_));
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(content);
    return path.toStdString();
  }

  attnscope::Run imported(const QByteArray& content) {
    const auto id = import_stream(file_with(content), *store_);
    EXPECT_TRUE(id) << id.error().message;
    if (!id) return {};
    auto run = store_->load(*id);
    EXPECT_TRUE(run) << run.error().message;
    return run ? std::move(*run) : attnscope::Run{};
  }

  QTemporaryDir folder_;
  std::optional<Store> store_;
  QByteArray content_;
  int files_ = 0;
};

TEST_F(Streams, ARecordingBecomesARun) {
  const auto run = imported(content_);
  EXPECT_EQ(run.header.state, RunState::finished);
  EXPECT_EQ(run.points.size(), 6U);
  EXPECT_EQ(run.pending.size(), 0U);
  EXPECT_EQ(run.header.planned_points, 6);
  ASSERT_EQ(run.header.environments.size(), 1U);
  EXPECT_EQ(run.header.environments[0].device.kind, DeviceKind::host_cpu);
  EXPECT_TRUE(std::holds_alternative<Measured>(run.points.front().outcome));
}

TEST_F(Streams, ImportingTwiceDoesNotGiveTwoRuns) {
  const auto first = imported(content_);
  const auto second = imported(content_);
  EXPECT_EQ(first.header.id, second.header.id);
  EXPECT_EQ(store_->runs()->size(), 1U);
}

TEST_F(Streams, ATruncatedStreamKeepsItsWholePointsAndIsInterrupted) {
  const qsizetype third = content_.indexOf("\"point_finished\"", content_.indexOf("\"point_index\":2"));
  const auto run = imported(content_.left(third + 60));
  EXPECT_EQ(run.header.state, RunState::interrupted);
  EXPECT_GE(run.points.size(), 2U);
  EXPECT_LT(run.points.size(), 6U);
  EXPECT_EQ(run.points.size() + run.pending.size(), 6U);
}

TEST_F(Streams, EveryTruncationIsARunOrARefusal) {
  // Past the points' samples, where most of the bytes are, every 997th byte is dense enough.
  for (qsizetype length = 0; length < content_.size(); length += 997) {
    const auto id = import_stream(file_with(content_.left(length)), *store_);
    if (!id) {
      EXPECT_THAT(id.error().message, HasSubstr("cannot be imported"));
    }
  }
}

TEST_F(Streams, LinesOfRubbishArePassedOver) {
  QByteArray dirty = content_;
  dirty.insert(dirty.indexOf('\n') + 1,
               "warning: printed by some library\n\xff\xfe\n{\"type\":\"unheard-of\"}\n");
  EXPECT_EQ(imported(dirty).points.size(), 6U);
}

TEST_F(Streams, PointsThatNoPlanAskedForAreLeftOut) {
  QByteArray dirty = content_;
  const qsizetype at = dirty.lastIndexOf("{\"type\":\"plan_finished\"");
  const qsizetype point = dirty.indexOf("{\"type\":\"point_finished\"");
  const QByteArray repeated = dirty.mid(point, dirty.indexOf('\n', point) - point + 1);
  dirty.insert(at, repeated + QByteArray(repeated).replace("\"point_index\":0", "\"point_index\":77"));
  EXPECT_EQ(imported(dirty).points.size(), 6U);
}

TEST_F(Streams, WhatIsNoStreamIsRefusedByName) {
  for (const QByteArray& content :
       {QByteArray(""), QByteArray("SQLite format 3"), QByteArray("{}\n"), QByteArray(100'000, '\n')}) {
    const auto path = file_with(content);
    const auto id = import_stream(path, *store_);
    ASSERT_FALSE(id);
    EXPECT_THAT(id.error().message, HasSubstr(path.string() + " cannot be imported"));
    EXPECT_FALSE(looks_like_stream(path));
  }
  EXPECT_TRUE(looks_like_stream(recording));
  const auto newer = import_stream(file_with("{\"type\":\"hello\",\"version\":9}\n" + content_), *store_);
  ASSERT_FALSE(newer);
  EXPECT_THAT(newer.error().message, HasSubstr("version 9"));
  EXPECT_THAT(import_stream("/nowhere/at-all", *store_).error().message, HasSubstr("/nowhere/at-all"));
}

TEST_F(Streams, ARecordingPlaysThroughASessionAsAWorkerWould) {
  // The sweep that gives the recording's plan.
  const auto run = imported(content_);
  Description description;
  description.devices = {{run.header.environments[0].device, {{"standard", ""}, {"flash", ""}}, false}};
  Sweep sweep;
  sweep.shapes = {run.points[0].problem};
  sweep.seqlens = {64, 128, 256};
  sweep.batch = 1;
  sweep.implementations = {"standard", "flash"};
  auto second = Store::open(folder_.filePath("played.db").toStdString(), OpenMode::read_write);
  ASSERT_TRUE(second);
  SweepSession session(std::move(*second), ReplayTransport{recording});
  QEventLoop loop;
  std::vector<Point> points;
  RunState state = RunState::running;
  QObject::connect(&session, &SweepSession::pointRecorded, &loop,
                   [&](const Point& point) { points.push_back(point); });
  QObject::connect(&session, &SweepSession::finished, &loop, [&](RunState end) {
    state = end;
    loop.quit();
  });
  QTimer::singleShot(10'000, &loop, &QEventLoop::quit);
  const auto id = session.start(sweep, description);
  ASSERT_TRUE(id) << id.error().message;
  loop.exec();
  EXPECT_EQ(state, RunState::finished);
  EXPECT_TRUE(points == run.points);
}

TEST_F(Streams, ADescriptionPlaysToo) {
  Description description;
  description.checks = {{"driver", true, "There.", ""}};
  const auto path = file_with(QByteArray::fromStdString(encode(Event(Hello{})) + '\n' +
                                                        encode(Event(DescriptionEvent{description})) + '\n'));
  DescribeSession session(ReplayTransport{QString::fromStdString(path.string())});
  QEventLoop loop;
  std::optional<Description> heard;
  QObject::connect(&session, &DescribeSession::described, &loop, [&](const Description& found) {
    heard = found;
    loop.quit();
  });
  QTimer::singleShot(5000, &loop, &QEventLoop::quit);
  session.start();
  loop.exec();
  ASSERT_TRUE(heard);
  EXPECT_TRUE(*heard == description);
}

TEST_F(Streams, ADescriptionThatDoesNotComeIsAFailure) {
  DescribeSession session(ReplayTransport{"/nowhere/at-all"});
  QEventLoop loop;
  QString message;
  QObject::connect(&session, &DescribeSession::failed, &loop, [&](const QString& why) {
    message = why;
    loop.quit();
  });
  QTimer::singleShot(5000, &loop, &QEventLoop::quit);
  session.start();
  loop.exec();
  EXPECT_THAT(message.toStdString(), HasSubstr("/nowhere/at-all cannot be read"));
}

}  // namespace
}  // namespace attnscope
