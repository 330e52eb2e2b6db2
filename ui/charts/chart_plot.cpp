// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/charts/drawing_layer.h"
#include "ui/charts/series_graph.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace attnscope {
namespace {

constexpr double not_a_value = std::numeric_limits<double>::quiet_NaN();
constexpr double line_width = 1.4;
constexpr double heavy_line_width = 1;  // wider lines take ten times as long to paint
constexpr double marker_size = 5.2;
constexpr int band_opacity = 40;
constexpr int plain_top_margin = 8;
constexpr int caption_height = 16;
constexpr int bottom_margin = 22;
constexpr int usual_left_margin = 52;  // the same in all charts, so that their length axes line up
constexpr double swatch_and_gaps = 24;
constexpr double widest_label_part = 0.42;
constexpr double faint_part = 0.22;
// Markers closer than this are left out.
constexpr double marker_distance = 7;

QPen series_pen(const QColor& color, int device, double width) {
  QPen pen(color, width);
  pen.setCapStyle(Qt::FlatCap);
  pen.setJoinStyle(Qt::RoundJoin);
  const QList<QVector<qreal>> dashes{{}, {5, 3}, {1.5, 2.5}, {7, 2.5, 1.5, 2.5}};
  QVector<qreal> dash = dashes[device % dashes.size()];
  for (qreal& length : dash) {
    length /= width;  // Qt counts dashes in pen widths
  }
  if (!dash.isEmpty()) {
    pen.setDashPattern(dash);
  }
  return pen;
}

QCPScatterStyle marker(const SeriesStyle& style, const QColor& color) {
  constexpr QCPScatterStyle::ScatterShape shapes[] = {QCPScatterStyle::ssCircle, QCPScatterStyle::ssSquare,
                                                      QCPScatterStyle::ssDiamond,
                                                      QCPScatterStyle::ssTriangleInverted};
  const QColor fill = is_peer(style.implementation) ? Theme::instance().colors().panel : color;
  return {shapes[static_cast<std::size_t>(style.device_index) % std::size(shapes)], QPen(color, 1.2),
          QBrush(fill), marker_size};
}

QColor series_color(const SeriesStyle& style) {
  const Theme& theme = Theme::instance();
  const QColor color = theme.implementation(style.implementation);
  if (style.thin) {
    return blended(color, theme.colors().panel, 0.45);
  }
  return style.secondary ? blended(color, theme.colors().panel, 0.62) : color;
}

QCPRange all_lengths(const ChartSpec& spec) {
  double low = std::numeric_limits<double>::infinity();
  double high = 0;
  const auto include = [&](double length) {
    if (length > 0 && std::isfinite(length)) {
      low = std::min(low, length);
      high = std::max(high, length);
    }
  };
  std::for_each(spec.lengths.begin(), spec.lengths.end(), include);
  for (const ChartSeries& series : spec.series) {
    for (const ChartPoint& point : series.points) {
      include(point.x);
    }
  }
  if (high <= 0) {
    return {512, 65536};
  }
  constexpr double room_part = 0.035;
  if (spec.linear_lengths) {
    const double beside = high > low ? (high - low) * room_part : low / 2;
    return {low - beside, high + beside};
  }
  const double octaves = std::log2(high / low);
  const double room = octaves > 0 ? octaves * room_part : 0.5;
  return {low * std::exp2(-room), high * std::exp2(room)};
}

}  // namespace

ChartPlot::ChartPlot(QWidget* parent) : QCustomPlot(parent), font_(caption_font()) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setFocusPolicy(Qt::NoFocus);
  setInteractions({});
  setNoAntialiasingOnDrag(false);
  plotLayout()->setRowSpacing(0);
  axisRect()->setAutoMargins(QCP::msNone);
  axisRect()->setMinimumSize(10, 10);
  axisRect()->setupFullAxesBox(false);
  for (QCPAxis* axis : {xAxis, yAxis, xAxis2, yAxis2}) {
    axis->setVisible(false);  // ticks and words are drawn here, to know where they are
    axis->grid()->setVisible(false);
  }
  xAxis->setScaleType(QCPAxis::stLogarithmic);
  new DrawingLayer(this, QStringLiteral("grid"), [this](QCPPainter* painter) { draw_grid(painter); });
  new DrawingLayer(this, QStringLiteral("axes"), [this](QCPPainter* painter) { draw_words(painter); });
  new DrawingLayer(this, QStringLiteral("overlay"), [this](QCPPainter* painter) { draw_overlay(painter); });
  use_theme();
}

ChartPlot::~ChartPlot() = default;

bool ChartPlot::is_empty() const {
  return spec_.series.empty();
}

void ChartPlot::setSpec(const ChartSpec& spec) {
  spec_ = spec;
  whole_range_ = all_lengths(spec);
  highlight_.reset();
  build();
}

