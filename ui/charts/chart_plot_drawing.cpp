// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What ChartPlot draws around its series: grid, axis labels, words and marks.
#include <algorithm>
#include <cmath>

#include "ui/charts/chart_plot.h"
#include "ui/charts/series_graph.h"
#include "ui/theme/theme.h"

namespace attnscope {
namespace {

constexpr double label_gap = 8;  // between plot and labels at its right
constexpr double swatch_size = 7;
constexpr double swatch_step = 11;
constexpr double label_height = 14;
constexpr std::size_t most_obstacle_lines = 2000;
constexpr double faint_line_part = 0.22;
constexpr int mark_band_opacity = 34;

const ThemeColors& colors() {
  return Theme::instance().colors();
}

void draw_swatch(QCPPainter* painter, double left, double center, const QColor& color) {
  painter->setPen(Qt::NoPen);
  painter->setBrush(color);
  painter->drawRoundedRect(QRectF(left, center - swatch_size / 2, swatch_size, swatch_size), 1.5, 1.5);
}

void draw_cross(QCPPainter* painter, const QPointF& center, double radius, const QColor& color) {
  painter->setPen(QPen(color, 1.5));
  painter->drawLine(center + QPointF(-radius, -radius), center + QPointF(radius, radius));
  painter->drawLine(center + QPointF(-radius, radius), center + QPointF(radius, -radius));
}

QColor line_color(const ReferenceLine& line) {
  if (line.warning) {
    return colors().warning;
  }
  return line.implementation.isEmpty() ? colors().secondary
                                       : Theme::instance().implementation(line.implementation);
}

}  // namespace

void ChartPlot::draw_text(QCPPainter* painter, const QRectF& rect, const QString& text, const QColor& color,
                          const QString& full_text) {
  painter->setFont(font_);
  painter->setPen(color);
  painter->drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextDontClip, text);
  texts_.push_back({text, rect, color, colors().panel, full_text});
}

/// Words in the plot. A line that they cannot keep clear of gives way to them.
void ChartPlot::draw_note(QCPPainter* painter, const QRectF& place, const QString& text, const QColor& color,
                          Obstacles& obstacles) {
  if (crossings(place, obstacles) > 0) {
    painter->fillRect(place.adjusted(-2, 0, 2, 0), colors().panel);
  }
  draw_text(painter, place, text, color);
  obstacles.texts.push_back(place);
}

void ChartPlot::draw_grid(QCPPainter* painter) {
  // The first piece of every drawing: what the last one wrote down is over.
  texts_.clear();
  marks_.clear();
  label_places_.clear();
  stale_ = false;
  if (is_empty()) {
    return;
  }
  const QRect plot = plot_rect();
  painter->setAntialiasing(false);
  painter->setPen(QPen(colors().grid, 1));
  for (const double tick : values_.ticks) {
    const double y = std::round(yAxis->coordToPixel(tick));
    painter->drawLine(QLineF(plot.left(), y, plot.right(), y));
  }
  if (values_.logarithmic) {
    painter->setPen(QPen(colors().line, 1));
    painter->drawLine(QLineF(plot.left(), plot.bottom(), plot.right(), plot.bottom()));
  }
  draw_length_marks(painter);
  painter->setAntialiasing(true);
  for (const ReferenceLine& line : spec_.lines) {
    QPen pen(
        is_faint_line(line) ? blended(line_color(line), colors().panel, faint_line_part) : line_color(line),
        1.2);
    if (line.warning) {
      pen.setDashPattern({4, 2.5});
    }
    painter->setPen(pen);
    const double y = std::round(yAxis->coordToPixel(line.y)) + 0.5;
    painter->drawLine(QLineF(plot.left(), y, plot.right(), y));
  }
  if (const auto line = selected_line()) {
    QPen pen(blended(colors().secondary, colors().panel, 0.85), 1);
    pen.setDashPattern({2, 3});
    painter->setPen(pen);
    painter->setAntialiasing(false);
    painter->drawLine(*line);
  }
}

std::optional<QLineF> ChartPlot::selected_line() const {
  if (selected_length_ <= 0 || !xAxis->range().contains(selected_length_)) {
    return std::nullopt;
  }
  const QRect plot = plot_rect();
  const double x = std::round(xAxis->coordToPixel(selected_length_));
  return QLineF(x, plot.top(), x, plot.bottom());
}

