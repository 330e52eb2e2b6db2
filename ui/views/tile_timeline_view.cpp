// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/tile_timeline_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/models/labels.h"
#include "ui/theme/theme.h"
#include "ui/views/coverage_image.h"
#include "ui/views/tile_colors.h"

namespace attnscope {
namespace {

constexpr double timeline_frame = 3;
constexpr double most_timeline_zoom = 2000;

double microseconds(std::int64_t ns) {
  return static_cast<double>(ns) / 1000;
}

}  // namespace

TileTimelineView::TileTimelineView(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Tile timeline"));
  connect(&Theme::instance(), &Theme::changed, this, [this] {
    kept_ = {};
    update();
  });
}

QSize TileTimelineView::sizeHint() const {
  return {480, 240};
}
QSize TileTimelineView::minimumSizeHint() const {
  return {160, 90};
}

void TileTimelineView::show_timeline(TileTimeline timeline, const Problem& problem, const TileConfig& tile,
                                     bool threads) {
  shown_.emplace(Shown{std::move(timeline), problem, tile, threads, {}});
  shown_->lanes.resize(shown_->timeline.lanes.size());
  for (std::size_t i = 0; i < shown_->timeline.spans.size(); ++i) {
    shown_->lanes[static_cast<std::size_t>(shown_->timeline.spans[i].lane)].push_back(i);
  }
  first_ = 0;
  last_ = 1;
  kept_ = {};
  set_current(std::nullopt);
  update();
}

void TileTimelineView::show_nothing() {
  shown_.reset();
  kept_ = {};
  set_current(std::nullopt);
  update();
}

void TileTimelineView::set_current(std::optional<std::size_t> span) {
  if (span == current_) {
    return;
  }
  current_ = span;
  emit currentChanged();
  update();
}

QRectF TileTimelineView::plot() const {
  return QRectF(rect()).adjusted(timeline_frame, timeline_frame, -timeline_frame, -timeline_frame);
}

double TileTimelineView::x_of(std::int64_t time_ns) const {
  const QRectF area = plot();
  const double part =
      static_cast<double>(time_ns) / static_cast<double>(std::max<std::int64_t>(shown_->timeline.span_ns, 1));
  return area.left() + (part - first_) / (last_ - first_) * area.width();
}

QImage TileTimelineView::draw(const QSize& pixels) const {
  const TileTimeline& timeline = shown_->timeline;
  const TileColors colors = tile_colors();
  const int height = std::max(pixels.height(), 1);
  const auto lanes = static_cast<double>(std::max<std::size_t>(timeline.lanes.size(), 1));
  const double lane_height = height / lanes;
  const double scale =
      pixels.width() / (static_cast<double>(std::max<std::int64_t>(timeline.span_ns, 1)) * (last_ - first_));
  const double shift = first_ * pixels.width() / (last_ - first_);
  // Neighbours take turns at two shades, so that a tile's ends show; longer gaps show the ground.
  CoverageImage image(pixels.width(), height, 2);
  constexpr double room_for_gaps = 4;
  std::vector<int> taken(timeline.lanes.size(), 0);
  for (const TimelineSpan& span : timeline.spans) {
    const int shade = taken[static_cast<std::size_t>(span.lane)]++ % 2;
    const double start = static_cast<double>(span.start_ns) * scale - shift;
    const double end = static_cast<double>(span.end_ns) * scale - shift;
    if (end < 0 || start > pixels.width()) {
      continue;
    }
    const double top = span.lane * lane_height;
    const int first_row = static_cast<int>(top);
    const int end_row =
        std::max(first_row + 1, static_cast<int>(top + lane_height) - (lane_height >= room_for_gaps ? 1 : 0));
    // Several lanes on one row of pixels share it.
    const auto weight = static_cast<float>(std::min(1.0, lane_height));
    for (int row = first_row; row < end_row; ++row) {
      image.add(shade, row, start, end, weight);
    }
  }
  return image.drawn(colors.skipped,
                     {colors.full, blended(colors.full, Theme::instance().colors().panel, 0.6)});
}

void TileTimelineView::paintEvent(QPaintEvent* /*event*/) {
  if (!shown_) {
    return;
  }
  QPainter painter(this);
  const QRectF area = plot();
  const ThemeColors& colors = Theme::instance().colors();
  const QSize pixels = (area.size() * devicePixelRatioF()).toSize().expandedTo({1, 1});
  if (kept_.size() != pixels) {
    kept_ = draw(pixels);
  }
  painter.drawImage(area, kept_);
  painter.setClipRect(area);
  const TileTimeline& timeline = shown_->timeline;
  constexpr std::size_t most_waves = 60;  // more of them would hide the tiles
  if (timeline.wave_starts_ns.size() <= most_waves) {
    painter.setPen(QPen(colors.secondary, 1, Qt::DashLine));
    for (const std::int64_t start : timeline.wave_starts_ns) {
      painter.drawLine(QPointF(x_of(start), area.top()), QPointF(x_of(start), area.bottom()));
    }
  }
  if (timeline.tail_start_ns < timeline.span_ns) {
    painter.setPen(QPen(colors.bad, 2));
    const double x = x_of(timeline.tail_start_ns);
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
  }
  if (current_) {
    const TimelineSpan& span = timeline.spans[*current_];
    const double lane_height = area.height() / static_cast<double>(timeline.lanes.size());
    QRectF marked(QPointF(x_of(span.start_ns), area.top() + span.lane * lane_height),
                  QPointF(x_of(span.end_ns), area.top() + (span.lane + 1) * lane_height));
    constexpr double least = 4;
    const double more_x = std::max(0.0, least - marked.width()) / 2;
    const double more_y = std::max(0.0, least - marked.height()) / 2;
    marked.adjust(-more_x, -more_y, more_x, more_y);
    painter.setPen(QPen(colors.text, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(marked);
  }
  painter.setClipping(false);
  painter.setPen(
      QPen(hasFocus() && !current_ ? colors.accent : colors.line, hasFocus() && !current_ ? 2 : 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(area);
}

std::optional<std::size_t> TileTimelineView::span_at(const QPointF& position) const {
  const QRectF area = plot();
  if (!shown_ || shown_->lanes.empty() || !area.contains(position)) {
    return std::nullopt;
  }
  const auto lane = std::min(static_cast<std::size_t>((position.y() - area.top()) / area.height() *
                                                      static_cast<double>(shown_->lanes.size())),
                             shown_->lanes.size() - 1);
  const double part = first_ + (position.x() - area.left()) / area.width() * (last_ - first_);
  const auto time = static_cast<std::int64_t>(part * static_cast<double>(shown_->timeline.span_ns));
  const auto& spans = shown_->lanes[lane];
  const auto after = std::upper_bound(
      spans.begin(), spans.end(), time,
      [this](std::int64_t at, std::size_t i) { return at < shown_->timeline.spans[i].start_ns; });
  if (after == spans.begin()) {
    return std::nullopt;
  }
  const std::size_t found = *(after - 1);
  if (shown_->timeline.spans[found].end_ns < time) {
    return std::nullopt;
  }
  return found;
}

QString TileTimelineView::words_of(std::size_t index) const {
  const TimelineSpan& span = shown_->timeline.spans[index];
  const TimelineLane& lane = shown_->timeline.lanes[static_cast<std::size_t>(span.lane)];
  const std::int64_t rows = std::max<std::int64_t>(query_tiles_of_head(shown_->problem, shown_->tile), 1);
  const std::int64_t head = span.work_item / rows;
  const std::int64_t heads = std::max<std::int64_t>(shown_->problem.query_heads, 1);
  const QString place = shown_->threads ? tr("Thread %1").arg(lane.sm) : tr("SM %1").arg(lane.sm);
  const bool whole_heads = shown_->tile.packed_heads == 1 && shown_->tile.kv_splits == 1;
  const QString what = !whole_heads ? tr("work item %1").arg(span.work_item)
                       : shown_->problem.batch > 1
                           ? tr("query tile %1 of head %2, batch entry %3")
                                 .arg(span.work_item % rows)
                                 .arg(head % heads)
                                 .arg(head / heads)
                           : tr("query tile %1 of head %2").arg(span.work_item % rows).arg(head);
  return tr("%1: %2, from %3 to %4 (%5)")
      .arg(place, what, span_label(microseconds(span.start_ns)), span_label(microseconds(span.end_ns)),
           span_label(microseconds(span.end_ns - span.start_ns)));
}

QString TileTimelineView::current_words() const {
  return current_ && shown_ ? words_of(*current_) : QString();
}

void TileTimelineView::zoom_to(double first, double end) {
  first = std::clamp(first, 0.0, 1.0);
  end = std::clamp(end, 0.0, 1.0);
  if (end - first < 1 / most_timeline_zoom) {
    return;
  }
  first_ = first;
  last_ = end;
  kept_ = {};
  update();
}

void TileTimelineView::zoom_around(double part, double factor) {
  const double width = std::min(1.0, (last_ - first_) * factor);
  const double middle = first_ + part * (last_ - first_);
  const double first = std::clamp(middle - part * width, 0.0, 1 - width);
  zoom_to(first, first + width);
}

void TileTimelineView::wheelEvent(QWheelEvent* event) {
  if (!shown_) {
    return QWidget::wheelEvent(event);
  }
  const QRectF area = plot();
  constexpr double step = 1.25;
  const double part = std::clamp((event->position().x() - area.left()) / area.width(), 0.0, 1.0);
  zoom_around(part, event->angleDelta().y() > 0 ? 1 / step : step);
  event->accept();
}

void TileTimelineView::mouseDoubleClickEvent(QMouseEvent* /*event*/) {
  zoom_to(0, 1);
}

void TileTimelineView::mouseMoveEvent(QMouseEvent* event) {
  set_current(span_at(event->position()));
}

void TileTimelineView::leaveEvent(QEvent* /*event*/) {
  if (!hasFocus()) {
    set_current(std::nullopt);
  }
}

void TileTimelineView::step_in_lane(int step) {
  if (!current_) {
    return set_current(shown_->timeline.spans.empty() ? std::optional<std::size_t>() : 0);
  }
  const auto& lane = shown_->lanes[static_cast<std::size_t>(shown_->timeline.spans[*current_].lane)];
  const auto at = std::find(lane.begin(), lane.end(), *current_) - lane.begin() + step;
  if (at >= 0 && at < static_cast<std::ptrdiff_t>(lane.size())) {
    set_current(lane[static_cast<std::size_t>(at)]);
  }
}

/// The tile of the next lane that began last before the current one ended.
void TileTimelineView::step_lane(int step) {
  if (!current_) {
    return step_in_lane(0);
  }
  const TimelineSpan& from = shown_->timeline.spans[*current_];
  const int lane = from.lane + step;
  if (lane < 0 || lane >= static_cast<int>(shown_->lanes.size())) {
    return;
  }
  const auto& spans = shown_->lanes[static_cast<std::size_t>(lane)];
  const auto after = std::find_if(spans.begin(), spans.end(), [&](std::size_t i) {
    return shown_->timeline.spans[i].start_ns > from.start_ns;
  });
  if (!spans.empty()) {
    set_current(after == spans.begin() ? spans.front() : *(after - 1));
  }
}

void TileTimelineView::keyPressEvent(QKeyEvent* event) {
  if (!shown_) {
    return QWidget::keyPressEvent(event);
  }
  constexpr double factor = 1.5;
  switch (event->key()) {
    case Qt::Key_Left:
      return step_in_lane(-1);
    case Qt::Key_Right:
      return step_in_lane(1);
    case Qt::Key_Up:
      return step_lane(-1);
    case Qt::Key_Down:
      return step_lane(1);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      return zoom_around(0.5, 1 / factor);
    case Qt::Key_Minus:
      return zoom_around(0.5, factor);
    case Qt::Key_Home:
    case Qt::Key_0:
      return zoom_to(0, 1);
    default:
      return QWidget::keyPressEvent(event);
  }
}

bool TileTimelineView::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip && shown_) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto span = span_at(help->pos());
    if (span) {
      QToolTip::showText(help->globalPos(), words_of(*span), this);
    } else {
      QToolTip::hideText();
    }
    return true;
  }
  if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
    update();
  }
  return QWidget::event(event);
}

}  // namespace attnscope
