// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which tile ran on which SM from when to when: a row for each place on an SM, time to the right.
#pragma once

#include <QImage>
#include <QWidget>
#include <optional>

#include "kernels/problem/problem.h"
#include "kernels/problem/tile_config.h"
#include "profiler/analysis/tile_timeline.h"

namespace attnscope {

class TileTimelineView : public QWidget {
  Q_OBJECT
 public:
  explicit TileTimelineView(QWidget* parent = nullptr);

  /// `problem` and `tile` are those of the point that the timeline is of: they say which tile a work item is.
  void show_timeline(TileTimeline timeline, const Problem& problem, const TileConfig& tile, bool threads);
  void show_nothing();
  bool is_empty() const { return !shown_; }
  const TileTimeline* timeline() const { return shown_ ? &shown_->timeline : nullptr; }

  /// Index of the tile under the pointer, or the one that the keys chose.
  std::optional<std::size_t> current() const { return current_; }
  void set_current(std::optional<std::size_t> span);
  std::optional<std::size_t> span_at(const QPointF& position) const;
  /// "SM 12: query tile 3 of head 5, from 4.2 to 9.8 µs". Of the current tile.
  QString current_words() const;

  /// Shows a part of the time: 0 to 1, both ends.
  void zoom_to(double first, double end);
  double zoom() const { return 1 / (last_ - first_); }
  /// The rows alone, anew, at this size.
  QImage draw(const QSize& pixels) const;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 signals:
  void currentChanged();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Shown {
    TileTimeline timeline;
    Problem problem;
    TileConfig tile;
    bool threads;
    std::vector<std::vector<std::size_t>> lanes;  ///< spans of each lane, in order
  };
  QRectF plot() const;
  double x_of(std::int64_t time_ns) const;
  void zoom_around(double part, double factor);
  void step_in_lane(int step);
  void step_lane(int step);
  QString words_of(std::size_t span) const;

  std::optional<Shown> shown_;
  std::optional<std::size_t> current_;
  double first_ = 0;  ///< the part of the time that is shown
  double last_ = 1;
  QImage kept_;
};

}  // namespace attnscope