void ChartPlot::draw_words(QCPPainter* painter) {
  if (is_empty()) {
    draw_empty_text(painter);
    return;
  }
  draw_caption(painter);
  draw_value_ticks(painter);
  draw_length_ticks(painter);
  Obstacles obstacles = line_obstacles();
  draw_reference_words(painter, obstacles);
  draw_memory_words(painter, obstacles);
  draw_mark_words(painter, obstacles);
  draw_gap_notes(painter);
  draw_end_labels(painter);
  draw_rings(painter);
}

void ChartPlot::draw_value_ticks(QCPPainter* painter) {
  const QRect plot = plot_rect();
  for (const double tick : values_.ticks) {
    const QString text = value_text(tick, spec_.format);
    const double width = label_width(text);
    const double y = yAxis->coordToPixel(tick);
    draw_text(painter, QRectF(plot.left() - 8 - width, y - label_height / 2, width, label_height), text,
              colors().secondary);
  }
}

void ChartPlot::draw_length_ticks(QCPPainter* painter) {
  const QRect plot = plot_rect();
  const QCPRange range = xAxis->range();
  const std::vector<double> ticks = spec_.linear_lengths
                                        ? linear_length_ticks(range.lower, range.upper)
                                        : length_ticks(range.lower, range.upper, spec_.lengths);
  double widest = 0;
  for (const double tick : ticks) {
    widest = std::max(widest, label_width(length_text(tick)));
  }
  constexpr double space = 6;
  double last_end = -1e9;
  const double top = plot.bottom() + (height() - plot.bottom()) - label_height - 3;
  for (const double tick : ticks) {
    const QString text = length_text(tick);
    const double width = label_width(text);
    const double x = xAxis->coordToPixel(tick);
    // Every second or third where they would touch.
    if (x - widest / 2 < last_end + space) {
      continue;
    }
    last_end = x + widest / 2;
    draw_text(painter, QRectF(x - width / 2, top, width, label_height), text, colors().secondary);
  }
}

Obstacles ChartPlot::line_obstacles() const {
  Obstacles obstacles;
  if (point_count_ > most_obstacle_lines) {
    return obstacles;
  }
  for (const PlottedSeries& plotted : plotted_) {
    if (plotted.faint) {
      continue;
    }
    std::optional<QPointF> last;
    for (const QCPGraphData& datum : *plotted.line->data()) {
      if (std::isnan(datum.value)) {
        last.reset();
        continue;
      }
      const QPointF at(xAxis->coordToPixel(datum.key), yAxis->coordToPixel(datum.value));
      obstacles.lines.emplace_back(last.value_or(at), at + QPointF(0.1, 0.1));
      last = at;
    }
    if (plotted.marks != nullptr) {
      for (const QCPGraphData& datum : *plotted.marks->data()) {
        const QPointF at(xAxis->coordToPixel(datum.key), yAxis->coordToPixel(datum.value));
        obstacles.texts.emplace_back(at - QPointF(5, 5), QSizeF(10, 10));  // a mark says as much as words
      }
    }
  }
  for (const ReferenceLine& line : spec_.lines) {
    const double y = yAxis->coordToPixel(line.y);
    obstacles.lines.emplace_back(plot_rect().left(), y, plot_rect().right(), y);
  }
  if (const auto line = selected_line()) {
    obstacles.lines.push_back(*line);
  }
  return obstacles;
}

void ChartPlot::draw_reference_words(QCPPainter* painter, Obstacles& obstacles) {
  const QRectF plot = plot_rect();
  for (const ReferenceLine& line : spec_.lines) {
    if (!line.warning) {
      continue;  // labelled at the end, as series are
    }
    const double width = label_width(line.label);
    const double y = yAxis->coordToPixel(line.y);
    std::vector<QRectF> candidates;
    constexpr int steps = 24;  // an end is best, then the nearer to one
    for (int step = 0; step <= steps; ++step) {
      const double part = (step % 2 == 0 ? step / 2 : steps - step / 2) / double{steps};
      const double left = plot.left() + 4 + part * (plot.width() - width - 8);
      candidates.emplace_back(left, y - label_height - 2, width, label_height);
      candidates.emplace_back(left, y + 3, width, label_height);
    }
    // Above the plot's top edge there is room too.
    if (const auto place = free_place(candidates, plot.adjusted(0, -8, 0, 0), obstacles)) {
      draw_note(painter, *place, line.label, colors().warning, obstacles);
    }
  }
}

