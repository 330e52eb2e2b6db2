// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs sweeps through a real SweepSession, a real database and fake worker processes.
#pragma once

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>
#include <functional>

#include "profiler/session/sweep_session.h"
#include "profiler/store/store.h"

namespace attnscope::test {

/// What a sweep did, as the window would have heard it.
struct SweepOutcome {
  Run run;
  RunState state = RunState::running;
  QStringList losses;
  QString store_message;
  qint64 elapsed_ms = 0;

  std::size_t measured() const { return count<Measured>(); }
  std::size_t failed() const { return count<Failed>(); }
  std::size_t cancelled() const { return count<Cancelled>(); }
  /// The message of the one point that failed.
  std::string only_failure() const {
    std::string message;
    for (const Point& point : run.points) {
      if (const auto* one = std::get_if<Failed>(&point.outcome)) {
        message += message.empty() ? one->message : " AND " + one->message;
      }
    }
    return message;
  }

 private:
  template <typename Kind>
  std::size_t count() const {
    std::size_t number = 0;
    for (const Point& point : run.points) number += std::holds_alternative<Kind>(point.outcome) ? 1 : 0;
    return number;
  }
};

class SessionHarness : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    static int argc = 1;
    static char name[] = "test";
    static char* argv[] = {name, nullptr};
    static const QCoreApplication application(argc, argv);
  }
  void TearDown() override {
    qunsetenv("FAKE_WORKER");
    qunsetenv("ATTNSCOPE_WORKER_SILENCE_MS");
  }

  std::filesystem::path database() const { return folder_.filePath("runs.db").toStdString(); }

  static Description description() {
    Description found;
    const std::vector<OfferedImplementation> offered{{"standard", ""}, {"flash", ""}};
    const auto add = [&](const char* uuid, DeviceKind kind, int ordinal) {
      DeviceDescription device;
      device.uuid = uuid;
      device.kind = kind;
      device.ordinal = ordinal;
      device.name = uuid;
      found.devices.push_back({device, offered, false});
    };
    add("CPU-fake", DeviceKind::host_cpu, 0);
    add("GPU-fake-0", DeviceKind::cuda, 0);
    add("GPU-fake-1", DeviceKind::cuda, 1);
    return found;
  }

  /// Four lengths, two implementations: eight points a device.
  static Sweep sweep(const std::string& device = "cpu") {
    Sweep sweep;
    sweep.shapes = {Problem{}};
    sweep.seqlens = {128, 256, 512, 1024};
    sweep.batch = 1;
    sweep.implementations = {"standard", "flash"};
    sweep.device_selectors = {device};
    return sweep;
  }

  static Transport fake_worker() { return ProcessTransport{{}, QStringLiteral(ATTNSCOPE_FAKE_WORKER), {}}; }

  /// Runs to the end; `on_start` may arrange for a cancel.
  SweepOutcome run(const char* mode, const Sweep& what, const Transport& transport = fake_worker(),
                   const std::function<void(SweepSession&)>& on_start = {}) {
    qputenv("FAKE_WORKER", mode);
    SweepOutcome outcome;
    auto store = Store::open(database(), OpenMode::read_write);
    if (!store) {
      ADD_FAILURE() << store.error().message;
      return outcome;
    }
    QElapsedTimer clock;
    clock.start();
    {
      SweepSession session(std::move(*store), transport);
      QEventLoop loop;
      QObject::connect(&session, &SweepSession::workerLost, &loop,
                       [&](const QString&, const QString& message) { outcome.losses << message; });
      QObject::connect(&session, &SweepSession::storeFailed, &loop,
                       [&](const QString& message) { outcome.store_message = message; });
      QObject::connect(&session, &SweepSession::finished, &loop, [&](RunState state) {
        outcome.state = state;
        outcome.elapsed_ms = clock.elapsed();
        loop.quit();
      });
      QTimer::singleShot(20'000, &loop, [&loop] {
        ADD_FAILURE() << "the sweep did not end within 20 s";
        loop.quit();
      });
      const auto id = session.start(what, description());
      if (!id) {
        ADD_FAILURE() << id.error().message;
        return outcome;
      }
      if (on_start) on_start(session);
      loop.exec();
      outcome.run.header.id = *id;
    }
    load(outcome);
    return outcome;
  }

  void load(SweepOutcome& outcome) {
    auto store = Store::open(database(), OpenMode::read_write);
    ASSERT_TRUE(store) << store.error().message;
    auto loaded = store->load(outcome.run.header.id);
    ASSERT_TRUE(loaded) << loaded.error().message;
    outcome.run = std::move(*loaded);
  }

  QTemporaryDir folder_;
};

}  // namespace attnscope::test
