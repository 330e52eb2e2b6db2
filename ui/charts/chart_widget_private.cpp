// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_widget_private.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QMimeData>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/theme/card.h"

namespace attnscope {
namespace {

constexpr int side_margin = 2;  // the plot lies inside the card's hairline
constexpr int card_bottom_margin = 5;
constexpr int corner_margin = 7;
constexpr int both_from_width = 720;  // from here on there is room for plot and table side by side
constexpr double table_part = 0.45;
constexpr double least_octaves = 1;
constexpr double least_linear_part = 1.0 / 64;
constexpr int settle_ms = 150;  // after the last move of a drag everything is drawn again

/// Moved and cut so that it lies within `whole` and is no smaller than `least`.
QCPRange within(QCPRange range, const QCPRange& whole, double least) {
  const double size = std::clamp(range.size(), std::min(least, whole.size()), whole.size());
  const double center = std::clamp(range.center(), whole.lower + size / 2, whole.upper - size / 2);
  return {center - size / 2, center + size / 2};
}

}  // namespace

ChartWidget::Private::Private(ChartWidget* widget) : self(widget), plot(new ChartPlot(widget)) {
  settle.setSingleShot(true);
  settle.setInterval(settle_ms);
  QObject::connect(&settle, &QTimer::timeout, self, [this] { plot->setQuick(false); });
}

void ChartWidget::Private::lay_out() {
  const int corner_width = corner ? corner->width() + corner_margin : 0;
  header.lay_out(plot->spec().title, plot->spec().subtitle, self->width(), corner_width);
  if (corner) {
    corner->move(self->width() - corner_width, corner_margin);
  }
  const int top = std::min(header.height(), self->height());
  QRect room(side_margin, top, std::max(1, self->width() - 2 * side_margin),
             std::max(1, self->height() - top - card_bottom_margin));
  const bool both = shows_table && self->width() >= both_from_width;
  if (table) {
    QRect beside = room;
    if (both) {
      beside.setLeft(room.right() - static_cast<int>(room.width() * table_part));
      room.setRight(beside.left() - 1);
    }
    table->setGeometry(beside);
    table->setVisible(shows_table);
  }
  plot->setVisible(both || !shows_table);
  plot->setGeometry(room);
}

QPointF ChartWidget::Private::in_plot(const QPointF& at) const {
  return at - QPointF(plot->pos());
}

QCPRange ChartWidget::Private::axis_range(const QCPRange& lengths) const {
  return {plot->axis_value(lengths.lower), plot->axis_value(lengths.upper)};
}

void ChartWidget::Private::show_range(const QCPRange& wanted) {
  const QCPRange whole = axis_range(plot->whole_range());
  const double least = plot->spec().linear_lengths ? whole.size() * least_linear_part : least_octaves;
  const QCPRange shown = within(wanted, whole, least);
  user_range = shown.size() < whole.size() * (1 - 1e-9);
  plot->setQuick(true);
  plot->setLengthRange({plot->length_of_axis(shown.lower), plot->length_of_axis(shown.upper)});
  settle.start();
}

void ChartWidget::Private::change_range(const QCPRange& wanted) {
  show_range(wanted);
  const QCPRange lengths = plot->length_range();
  emit self->lengthRangeChanged(lengths.lower, lengths.upper);
}

void ChartWidget::Private::show_all() {
  user_range = false;
  plot->setLengthRange(plot->whole_range());
  emit self->lengthRangeChanged(0, 0);
}

void ChartWidget::Private::zoom(double factor, double center) {
  const QCPRange now = axis_range(plot->length_range());
  change_range({center - (center - now.lower) * factor, center + (now.upper - center) * factor});
}

const ChartPoint* ChartWidget::Private::point(PointReference reference) const {
  const auto& series = plot->spec().series;
  return reference.series < series.size() && reference.point < series[reference.series].points.size()
             ? &series[reference.series].points[reference.point]
             : nullptr;
}

void ChartWidget::Private::highlight(std::optional<PointReference> reference, bool by_key) {
  current = reference;
  plot->setHighlight(reference);
  const ChartPoint* at = reference ? point(*reference) : nullptr;
  const double length = at != nullptr ? at->x : 0;
  if (length != hovered_length) {
    hovered_length = length;
    emit self->lengthHovered(length);
  }
  self->setAccessibleDescription(at != nullptr ? at->tooltip : summary());
  if (at == nullptr) {
    QToolTip::hideText();
    return;
  }
  const QPointF place = plot->position_of(*reference)
                            .value_or(QPointF(plot->pixel_of_length(at->x), plot->plot_rect().bottom()));
  show_tool_tip(place, at->tooltip);
  if (by_key) {
    QAccessibleEvent changed(self, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
  }
}

void ChartWidget::Private::show_tool_tip(const QPointF& at_plot, const QString& text) {
  if (!text.isEmpty()) {
    // Escaped: what a label says is text, never markup.
    const QString lines = text.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>"));
    const QPoint at = plot->mapToGlobal((at_plot + QPointF(6, 2)).toPoint());
    QToolTip::showText(at, QStringLiteral("<p style='white-space:pre; margin:0'>%1</p>").arg(lines), self);
  }
}

std::optional<PointReference> ChartWidget::Private::same_point(const ChartSpec& next) const {
  const ChartPoint* now = current ? point(*current) : nullptr;
  if (now == nullptr) {
    return std::nullopt;
  }
  const QString& label = plot->spec().series[current->series].label;
  for (std::size_t index = 0; index < next.series.size(); ++index) {
    const auto& points = next.series[index].points;
    const auto found = std::find_if(points.begin(), points.end(),
                                    [now](const ChartPoint& other) { return other.x == now->x; });
    if (next.series[index].label == label && !next.series[index].style.thin && found != points.end()) {
      return PointReference{index, static_cast<std::size_t>(found - points.begin())};
    }
  }
  return std::nullopt;
}

QString ChartWidget::Private::summary() const {
  QStringList labels;
  for (const ChartSeries& series : plot->spec().series) {
    if (!series.style.thin && !series.label.isEmpty()) {
      labels.append(series.label);
    }
  }
  if (labels.isEmpty()) {
    return plot->spec().title + QStringLiteral(". ") + plot->spec().empty_text;
  }
  return ChartWidget::tr("%1. %2. Series: %3.")
      .arg(plot->spec().title, plot->spec().subtitle, labels.join(QStringLiteral(", ")));
}

QString ChartWidget::Private::gap_text_at(const QPointF& at) const {
  if (at.y() < plot->plot_rect().bottom() || plot->is_empty()) {
    return {};
  }
  QStringList reasons;
  for (const ChartSeries& series : plot->spec().series) {
    for (const ChartPoint& gap : series.points) {
      const bool is_gap = gap.mark != ChartMark::value && !gap.tooltip.isEmpty();
      if (is_gap && std::abs(plot->pixel_of_length(gap.x) - at.x()) < chart_reach / 2) {
        reasons.append(gap.tooltip);
      }
    }
  }
  return reasons.join(QStringLiteral("\n\n"));
}

std::vector<std::size_t> ChartWidget::Private::walkable_series() const {
  std::vector<std::size_t> found;
  for (std::size_t index = 0; index < plot->spec().series.size(); ++index) {
    const ChartSeries& series = plot->spec().series[index];
    if (!series.style.thin && !series.points.empty() && !plot->is_faint(index)) {
      found.push_back(index);
    }
  }
  return found;
}

void ChartWidget::Private::walk(int points, int series_steps) {
  const std::vector<std::size_t> order = walkable_series();
  if (order.empty()) {
    return;
  }
  if (!current) {
    highlight(PointReference{order.front(), 0}, true);
    return;
  }
  const auto at = std::find(order.begin(), order.end(), current->series);
  const auto count = static_cast<std::ptrdiff_t>(order.size());
  const std::ptrdiff_t rank = at == order.end() ? 0 : at - order.begin();
  PointReference next = *current;
  if (series_steps != 0) {
    next.series = order[static_cast<std::size_t>((rank + series_steps + count) % count)];
    // The same length in the other series, or the one nearest to it.
    const double length = point(*current) != nullptr ? point(*current)->x : 1;
    const auto& candidates = plot->spec().series[next.series].points;
    const auto nearest = std::min_element(
        candidates.begin(), candidates.end(), [&](const ChartPoint& one, const ChartPoint& other) {
          return std::abs(std::log2(one.x / length)) < std::abs(std::log2(other.x / length));
        });
    next.point = static_cast<std::size_t>(nearest - candidates.begin());
  }
  const auto last = static_cast<std::ptrdiff_t>(plot->spec().series[next.series].points.size()) - 1;
  next.point = static_cast<std::size_t>(
      std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(next.point) + points, 0, last));
  highlight(next, true);
}

void ChartWidget::Private::pin(std::optional<PointReference> reference) {
  const ChartPoint* at = reference ? point(*reference) : nullptr;
  if (at != nullptr && at->point_id >= 0) {
    emit self->pointClicked(at->point_id);
  }
}

void ChartWidget::Private::extend_marked(int points) {
  const ChartPoint* before = current ? point(*current) : nullptr;
  if (before == nullptr) {
    walk(points, 0);
    return;
  }
  if (marking_from <= 0) {
    marking_from = before->x;
  }
  walk(points, 0);
  const double to = point(*current)->x;
  has_marked = to != marking_from;
  emit self->lengthsMarked(has_marked ? std::min(marking_from, to) : 0,
                           has_marked ? std::max(marking_from, to) : 0);
}

void ChartWidget::Private::mark_between(double one_pixel, double other_pixel) {
  const std::vector<double>& lengths = plot->spec().lengths;
  const auto nearest = [&](double pixel) {
    return *std::min_element(lengths.begin(), lengths.end(), [&](double one, double other) {
      return std::abs(plot->pixel_of_length(one) - pixel) < std::abs(plot->pixel_of_length(other) - pixel);
    });
  };
  if (lengths.empty()) {
    return;
  }
  const double low = nearest(std::min(one_pixel, other_pixel));
  const double high = nearest(std::max(one_pixel, other_pixel));
  has_marked = low < high;
  emit self->lengthsMarked(has_marked ? low : 0, has_marked ? high : 0);
}

void ChartWidget::Private::unmark() {
  marking_from = 0;
  has_marked = false;
  emit self->lengthsMarked(0, 0);
}

void ChartWidget::Private::isolate_current(bool add) {
  if (current) {
    emit self->isolationRequested(plot->spec().series[current->series].label, add);
  }
}

void ChartWidget::Private::move_pressed(const QPointF& at) {
  const double moved = at.x() - press_at.x();
  if (!dragging && std::abs(moved) >= QApplication::startDragDistance()) {
    dragging = true;
    highlight(std::nullopt, false);
    self->setCursor(marking ? Qt::SizeHorCursor : Qt::ClosedHandCursor);
  }
  if (!dragging) {
    return;
  }
  if (marking) {
    mark_between(in_plot(press_at).x(), in_plot(at).x());
    return;
  }
  const double by = moved / std::max(1, plot->plot_rect().width()) * press_range.size();
  change_range({press_range.lower - by, press_range.upper - by});
}

void ChartWidget::Private::move_free(const QPointF& at) {
  const QPointF place = in_plot(at);
  const std::optional<QString> label = plot->isHidden() ? std::nullopt : plot->label_at(place);
  const std::optional<PointReference> found =
      plot->isHidden() || label ? std::nullopt : plot->nearest(place, chart_reach);
  if (found != current) {
    highlight(found, false);
  }
  if (label) {
    self->setCursor(Qt::PointingHandCursor);
    show_tool_tip(
        place,
        ChartWidget::tr("Click: %1 alone, in all charts\nCtrl+click: together with others").arg(*label));
    return;
  }
  if (marks_by_drag) {
    self->setCursor(Qt::CrossCursor);
  } else {
    self->unsetCursor();
  }
  if (!found) {
    show_tool_tip(place, gap_text_at(place));
  }
}

void ChartWidget::Private::add_action(const QString& text, const QKeySequence& shortcut,
                                      std::function<void()> act) {
  auto* action = new QAction(text, self);
  action->setShortcut(shortcut);
  action->setShortcutContext(Qt::WidgetShortcut);
  QObject::connect(action, &QAction::triggered, self, std::move(act));
  self->addAction(action);
}

void ChartWidget::Private::add_actions() {
  add_action(ChartWidget::tr("Copy picture"), QKeySequence::Copy, [this] {
    auto* data = new QMimeData;
    data->setImageData(self->toImage(2));
    data->setText(self->toCsv());
    QApplication::clipboard()->setMimeData(data);
  });
  add_action(ChartWidget::tr("Copy as SVG"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_C), [this] {
    auto* data = new QMimeData;
    const QByteArray svg = self->toSvg();
    data->setData(QStringLiteral("image/svg+xml"), svg);
    data->setText(QString::fromUtf8(svg));
    QApplication::clipboard()->setMimeData(data);
  });
  add_action(ChartWidget::tr("Copy data"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), [this] {
    auto* data = new QMimeData;
    const QString csv = self->toCsv();
    data->setData(QStringLiteral("text/csv"), csv.toUtf8());
    data->setText(csv);
    QApplication::clipboard()->setMimeData(data);
  });
  add_action(ChartWidget::tr("Show all lengths"), QKeySequence(Qt::CTRL | Qt::Key_0), [this] { show_all(); });
}

void ChartWidget::Private::paint_card(QPainter& painter) const {
  draw_card(painter, self->rect(), self->hasFocus());
  header.draw(painter);
}

void ChartWidget::Private::paint_all(QPaintDevice& device, QCPPainter::PainterModes modes) {
  lay_out();
  plot->refresh();
  QCPPainter painter(&device);
  painter.setModes(modes);
  draw_card(painter, self->rect(), false);
  header.draw(painter);
  painter.translate(plot->pos());
  painter.setAntialiasing(true);
  plot->paint_on(painter);
}

}  // namespace attnscope