void ChartPlot::use_theme() {
  setBackground(QBrush(Theme::instance().colors().panel));
  build();
}

void ChartPlot::build() {
  clearPlottables();
  plotted_.assign(spec_.series.size(), {});
  gaps_ = find_gaps(spec_);
  point_count_ = 0;
  for (const ChartSeries& series : spec_.series) {
    point_count_ += series.points.size();
  }
  xAxis->setScaleType(spec_.linear_lengths ? QCPAxis::stLinear : QCPAxis::stLogarithmic);
  yAxis->setScaleType(is_logarithmic(spec_.scale) ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
  find_faint();
  // Predictions lie under what was measured.
  for (const bool thin : {true, false}) {
    for (std::size_t index = 0; index < spec_.series.size(); ++index) {
      if (spec_.series[index].style.thin == thin) {
        build_series(index);
      }
    }
  }
  label_widths_.clear();
  find_extent();
  lay_out();
  stale_ = true;
  replot(rpQueuedRefresh);
}

void ChartPlot::build_series(std::size_t index) {
  const ChartSeries& series = spec_.series[index];
  PlottedSeries& plotted = plotted_[index];
  plotted.color = series_color(series.style);
  const QColor line_color =
      plotted.faint ? blended(plotted.color, Theme::instance().colors().panel, faint_part) : plotted.color;
  const bool logarithmic = is_logarithmic(spec_.scale);
  const auto drawable = [&](const std::optional<double>& value) {
    return value && std::isfinite(*value) && (!logarithmic || *value > 0);
  };

  QVector<double> keys, values, low, high, mark_keys, mark_values;
  bool any_interval = false;
  for (const ChartPoint& point : series.points) {
    const bool plain = point.mark == ChartMark::value && drawable(point.y);
    const bool interval = plain && drawable(point.low) && drawable(point.high);
    any_interval = any_interval || interval;
    keys.append(point.x);
    values.append(plain ? *point.y : not_a_value);
    low.append(interval ? *point.low : not_a_value);
    high.append(interval ? *point.high : not_a_value);
    if (point.mark == ChartMark::out_of_memory && drawable(point.y)) {
      mark_keys.append(point.x);
      mark_values.append(*point.y);
    }
  }

  const bool heavy = is_heavy();
  if (series.show_band && any_interval && !series.style.thin && !plotted.faint) {
    QColor fill = plotted.color;
    fill.setAlpha(band_opacity);
    for (QCPGraph** edge : {&plotted.band_low, &plotted.band_high}) {
      *edge = new QCPGraph(xAxis, yAxis);
      (*edge)->setPen(Qt::NoPen);
      (*edge)->setData(keys, edge == &plotted.band_low ? low : high, true);
    }
    plotted.band_high->setBrush(fill);
    plotted.band_high->setChannelFillGraph(plotted.band_low);
  }
  plotted.line = new SeriesGraph(xAxis, yAxis);
  plotted.line->setData(keys, values, true);
  plotted.line->forgetPositions();
  const double width = heavy || series.style.thin ? heavy_line_width : line_width;
  plotted.line->setPen(series_pen(line_color, series.style.device_index, width));
  if (!series.style.thin && !plotted.faint) {
    plotted.line->setScatterStyle(marker(series.style, plotted.color));
  }
  if (!mark_keys.isEmpty()) {
    plotted.marks = new QCPGraph(xAxis, yAxis);
    plotted.marks->setLineStyle(QCPGraph::lsNone);
    plotted.marks->setData(mark_keys, mark_values, true);
    plotted.marks->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssCross, QPen(line_color, 1.8), Qt::NoBrush, 8));
    plotted.marks->setVisible(!plotted.faint);
  }
}

void ChartPlot::find_extent() {
  const bool logarithmic = is_logarithmic(spec_.scale);
  smallest_ = std::numeric_limits<double>::infinity();
  largest_ = 0;
  const auto include = [&](double value) {
    if (std::isfinite(value) && (value > 0 || !logarithmic)) {
      smallest_ = std::min(smallest_, value);
      largest_ = std::max(largest_, value);
    }
  };
  for (const PlottedSeries& series : plotted_) {
    if (series.faint) {
      continue;
    }
    for (const QCPGraph* graph :
         {static_cast<const QCPGraph*>(series.line), static_cast<const QCPGraph*>(series.band_low),
          static_cast<const QCPGraph*>(series.band_high), static_cast<const QCPGraph*>(series.marks)}) {
      if (graph != nullptr) {
        std::for_each(graph->data()->constBegin(), graph->data()->constEnd(),
                      [&](const QCPGraphData& datum) { include(datum.value); });
      }
    }
  }
  for (const ReferenceLine& line : spec_.lines) {
    include(line.y);
  }
}

