// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Tiles page as people use it: a tile chosen, refused, measured on the Host CPU, looked at by keys.
#include "ui/views/tiles_page.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <set>

#include "tests/gui/window/window_fixture.h"
#include "tests/models/fixture_runs.h"
#include "ui/models/run_library.h"
#include "ui/models/sweep_control.h"
#include "ui/theme/theme.h"
#include "ui/views/page_stack.h"
#include "ui/views/tile_controls.h"
#include "ui/views/tile_map_view.h"
#include "ui/views/tile_timeline_view.h"
#include "ui/views/window.h"

namespace attnscope {
namespace {

constexpr int tiles_wait_ms = 60'000;

class TilesPageTest : public fixture::WindowWithOneRun {
 protected:
  void SetUp() override {
    WindowWithOneRun::SetUp();
    ASSERT_TRUE(window_->pages().show_page(QStringLiteral("tiles")));
    page_ = qobject_cast<TilesPage*>(window_->pages().page());
    ASSERT_NE(page_, nullptr);
  }

  void use_targets(std::optional<int> compute_capability, const std::string& uuid) {
    page_->controls().set_targets(
        {{QStringLiteral("target"), compute_capability, uuid, {QStringLiteral("flash")}}});
  }

  QStringList texts() const {
    QStringList all;
    for (const QLabel* label : page_->findChildren<QLabel*>()) {
      if (label->isVisible()) {
        all << label->text();
      }
    }
    return all;
  }
  bool says(const QString& part) const {
    const QChar word_joiner(0x2060);
    return texts().join('\n').remove(word_joiner).contains(part);
  }
  /// For people to look at, where they name a folder.
  void save_picture(const QString& name) const {
    const QString folder = qEnvironmentVariable("ATTNSCOPE_TEST_PICTURES");
    if (!folder.isEmpty()) {
      window_->grab().save(folder + '/' + name + ".png");
    }
  }
  QPushButton* measure_button() const {
    for (QPushButton* button : page_->findChildren<QPushButton*>()) {
      if (button->text() == QLatin1String("Measure this tile")) {
        return button;
      }
    }
    return nullptr;
  }

