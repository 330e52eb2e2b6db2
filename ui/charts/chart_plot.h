// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The plot of a chart without its card: axes, series, marks and labels on QCustomPlot. Knows nothing of mouse
// and keys. Writes down what it draws.
#pragma once

#include <qcustomplot.h>

#include <QFontMetricsF>
#include <QHash>
#include <QSet>
#include <optional>
#include <vector>

#include "ui/charts/axis_ticks.h"
#include "ui/charts/chart_spec.h"
#include "ui/charts/drawn.h"
#include "ui/charts/gap_notes.h"
#include "ui/charts/label_layout.h"

namespace attnscope {

class SeriesGraph;

/// A point of the spec, by position.
struct PointReference {
  std::size_t series = 0;
  std::size_t point = 0;
  bool operator==(const PointReference&) const = default;
};

/// A series as QCustomPlot holds it.
struct PlottedSeries {
  SeriesGraph* line = nullptr;
  QCPGraph* band_low = nullptr;  ///< absent without intervals
  QCPGraph* band_high = nullptr;
  QCPGraph* marks = nullptr;  ///< out of memory, at the predicted value
  QColor color;
  bool faint = false;  ///< others are isolated
};

class ChartPlot : public QCustomPlot {
  Q_OBJECT
 public:
  explicit ChartPlot(QWidget* parent);
  ~ChartPlot() override;

  void setSpec(const ChartSpec& spec);
  const ChartSpec& spec() const { return spec_; }
  bool is_empty() const;

  /// All lengths with room beside them.
  const QCPRange& whole_range() const { return whole_range_; }
  QCPRange length_range() const { return xAxis->range(); }
  void setLengthRange(const QCPRange& range);
  /// Where a length lies on the axis, in octaves or, on a linear axis, in lengths.
  double axis_value(double length) const;
  double length_of_axis(double value) const;
  void setSelectedLength(double length);
  /// Labels, or groups, of the series that are shown plainly; a plot that has none of them shows all so.
  void setIsolated(const QSet<QString>& labels);
  bool is_faint(std::size_t series) const { return plotted_[series].faint; }
  /// A length that another chart is looked at; 0: none.
  void setHoveredLength(double length);
  /// A range of lengths, as marked by a drag; absent: none.
  void setMarkedRange(std::optional<QCPRange> range);
  /// The label at a series' end under this place.
  std::optional<QString> label_at(const QPointF& at) const;
  void setHighlight(std::optional<PointReference> point);
  /// Bands off and lines thinned out to pixel columns; only where there is so much to draw that it matters.
  void setQuick(bool quick);
  bool is_heavy() const { return point_count_ > heavy_from; }

  /// Where a point is; absent where it has no value or lies outside the axes.
  std::optional<QPointF> position_of(PointReference point) const;
  double pixel_of_length(double length) const { return xAxis->coordToPixel(length); }
  double length_at_pixel(double pixel) const { return xAxis->pixelToCoord(pixel); }
  QRect plot_rect() const;
  /// The nearest point with a value within reach.
  std::optional<PointReference> nearest(const QPointF& at, double reach) const;

  /// Brings what is drawn up to date, also where the widget is not shown.
  void refresh();
  /// Draws everything but the overlay of hover on any device, for pictures.
  void paint_on(QCPPainter& painter);
  /// Colours and fonts anew.
  void use_theme();

  const std::vector<DrawnText>& drawn_texts();
  const std::vector<DrawnMark>& drawn_marks();
  const std::vector<PlottedSeries>& plotted() const { return plotted_; }
  const ValueAxis& values() const { return values_; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct EndLabel {
    QString text, full_text;
    QColor color;
    double wanted = 0;  ///< pixel of the line's end
    double from_x = 0;  ///< where the leader starts
    double center = 0;
    QString name;  ///< what isolates it
    bool faint = false;
  };
  static constexpr std::size_t heavy_from = 3000;

  void build();
  void build_series(std::size_t index);
  void find_faint();
  void find_extent();
  void lay_out();
  double label_width(const QString& text) const;
  double x_pixel(double length, double left, double right) const;
  int top_margin() const;
  bool is_faint_line(const ReferenceLine& line) const;

  void draw_grid(QCPPainter* painter);
  void draw_words(QCPPainter* painter);
  void draw_overlay(QCPPainter* painter);
  void draw_length_marks(QCPPainter* painter);
  void draw_mark_words(QCPPainter* painter, Obstacles& obstacles);
  void draw_caption(QCPPainter* painter);
  void draw_hovered_length(QCPPainter* painter);
  void draw_marked_range(QCPPainter* painter);
  void draw_value_ticks(QCPPainter* painter);
  void draw_length_ticks(QCPPainter* painter);
  void draw_reference_words(QCPPainter* painter, Obstacles& obstacles);
  void draw_memory_words(QCPPainter* painter, Obstacles& obstacles);
  void draw_gap_notes(QCPPainter* painter);
  void draw_end_labels(QCPPainter* painter);
  void draw_rings(QCPPainter* painter) const;
  void draw_empty_text(QCPPainter* painter);
  std::vector<EndLabel> end_labels() const;
  Obstacles line_obstacles() const;
  std::optional<QLineF> selected_line() const;
  std::optional<QPointF> line_end(std::size_t series) const;
  void draw_text(QCPPainter* painter, const QRectF& rect, const QString& text, const QColor& color,
                 const QString& full_text = {});
  void draw_note(QCPPainter* painter, const QRectF& place, const QString& text, const QColor& color,
                 Obstacles& obstacles);

  ChartSpec spec_;
  std::vector<PlottedSeries> plotted_;
  std::vector<GapNote> gaps_;        ///< all of the spec
  std::vector<GapNote> shown_gaps_;  ///< laid out
  ValueAxis values_;
  QCPRange whole_range_{512, 65536};
  double smallest_ = 0;  ///< of all that is plotted
  double largest_ = 0;
  QFont font_;
  mutable QHash<QString, double> label_widths_;
  std::size_t point_count_ = 0;
  bool quick_ = false;
  bool stale_ = true;
  double selected_length_ = 0;
  QSet<QString> isolated_;
  bool faint_lines_ = false;  ///< the reference lines that are series
  double hovered_length_ = 0;
  std::optional<QCPRange> marked_range_;
  std::vector<std::pair<QRectF, QString>> label_places_;
  std::optional<PointReference> highlight_;
  std::vector<DrawnText> texts_;
  std::vector<DrawnMark> marks_;
};

}  // namespace attnscope