void ChartPlot::draw_memory_words(QCPPainter* painter, Obstacles& obstacles) {
  const QRectF plot = plot_rect();
  const QRectF area = plot.adjusted(0, -8, 0, 0);
  const QString words = mark_words(ChartMark::out_of_memory);
  const double width = label_width(words);
  const auto say = [&](const QRectF& place) {
    draw_note(painter, place, words, colors().secondary, obstacles);
  };
  bool said_once = false;
  std::optional<QRectF> crowded;
  for (std::size_t index = 0; index < plotted_.size(); ++index) {
    if (plotted_[index].marks == nullptr) {
      continue;
    }
    std::vector<QRectF> candidates;
    for (const QCPGraphData& datum : *plotted_[index].marks->data()) {
      marks_.push_back({index, ChartMark::out_of_memory, datum.key, datum.value});
      const QPointF at(xAxis->coordToPixel(datum.key), yAxis->coordToPixel(datum.value));
      if (plot.contains(at) && !plotted_[index].faint) {
        for (const QPointF& center : {QPointF(-9 - width / 2, 0), QPointF(9 + width / 2, 0), QPointF(0, -13),
                                      QPointF(-width / 2, -13), QPointF(0, 13), QPointF(-width / 2, 13)}) {
          candidates.emplace_back(at + center - QPointF(width, label_height) / 2,
                                  QSizeF(width, label_height));
        }
      }
    }
    // Beside a mark of this series, if that covers no line. The words need to be there once.
    const auto place = free_place(candidates, area, obstacles);
    if (place && crossings(*place, obstacles) == 0) {
      say(*place);
      said_once = true;
    } else if (!crowded) {
      crowded = place;
    }
  }
  if (!said_once && crowded) {
    say(*crowded);
  }
}

void ChartPlot::draw_gap_notes(QCPPainter* painter) {
  for (const GapNote& gap : gaps_) {
    for (const std::size_t series : gap.series) {
      for (const ChartPoint& point : spec_.series[series].points) {
        if (point.mark == gap.kind && point.x >= gap.first_length && point.x <= gap.last_length) {
          marks_.push_back({series, gap.kind, point.x, std::nullopt});
        }
      }
    }
  }
  const double top = plot_rect().bottom() + 3;
  for (const GapNote& note : shown_gaps_) {
    const double row = top + note.row * gap_row_height;
    const QRectF text(note.text_left, row, note.text_width, label_height);
    const std::vector<std::size_t> colored = swatches_of(note, spec_);
    if (note.kind == ChartMark::out_of_memory) {
      for (const double length : spec_.lengths) {
        const QPointF at(xAxis->coordToPixel(length), text.center().y());
        if (length >= note.first_length && length <= note.last_length && !text.contains(at)) {
          draw_cross(painter, at, 3, plotted_[colored.front()].color);
        }
      }
    } else {
      // One stripe a colour, left open behind the words.
      const double stripe = 3;
      double y = text.center().y() - stripe * static_cast<double>(colored.size()) / 2;
      painter->setPen(Qt::NoPen);
      for (const std::size_t series : colored) {
        const QRectF bar(note.from, y, note.to - note.from, stripe);
        QPainterPath path;
        path.addRect(bar);
        QPainterPath behind;
        behind.addRect(text.adjusted(-4, 0, 4, 0));
        // What is still to come is no finding: faint.
        const QColor& color = plotted_[series].color;
        painter->setBrush(note.kind == ChartMark::pending ? blended(color, colors().panel, 0.35) : color);
        painter->drawPath(path.subtracted(behind));
        y += stripe;
      }
    }
    draw_text(painter, text, note.text, colors().secondary);
  }
}

