// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which tile ran on which SM from when to when: a row for each place on an SM, time to the right.
#pragma once

#include <optional>

#include "kernels/problem/problem.h"
#include "kernels/problem/tile_config.h"
#include "profiler/analysis/tile_timeline.h"
#include "ui/views/tile_view.h"

namespace attnscope {

class TileTimelineView : public TileView {
  Q_OBJECT
 public:
  explicit TileTimelineView(QWidget* parent = nullptr);

  /// `problem` and `tile` are those of the point that the timeline is of: they say which tile a work item is.
  void show_timeline(TileTimeline timeline, const Problem& problem, const TileConfig& tile, bool threads);
  const TileTimeline* timeline() const { return shown_ ? &shown_->timeline : nullptr; }
  /// Index of the marked tile.
  std::optional<std::size_t> current() const;
  QString to_csv() const override;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void forget() override { shown_.reset(); }
  QImage draw_tiles(const QSize& pixels, const QRectF& part) const override;
  bool draw_shapes(QPainter& painter, const Plot& plot) const override;
  void draw_lines(QPainter& painter, const Plot& plot) const override;
  Axis axis(Qt::Orientation orientation, double low, double high, int most) const override;
  std::optional<std::int64_t> item_at(const QPointF& whole) const override;
  QRectF rect_of(std::int64_t item) const override;
  QString words_of(std::int64_t item) const override;
  std::optional<std::int64_t> step(std::optional<std::int64_t> from, int key, int count) const override;
  bool zooms_down() const override { return false; }

 private:
  /// A tile in its lane; neighbours in memory are neighbours in time, so that a million are drawn in one go.
  struct Piece {
    std::int64_t start_ns;
    std::int64_t end_ns;
    std::size_t span;
  };
  struct Shown {
    TileTimeline timeline;
    Problem problem;
    TileConfig tile;
    bool threads;
    std::vector<Piece> pieces;       ///< lane after lane, in the order of their starts
    std::vector<std::size_t> lanes;  ///< where each lane's pieces begin, and the last one's end
    std::vector<std::size_t> place;  ///< of each span among the pieces
  };
  double whole_ns() const;
  std::size_t lane_of(std::size_t piece) const;

  std::optional<Shown> shown_;
};

}  // namespace attnscope