double ChartPlot::label_width(const QString& text) const {
  // Shaping text costs more than drawing it; the same few words come up in every frame.
  const auto known = label_widths_.constFind(text);
  if (known != label_widths_.constEnd()) {
    return *known;
  }
  const double width = std::ceil(QFontMetricsF(font_).horizontalAdvance(text));
  label_widths_.insert(text, width);
  return width;
}

double ChartPlot::x_pixel(double length, double left, double right) const {
  const QCPRange range = xAxis->range();
  if (spec_.linear_lengths) {
    return left + (length - range.lower) / range.size() * (right - left);
  }
  return left + std::log(length / range.lower) / std::log(range.upper / range.lower) * (right - left);
}

void ChartPlot::lay_out() {
  if (is_empty()) {
    axisRect()->setMargins(QMargins(0, 0, 0, 0));
    return;
  }
  double widest_label = 0;
  for (const ReferenceLine& line : spec_.lines) {
    if (!line.warning) {
      widest_label = std::max(widest_label, label_width(line.label));
    }
  }
  for (const ChartSeries& series : spec_.series) {
    if (!series.style.thin) {
      widest_label = std::max(widest_label, label_width(series.label));
    }
  }
  const int right = int(std::min(widest_label + swatch_and_gaps, std::ceil(width() * widest_label_part)));

  int left = usual_left_margin;
  int bottom = bottom_margin;
  const QFontMetricsF metrics(font_);
  // Tick labels decide the left margin, rows of notes the bottom one, and each the other: twice is enough.
  for (int round = 0; round < 2; ++round) {
    const double plot_right = width() - right - 1;
    shown_gaps_ = lay_out_gaps(
        gaps_, spec_, left, plot_right, [&](double length) { return x_pixel(length, left, plot_right); },
        metrics);
    int rows = 0;
    for (const GapNote& note : shown_gaps_) {
      rows = std::max(rows, note.row + 1);
    }
    bottom = bottom_margin + int(rows * gap_row_height);
    values_ = value_axis(smallest_, largest_, spec_, std::max(20, height() - top_margin() - bottom));
    for (const double tick : values_.ticks) {
      left = std::max(left, int(label_width(value_text(tick, spec_.format))) + 10);
    }
  }
  axisRect()->setMargins(QMargins(left, top_margin(), right, bottom));
  yAxis->setRange(values_.low, values_.high);

  const QCPRange range = xAxis->range();
  for (std::size_t index = 0; index < plotted_.size(); ++index) {
    const PlottedSeries& plotted = plotted_[index];
    if (spec_.series[index].style.thin || plotted.faint) {
      continue;
    }
    const auto container = plotted.line->data();
    const auto visible = container->findEnd(range.upper, false) - container->findBegin(range.lower, false);
    const bool roomy = visible * marker_distance < width() - left - right;
    plotted.line->setScatterStyle(roomy ? marker(spec_.series[index].style, plotted.color)
                                        : QCPScatterStyle(QCPScatterStyle::ssNone));
  }
}

void ChartPlot::setLengthRange(const QCPRange& range) {
  if (xAxis->range() == range) {
    return;
  }
  xAxis->setRange(range);
  lay_out();
  stale_ = true;
  replot(rpQueuedRefresh);
}

void ChartPlot::setSelectedLength(double length) {
  if (selected_length_ != length) {
    selected_length_ = length;
    stale_ = true;
    replot(rpQueuedRefresh);
  }
}

double ChartPlot::axis_value(double length) const {
  return spec_.linear_lengths ? length : std::log2(length);
}

double ChartPlot::length_of_axis(double value) const {
  return spec_.linear_lengths ? value : std::exp2(value);
}

int ChartPlot::top_margin() const {
  return plain_top_margin + (spec_.axis_caption.isEmpty() ? 0 : caption_height);
}

void ChartPlot::setIsolated(const QSet<QString>& labels) {
  if (isolated_ != labels) {
    isolated_ = labels;
    build();
  }
}

/// Which series give way to the isolated ones; none where none of those is here.
void ChartPlot::find_faint() {
  const auto wanted = [this](const ChartSeries& series) {
    return !series.style.thin && (isolated_.contains(series.label) || isolated_.contains(series.group));
  };
  QSet<QString> implementations;
  for (const ChartSeries& series : spec_.series) {
    if (wanted(series)) {
      implementations.insert(series.style.implementation);
    }
  }
  const bool any_line = std::any_of(
      spec_.lines.begin(), spec_.lines.end(),
      [this](const ReferenceLine& line) { return !line.warning && isolated_.contains(line.label); });
  faint_lines_ = !implementations.isEmpty() || any_line;
  for (std::size_t index = 0; index < plotted_.size(); ++index) {
    const ChartSeries& series = spec_.series[index];
    const bool plain =
        series.style.thin ? implementations.contains(series.style.implementation) : wanted(series);
    plotted_[index].faint = faint_lines_ && !plain;
  }
}

