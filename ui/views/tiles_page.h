// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Tiles page: a tile chosen for one problem on one GPU, the grid that it cuts, and when each tile ran.
#pragma once

#include <QTimer>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "profiler/protocol/device.h"
#include "profiler/protocol/point.h"
#include "ui/views/page.h"

class QComboBox;
class QLabel;
class QSplitter;

namespace attnscope {

class ElidedLabel;
class InspectSession;
struct Inspection;
struct Run;
struct Sweep;
struct TileConfig;
class TileControls;
class TileMapView;
class TileTimelineView;

class TilesPage : public Page {
  Q_OBJECT
 public:
  explicit TilesPage(const PageParts& parts, QWidget* parent = nullptr);
  ~TilesPage() override;

  bool is_settled() const override;
  /// Runs whose tiles were recorded.
  bool take_runs(const std::vector<std::string>& run_ids) override;
  TileControls& controls() { return *controls_; }
  TileMapView& map() { return *map_; }
  TileTimelineView& timeline() { return *timeline_; }
  void measure();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  /// A point of a run whose tiles were recorded.
  struct Traced {
    Point point;
    DeviceDescription device;
    QString label;
  };
  QWidget* build_map();
  QWidget* build_timeline();
  void connect_parts();
  void on_described();
  void on_changed();
  void inspect();
  void on_inspected(const Inspection& inspection);
  void show_map(const TileConfig& tile);
  /// Takes the traces of a run; its first is shown, and what was chosen follows it.
  void take_run(const Run* run);
  void show_trace(int index, bool follow);
  void start(const Sweep& sweep);
  void on_sweep_finished();
  void update_obstacle();

  RunLibrary& library_;
  const RunDisplay& display_;
  RunListModel& runs_;
  SweepControl& sweeps_;
  MeasureGate& gate_;
  TileControls* controls_ = nullptr;
  QSplitter* cards_ = nullptr;  ///< map and timeline
  TileMapView* map_ = nullptr;
  TileTimelineView* timeline_ = nullptr;
  QLabel* map_title_ = nullptr;
  ElidedLabel* map_words_ = nullptr;
  QComboBox* traces_box_ = nullptr;
  QLabel* timeline_title_ = nullptr;
  QLabel* timeline_note_ = nullptr;
  ElidedLabel* timeline_words_ = nullptr;
  QLabel* empty_ = nullptr;
  std::vector<Traced> traced_;
  std::unique_ptr<InspectSession> inspecting_;
  QTimer inspect_soon_;
  std::string measured_run_;  ///< of the sweep that this page has started
};

}  // namespace attnscope