std::optional<QPointF> ChartPlot::line_end(std::size_t series) const {
  const QCPRange range = xAxis->range();
  // From the right: a series may have very many points, and only its last ones matter.
  const auto last_visible = [&](const QCPGraph& graph) -> std::optional<QPointF> {
    const auto container = graph.data();
    const auto pixel = [this](const QCPGraphData& datum) {
      return QPointF(xAxis->coordToPixel(datum.key), yAxis->coordToPixel(datum.value));
    };
    const auto beyond = container->findEnd(range.upper, false);
    auto last = beyond;
    do {
      if (last == container->constBegin() || (last - 1)->key < range.lower) {
        return std::nullopt;
      }
      --last;
    } while (std::isnan(last->value));
    const QPointF end = pixel(*last);
    // Where the line goes on beyond the edge, its end is where it leaves.
    const bool goes_on = beyond != container->constEnd() && !std::isnan(beyond->value) && beyond == last + 1;
    if (!goes_on) {
      return end;
    }
    const QPointF next = pixel(*beyond);
    const double part = (plot_rect().right() - end.x()) / (next.x() - end.x());
    return end + (next - end) * std::clamp(part, 0.0, 1.0);
  };
  std::optional<QPointF> end = last_visible(*plotted_[series].line);
  if (!end && plotted_[series].marks != nullptr) {
    end = last_visible(*plotted_[series].marks);
  }
  return end;
}

std::vector<ChartPlot::EndLabel> ChartPlot::end_labels() const {
  const QRect plot = plot_rect();
  const QFontMetricsF metrics(font_);
  const double room = width() - plot.right() - label_gap - swatch_step - 2;
  std::vector<EndLabel> labels;
  const auto add = [&](const QString& label, const QColor& color, const QPointF& end, bool faint) {
    EndLabel entry;
    entry.name = label;
    entry.faint = faint;
    entry.text = elided(label, metrics, room);
    entry.full_text = entry.text == label ? QString() : label;
    entry.color = color;
    entry.wanted = std::clamp<double>(end.y(), plot.top(), plot.bottom());
    entry.from_x = end.x();
    labels.push_back(entry);
  };
  // The more important first, for when there is no room for all.
  for (const bool secondary : {false, true}) {
    for (std::size_t index = 0; index < plotted_.size(); ++index) {
      const ChartSeries& series = spec_.series[index];
      if (series.style.thin || series.label.isEmpty() || series.style.secondary != secondary) {
        continue;
      }
      if (const auto end = line_end(index)) {
        add(series.label, plotted_[index].color, *end, plotted_[index].faint);
      }
    }
    if (!secondary) {
      for (const ReferenceLine& line : spec_.lines) {
        if (!line.warning && !line.label.isEmpty()) {
          add(line.label, line_color(line), QPointF(plot.right(), yAxis->coordToPixel(line.y)),
              is_faint_line(line));
        }
      }
    }
  }
  std::stable_partition(labels.begin(), labels.end(), [](const EndLabel& label) { return !label.faint; });
  return labels;
}

void ChartPlot::draw_end_labels(QCPPainter* painter) {
  const QRect plot = plot_rect();
  std::vector<EndLabel> labels = end_labels();
  constexpr double overhang = 7;  // a label's centre may be on the plot's edge
  const double top = plot.top() - overhang;
  const double bottom = plot.bottom() + overhang;
  const auto fitting = static_cast<std::size_t>(std::max(1.0, std::floor((bottom - top) / label_height)));
  const std::size_t left_out = labels.size() > fitting ? labels.size() - fitting + 1 : 0;
  labels.resize(labels.size() - left_out);
  std::vector<double> wanted;
  wanted.reserve(labels.size());
  for (const EndLabel& label : labels) {
    wanted.push_back(label.wanted);
  }
  const double reserved = left_out > 0 ? label_height : 0;
  const std::vector<double> centers = spread(wanted, label_height, top, bottom - reserved);

  const double left = plot.right() + label_gap;
  for (std::size_t index = 0; index < labels.size(); ++index) {
    const EndLabel& label = labels[index];
    const double center = centers[index];
    if (!label.faint && (left - label.from_x > label_gap + 4 || std::abs(center - label.wanted) > 4)) {
      painter->setPen(QPen(blended(colors().secondary, colors().panel, 0.35), 1));
      painter->drawLine(QLineF(std::min(label.from_x + 4, left - 5), label.wanted, left - 2, center));
    }
    draw_swatch(painter, left, center,
                label.faint ? blended(label.color, colors().panel, faint_line_part) : label.color);
    const QRectF place(left + swatch_step, center - label_height / 2, label_width(label.text), label_height);
    draw_text(painter, place, label.text, label.faint ? colors().secondary : colors().text, label.full_text);
    label_places_.emplace_back(place.adjusted(-swatch_step - 2, 0, 2, 0), label.name);
  }
  if (left_out > 0) {
    const QString more = tr("+ %n more", nullptr, static_cast<int>(left_out));
    draw_text(painter, QRectF(left + swatch_step, bottom - label_height, label_width(more), label_height),
              more, colors().secondary);
  }
}

