// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is behind a chart card: its plot and header, where its parts lie, and what mouse and keys have begun.
#pragma once

#include <QPointer>
#include <QTimer>
#include <functional>
#include <optional>
#include <vector>

#include "ui/charts/chart_header.h"
#include "ui/charts/chart_plot.h"
#include "ui/charts/chart_widget.h"

namespace attnscope {

inline constexpr double chart_reach = 24;  ///< pixels from which the mouse finds a point

struct ChartWidget::Private {
  explicit Private(ChartWidget* widget);
  void lay_out();
  QPointF in_plot(const QPointF& at) const;
  /// Ranges are in what the axis counts: octaves or, where it is linear, lengths.
  QCPRange axis_range(const QCPRange& lengths) const;
  void show_range(const QCPRange& wanted);
  void change_range(const QCPRange& wanted);
  void show_all();
  void zoom(double factor, double center);
  const ChartPoint* point(PointReference reference) const;
  void highlight(std::optional<PointReference> reference, bool by_key);
  void show_tool_tip(const QPointF& at_plot, const QString& text);
  /// The point looked at, in a spec that takes the place of this one: live values must not make it jump.
  std::optional<PointReference> same_point(const ChartSpec& next) const;
  /// For screen readers, while no point is looked at: the finding, how it is drawn, and what there is.
  QString summary() const;
  /// Gaps have no place to point at: the strip below the plot answers for its length.
  QString gap_text_at(const QPointF& at) const;
  std::vector<std::size_t> walkable_series() const;
  void walk(int points, int series_steps);
  void pin(std::optional<PointReference> reference);
  /// Walks on by one length and marks all from where the marking began.
  void extend_marked(int points);
  /// Marks the measured lengths nearest to the two places.
  void mark_between(double one_pixel, double other_pixel);
  void unmark();
  /// The series looked at alone, or added to those that are.
  void isolate_current(bool add);
  void move_pressed(const QPointF& at);
  void move_free(const QPointF& at);
  void add_action(const QString& text, const QKeySequence& shortcut, std::function<void()> act);
  void add_actions();
  /// The card and everything on it.
  void paint_card(QPainter& painter) const;
  void paint_all(QPaintDevice& device, QCPPainter::PainterModes modes);

  ChartWidget* self;
  ChartPlot* plot;
  ChartHeader header;
  QPointer<QWidget> corner;
  QPointer<QWidget> table;
  bool shows_table = false;
  QTimer settle;
  bool user_range = false;
  std::optional<PointReference> current;
  double hovered_length = 0;
  bool pressed = false;
  bool dragging = false;
  bool marking = false;  ///< this drag marks lengths in place of moving them
  bool marks_by_drag = false;
  double marking_from = 0;  ///< length at which keys began to mark; 0: they did not
  bool has_marked = false;
  QPointF press_at;
  QCPRange press_range;
};

}  // namespace attnscope