bool ChartPlot::is_faint_line(const ReferenceLine& line) const {
  return faint_lines_ && !line.warning && !isolated_.contains(line.label);
}

void ChartPlot::setHoveredLength(double length) {
  if (hovered_length_ != length) {
    hovered_length_ = length;
    layer(QStringLiteral("overlay"))->replot();
  }
}

void ChartPlot::setMarkedRange(std::optional<QCPRange> range) {
  if (marked_range_ != range) {
    marked_range_ = range;
    layer(QStringLiteral("overlay"))->replot();
  }
}

std::optional<QString> ChartPlot::label_at(const QPointF& at) const {
  for (const auto& [place, name] : label_places_) {
    if (place.contains(at)) {
      return name;
    }
  }
  return std::nullopt;
}

void ChartPlot::setHighlight(std::optional<PointReference> point) {
  if (highlight_ != point) {
    highlight_ = point;
    layer(QStringLiteral("overlay"))->replot();
  }
}

void ChartPlot::setQuick(bool quick) {
  quick = quick && is_heavy();
  if (quick_ == quick) {
    return;
  }
  quick_ = quick;
  for (const PlottedSeries& plotted : plotted_) {
    plotted.line->setQuick(quick);
    for (QCPGraph* band : {plotted.band_low, plotted.band_high}) {
      if (band != nullptr) {
        band->setVisible(!quick);
      }
    }
  }
  if (!quick) {
    replot(rpQueuedRefresh);
  }
}

QRect ChartPlot::plot_rect() const {
  return const_cast<ChartPlot*>(this)->axisRect()->rect();
}

std::optional<QPointF> ChartPlot::position_of(PointReference reference) const {
  if (reference.series >= spec_.series.size() ||
      reference.point >= spec_.series[reference.series].points.size()) {
    return std::nullopt;
  }
  const ChartPoint& point = spec_.series[reference.series].points[reference.point];
  const bool drawn = point.y && (point.mark == ChartMark::value || point.mark == ChartMark::out_of_memory);
  if (!drawn || !xAxis->range().contains(point.x) || !yAxis->range().contains(*point.y)) {
    return std::nullopt;
  }
  return QPointF(xAxis->coordToPixel(point.x), yAxis->coordToPixel(*point.y));
}

std::optional<PointReference> ChartPlot::nearest(const QPointF& at, double reach) const {
  std::optional<PointReference> found;
  double least = reach;
  const double from = xAxis->pixelToCoord(at.x() - reach);
  const double to = xAxis->pixelToCoord(at.x() + reach);
  for (std::size_t series = 0; series < spec_.series.size(); ++series) {
    if (spec_.series[series].style.thin || plotted_[series].faint) {
      continue;
    }
    const std::vector<ChartPoint>& points = spec_.series[series].points;
    auto point = std::lower_bound(points.begin(), points.end(), from,
                                  [](const ChartPoint& one, double length) { return one.x < length; });
    for (; point != points.end() && point->x <= to; ++point) {
      const PointReference reference{series, static_cast<std::size_t>(point - points.begin())};
      const std::optional<QPointF> position = position_of(reference);
      if (position && QLineF(*position, at).length() < least) {
        least = QLineF(*position, at).length();
        found = reference;
      }
    }
  }
  return found;
}

void ChartPlot::refresh() {
  // A widget that was never shown has not been told its size.
  if (viewport() != rect()) {
    setViewport(rect());
    lay_out();
    stale_ = true;
  }
  if (stale_) {
    replot(rpQueuedRefresh);
  }
}

const std::vector<DrawnText>& ChartPlot::drawn_texts() {
  refresh();
  return texts_;
}

const std::vector<DrawnMark>& ChartPlot::drawn_marks() {
  refresh();
  return marks_;
}

void ChartPlot::paint_on(QCPPainter& painter) {
  refresh();
  draw(&painter);
}

void ChartPlot::paintEvent(QPaintEvent* event) {
  QCPPainter painter(this);
  const QPaintDevice* device = painter.isActive() ? painter.paintEngine()->paintDevice() : nullptr;
  if (device == nullptr || qFuzzyCompare(device->devicePixelRatioF(), bufferDevicePixelRatio())) {
    painter.end();
    QCustomPlot::paintEvent(event);
    return;
  }
  // Rendered into a picture of another scale: the buffers would be blurred.
  painter.fillRect(rect(), Theme::instance().colors().panel);
  draw(&painter);
}

void ChartPlot::resizeEvent(QResizeEvent* event) {
  lay_out();
  stale_ = true;
  QCustomPlot::resizeEvent(event);
}

}  // namespace attnscope