void ChartPlot::draw_empty_text(QCPPainter* painter) {
  const QRectF area = QRectF(rect()).adjusted(24, 8, -24, -24);
  painter->setFont(font_);
  painter->setPen(colors().secondary);
  QRectF used;
  painter->drawText(area, int(Qt::AlignCenter) | int(Qt::TextWordWrap), spec_.empty_text, &used);
  if (!spec_.empty_text.isEmpty()) {
    texts_.push_back({spec_.empty_text, used, colors().secondary, colors().panel, {}});
  }
}

/// The interval as a band, the length itself as a line.
void ChartPlot::draw_length_marks(QCPPainter* painter) {
  const QRectF plot = plot_rect();
  const QCPRange range = xAxis->range();
  for (const LengthMark& mark : spec_.length_marks) {
    const QColor color = Theme::instance().implementation(mark.implementation);
    if (mark.low && mark.high && *mark.high >= range.lower && *mark.low <= range.upper) {
      const double left = std::max(plot.left(), xAxis->coordToPixel(std::max(*mark.low, range.lower)));
      const double right = std::min(plot.right(), xAxis->coordToPixel(std::min(*mark.high, range.upper)));
      QColor fill = color;
      fill.setAlpha(mark_band_opacity);
      // An interval of less than a pixel is still there.
      painter->fillRect(QRectF(left, plot.top(), std::max(1.0, right - left), plot.height()), fill);
    }
    if (mark.at && range.contains(*mark.at)) {
      const double x = std::round(xAxis->coordToPixel(*mark.at));
      painter->setPen(QPen(color, 1));
      painter->drawLine(QLineF(x, plot.top(), x, plot.bottom()));
    }
  }
}

void ChartPlot::draw_mark_words(QCPPainter* painter, Obstacles& obstacles) {
  const QRectF plot = plot_rect();
  const QCPRange range = xAxis->range();
  for (const LengthMark& mark : spec_.length_marks) {
    if (mark.at && range.contains(*mark.at)) {
      const double x = xAxis->coordToPixel(*mark.at);
      obstacles.lines.emplace_back(x, plot.top(), x, plot.bottom());
    }
  }
  for (const LengthMark& mark : spec_.length_marks) {
    const double first = mark.low.value_or(mark.at.value_or(0));
    const double last = mark.high.value_or(mark.at.value_or(0));
    if (last < range.lower || first > range.upper) {
      continue;
    }
    const double width = label_width(mark.label);
    constexpr double gap = 5;
    const double right_of = xAxis->coordToPixel(std::min(last, range.upper)) + gap;
    const double left_of = xAxis->coordToPixel(std::max(first, range.lower)) - gap - width;
    // Beside the band, else beside its line, else over it; above or below the series.
    std::vector<double> lefts{right_of, left_of};
    if (mark.at) {
      const double at = xAxis->coordToPixel(*mark.at);
      lefts.insert(lefts.end(), {at + gap, at - gap - width});
    }
    lefts.push_back(std::clamp((left_of + width + right_of - width) / 2, plot.left() + 2,
                               std::max(plot.left() + 2, plot.right() - width - 2)));
    std::vector<QRectF> candidates;
    for (const double left : lefts) {
      for (const double part : {0.0, 1.0, 0.12, 0.88, 0.25, 0.75, 0.5}) {
        const double top = plot.top() + 2 + part * (plot.height() - label_height - 4);
        candidates.emplace_back(left, top, width, label_height);
      }
    }
    if (const auto place = free_place(candidates, plot, obstacles)) {
      draw_note(painter, *place, mark.label, colors().secondary, obstacles);
    }
  }
}

void ChartPlot::draw_caption(QCPPainter* painter) {
  if (spec_.axis_caption.isEmpty()) {
    return;
  }
  constexpr double left = 10;
  constexpr double top = 3;
  const QString shown =
      QFontMetricsF(font_).elidedText(spec_.axis_caption, Qt::ElideRight, width() - 2 * left);
  draw_text(painter, QRectF(left, top, label_width(shown), label_height), shown, colors().secondary,
            shown == spec_.axis_caption ? QString() : spec_.axis_caption);
}

}  // namespace attnscope