  TilesPage* page_ = nullptr;
};

TEST_F(TilesPageTest, ArithmeticFollowsAtOnceAndABrokenRuleIsSaid) {
  use_targets(90, {});
  TileControls& controls = page_->controls();
  controls.set_tile({128, 128, 2, 12, true}, false);
  emit controls.changed();
  EXPECT_TRUE(says("194 of 227 KiB")) << texts().join('\n').toStdString();
  EXPECT_FALSE(page_->map().is_empty());
  controls.set_tile({64, 128, 2, 12, true}, false);
  emit controls.changed();
  EXPECT_TRUE(says("128 or 192 query rows"));
  EXPECT_FALSE(measure_button()->isEnabled());
  EXPECT_TRUE(measure_button()->toolTip().contains("not here")) << "a disabled button says why";
}

TEST_F(TilesPageTest, WithoutRecordsTheTimelineSaysWhatToDo) {
  EXPECT_TRUE(page_->timeline().is_empty());
  EXPECT_TRUE(says("--keep-tiles"));
}

TEST_F(TilesPageTest, ARecordingOfAnH100ShowsWavesTailAndTiles) {
  window_->open_files({QStringLiteral(ATTNSCOPE_SOURCE_DIR "/tests/fixtures/h100-tiles.stream")});
  ASSERT_FALSE(page_->timeline().is_empty()) << texts().join('\n').toStdString();
  const TileTimeline* timeline = page_->timeline().timeline();
  EXPECT_EQ(timeline->spans.size(), 1024U);
  EXPECT_EQ(timeline->lanes.size(), 132U) << "persistent: one CTA an SM";
  EXPECT_TRUE(timeline->wave_starts_ns.empty());
  EXPECT_TRUE(says("Tiles kept 132 SMs busy 9")) << texts().join('\n').toStdString();
  EXPECT_TRUE(says("Its clock steps by 32 ns."));
  auto* points = page_->findChild<QComboBox*>(QStringLiteral("tracedPoints"));
  ASSERT_NE(points, nullptr);
  ASSERT_EQ(points->count(), 3);
  points->setCurrentIndex(2);
  timeline = page_->timeline().timeline();
  EXPECT_EQ(timeline->lanes.size(), 264U) << "two CTAs an SM";
  EXPECT_EQ(timeline->wave_starts_ns.size(), 3U) << "1,024 tiles in 264 places";
  EXPECT_TRUE(says("4 waves"));
  save_picture(QStringLiteral("tiles_h100"));
  // Every tile of the problem ran exactly once.
  std::set<std::int64_t> items;
  for (const TimelineSpan& span : timeline->spans) {
    items.insert(span.work_item);
  }
  EXPECT_EQ(items.size(), 1024U);
  EXPECT_EQ(*items.rbegin(), 1023);
  EXPECT_EQ(page_->controls().fields(), (TileChoice{128, 64, 1, 4})) << "the choice follows the point";
}

TEST_F(TilesPageTest, MapAndTimelineLieSideBySideWhereTheRoomIsWide) {
  window_->open_files({QStringLiteral(ATTNSCOPE_SOURCE_DIR "/tests/fixtures/h100-tiles.stream")});
  window_->resize(1440, 900);
  QCoreApplication::processEvents();
  const auto place = [this](const QWidget& widget) {
    return QRect(widget.mapTo(page_, QPoint(0, 0)), widget.size());
  };
  EXPECT_GT(place(page_->timeline()).left(), place(page_->map()).right());
  EXPECT_GT(page_->map().height(), 500);
  window_->resize(1024, 700);
  QCoreApplication::processEvents();
  EXPECT_GT(place(page_->timeline()).top(), place(page_->map()).bottom());
  EXPECT_GT(page_->map().width(), 600);
}

TEST_F(TilesPageTest, TheViewsCopyAsPictureSvgAndData) {
  window_->open_files({QStringLiteral(ATTNSCOPE_SOURCE_DIR "/tests/fixtures/h100-tiles.stream")});
  for (TileView* view : {static_cast<TileView*>(&page_->map()), static_cast<TileView*>(&page_->timeline())}) {
    EXPECT_EQ(fixture::copies_of(*view).data, view->to_csv());
  }
  const QStringList rows = page_->timeline().to_csv().split('\n', Qt::SkipEmptyParts);
  EXPECT_EQ(rows.front(), "sm,place,work_item,start_ns,end_ns");
  EXPECT_EQ(rows.size(), 1 + 1024);
}

TEST_F(TilesPageTest, TheMapIsZoomedAndMovedAndKeysKeepTheTileInView) {
  use_targets({}, {});
  Problem problem;
  problem.query_seqlen = problem.kv_seqlen = 4096;
  page_->controls().set_problem(problem);
  page_->controls().set_tile({64, 64, 1, 1, false}, false);
  emit page_->controls().changed();
  TileMapView& map = page_->map();
  const QImage all = map.draw({200, 200});
  for (int i = 0; i < 6; ++i) {
    QTest::keyClick(&map, Qt::Key_Plus);
  }
  EXPECT_GT(map.zoom(), 8);
  QTest::keyClick(&map, Qt::Key_End);
  ASSERT_EQ(map.current(), (TileCell{63, 63}));
  // The last tile lies in the part that is shown now: at its middle at least.
  QTest::mouseMove(&map, QPoint(map.width() - 8, map.height() / 2));
  QTest::keyClick(&map, Qt::Key_0);
  EXPECT_DOUBLE_EQ(map.zoom(), 1);
  EXPECT_EQ(map.draw({200, 200}), all);
}

TEST_F(TilesPageTest, KeysWalkTheMapAndWordsFollow) {
  use_targets({}, {});
  TileControls& controls = page_->controls();
  Problem problem;
  problem.query_seqlen = problem.kv_seqlen = 1024;
  problem.causal = true;
  controls.set_problem(problem);
  controls.set_tile({256, 256, 1, 1, false}, false);
  emit controls.changed();
  TileMapView& map = page_->map();
  QTest::keyClick(&map, Qt::Key_Down);
  EXPECT_EQ(map.current(), (TileCell{0, 0}));
  QTest::keyClick(&map, Qt::Key_Right);
  EXPECT_EQ(map.current(), (TileCell{0, 1}));
  EXPECT_TRUE(says("Query tile 0, KV block 1: skipped"));
  QTest::keyClick(&map, Qt::Key_End);
  EXPECT_EQ(map.current(), (TileCell{3, 3}));
  EXPECT_TRUE(says("partly masked, 50 %")) << map.current_words().toStdString();
  QTest::keyClick(&map, Qt::Key_Left);
  EXPECT_TRUE(says("computed whole"));
}

TEST_F(TilesPageTest, MeasuresOnTheHostCpuAndShowsWhenTilesRan) {
  QSignalSpy described(&window_->sweeps(), &SweepControl::described);
  window_->sweeps().describe();
  ASSERT_TRUE(described.wait(tiles_wait_ms));
  TileControls& controls = page_->controls();
  for (const Description::Device& entry : window_->sweeps().description().devices) {
    if (entry.device.kind == DeviceKind::host_cpu) {
      controls.set_target(entry.device, "flash");
    }
  }
  Problem problem;
  problem.query_heads = problem.kv_heads = 2;
  problem.query_seqlen = problem.kv_seqlen = 960;
  problem.head_dim = 32;
  problem.dtype = Dtype::fp32;
  problem.causal = true;
  controls.set_problem(problem);
  controls.set_tile({192, 64, 1, 1, false}, false);
  emit controls.changed();
  ASSERT_TRUE(measure_button()->isEnabled()) << measure_button()->toolTip().toStdString();
  QSignalSpy finished(&window_->sweeps(), &SweepControl::finished);
  measure_button()->click();
  ASSERT_TRUE(finished.count() > 0 || finished.wait(tiles_wait_ms));

  ASSERT_FALSE(page_->timeline().is_empty()) << texts().join('\n').toStdString();
  EXPECT_EQ(page_->timeline().timeline()->spans.size(), 2U * 5U);
  EXPECT_TRUE(says("lost in the tail"));
  EXPECT_TRUE(says("FLOP/s")) << texts().join('\n').toStdString();
  const auto run = window_->library().load(window_->sweeps().run_id());
  ASSERT_TRUE(run);
  EXPECT_NE(run->header.command.find("--tile 192x64 --stages 1 --warps 1"), std::string::npos)
      << run->header.command;
  EXPECT_NE(run->header.command.find("--keep-tiles"), std::string::npos);

  TileTimelineView& timeline = page_->timeline();
  QTest::keyClick(&timeline, Qt::Key_Right);
  ASSERT_TRUE(timeline.current());
  EXPECT_TRUE(timeline.current_words().contains("query tile 4")) << "the longest go first";
  QTest::keyClick(&timeline, Qt::Key_Plus);
  EXPECT_GT(timeline.zoom(), 1);
  QTest::keyClick(&timeline, Qt::Key_0);
  EXPECT_DOUBLE_EQ(timeline.zoom(), 1);
  save_picture(QStringLiteral("tiles"));
}

}  // namespace
}  // namespace attnscope
