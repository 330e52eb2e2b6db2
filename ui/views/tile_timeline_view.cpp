// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/tile_timeline_view.h"

#include <QPainter>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/models/labels.h"
#include "ui/theme/theme.h"
#include "ui/views/coverage_image.h"
#include "ui/views/tile_colors.h"

namespace attnscope {
namespace {

constexpr double room_for_lane_gaps = 4;
constexpr std::size_t most_shapes = 20'000;

double microseconds(std::int64_t ns) {
  return static_cast<double>(ns) / 1000;
}

/// Neighbours take turns at two shades, so that a tile's ends show; longer gaps show the ground.
std::vector<QColor> shades() {
  const QColor flash = tile_colors().full;
  return {flash, blended(flash, Theme::instance().colors().panel, 0.6)};
}

}  // namespace

TileTimelineView::TileTimelineView(QWidget* parent) : TileView(parent) {
  setAccessibleName(tr("Tile timeline"));
}

QSize TileTimelineView::sizeHint() const {
  return {480, 240};
}
QSize TileTimelineView::minimumSizeHint() const {
  return {160, 90};
}

void TileTimelineView::show_timeline(TileTimeline timeline, const Problem& problem, const TileConfig& tile,
                                     bool threads) {
  shown_.emplace(Shown{std::move(timeline), problem, tile, threads, {}, {}, {}});
  const std::vector<TimelineSpan>& spans = shown_->timeline.spans;
  std::vector<std::size_t> next(shown_->timeline.lanes.size() + 1, 0);
  for (const TimelineSpan& span : spans) {
    ++next[static_cast<std::size_t>(span.lane) + 1];
  }
  for (std::size_t lane = 1; lane < next.size(); ++lane) {
    next[lane] += next[lane - 1];
  }
  shown_->lanes = next;
  shown_->pieces.resize(spans.size());
  shown_->place.resize(spans.size());
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const std::size_t place = next[static_cast<std::size_t>(spans[i].lane)]++;
    shown_->pieces[place] = {spans[i].start_ns, spans[i].end_ns, i};
    shown_->place[i] = place;
  }
  contents_changed();
}

std::optional<std::size_t> TileTimelineView::current() const {
  const auto item = current_item();
  return item ? std::optional(static_cast<std::size_t>(*item)) : std::nullopt;
}

double TileTimelineView::whole_ns() const {
  return static_cast<double>(std::max<std::int64_t>(shown_->timeline.span_ns, 1));
}

std::size_t TileTimelineView::lane_of(std::size_t piece) const {
  return static_cast<std::size_t>(shown_->timeline.spans[shown_->pieces[piece].span].lane);
}

QImage TileTimelineView::draw_tiles(const QSize& pixels, const QRectF& part) const {
  const int height = std::max(pixels.height(), 1);
  const std::size_t lanes = shown_->timeline.lanes.size();
  const double lane_height = height / static_cast<double>(std::max<std::size_t>(lanes, 1));
  const double scale = pixels.width() / (whole_ns() * part.width());
  const double shift = part.left() * pixels.width() / part.width();
  const auto first_ns = static_cast<std::int64_t>(part.left() * whole_ns());
  CoverageImage image(pixels.width(), height, 2);
  // Several lanes on one row of pixels share it.
  const auto weight = static_cast<float>(std::min(1.0, lane_height));
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    const auto begin = shown_->pieces.begin() + static_cast<std::ptrdiff_t>(shown_->lanes[lane]);
    const auto end = shown_->pieces.begin() + static_cast<std::ptrdiff_t>(shown_->lanes[lane + 1]);
    const double top = static_cast<double>(lane) * lane_height;
    const int row = static_cast<int>(top);
    auto piece = std::lower_bound(begin, end, first_ns,
                                  [](const Piece& one, std::int64_t time) { return one.end_ns < time; });
    for (auto shade = static_cast<int>((piece - begin) % 2); piece != end; ++piece, shade ^= 1) {
      const double left = static_cast<double>(piece->start_ns) * scale - shift;
      if (left > pixels.width()) {
        break;
      }
      image.add(shade, row, left, static_cast<double>(piece->end_ns) * scale - shift, weight);
    }
    const int gap = lane_height >= room_for_lane_gaps ? 1 : 0;
    image.repeat_row(row, static_cast<int>(top + lane_height) - gap);
  }
  return image.drawn(tile_colors().skipped, shades());
}

bool TileTimelineView::draw_shapes(QPainter& painter, const Plot& plot) const {
  if (shown_->pieces.size() > most_shapes) {
    return false;
  }
  painter.fillRect(plot.area, tile_colors().skipped);
  const std::vector<QColor> colors = shades();
  const double lane_height = 1 / static_cast<double>(shown_->timeline.lanes.size());
  for (std::size_t piece = 0; piece < shown_->pieces.size(); ++piece) {
    const auto& [start, end, span] = shown_->pieces[piece];
    const std::size_t lane = lane_of(piece);
    const QRectF box =
        plot.rect({static_cast<double>(start) / whole_ns(), static_cast<double>(lane) * lane_height,
                   static_cast<double>(end - start) / whole_ns(), lane_height});
    const QRectF seen = box.intersected(plot.area);
    if (!seen.isEmpty()) {
      painter.fillRect(seen, colors[(piece - shown_->lanes[lane]) % 2]);
    }
  }
  return true;
}

void TileTimelineView::draw_lines(QPainter& painter, const Plot& plot) const {
  const ThemeColors& colors = Theme::instance().colors();
  const TileTimeline& timeline = shown_->timeline;
  const auto line_at = [&](std::int64_t time_ns) {
    const double x = plot.x(static_cast<double>(time_ns) / whole_ns());
    painter.drawLine(QPointF(x, plot.area.top()), QPointF(x, plot.area.bottom()));
  };
  constexpr std::size_t most_waves = 60;  // more of them would hide the tiles
  if (timeline.wave_starts_ns.size() <= most_waves) {
    painter.setPen(QPen(colors.secondary, 1, Qt::DashLine));
    for (const std::int64_t start : timeline.wave_starts_ns) {
      line_at(start);
    }
  }
  if (timeline.tail_start_ns < timeline.span_ns) {
    painter.setPen(QPen(colors.bad, 2));
    line_at(timeline.tail_start_ns);
  }
}

TileView::Axis TileTimelineView::axis(Qt::Orientation orientation, double low, double high, int most) const {
  if (orientation == Qt::Vertical) {
    Axis made{shown_->threads ? tr("thread") : tr("SM"), {}};
    const std::vector<TimelineLane>& lanes = shown_->timeline.lanes;
    const int last = lanes.empty() ? 0 : lanes.back().sm;
    const int step = std::max(1, static_cast<int>(round_step(static_cast<double>(last) / std::max(most, 1))));
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
      if (lanes[lane].sm % step == 0 && (lane == 0 || lanes[lane - 1].sm != lanes[lane].sm)) {
        made.ticks.push_back({(static_cast<double>(lane) + 0.5) / static_cast<double>(lanes.size()),
                              QString::number(lanes[lane].sm)});
      }
    }
    return made;
  }
  constexpr double from_milliseconds = 2e6;
  const double shown_ns = (high - low) * whole_ns();
  const double unit = shown_ns >= from_milliseconds ? 1e6 : 1e3;
  const double step = round_step(shown_ns / unit / std::max(most, 1));
  const int decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(step))));
  Axis made{unit > 1e3 ? tr("ms since the first start") : tr("µs since the first start"), {}};
  for (auto index = static_cast<std::int64_t>(std::ceil(low * whole_ns() / unit / step));; ++index) {
    const double at = static_cast<double>(index) * step;
    if (at * unit > high * whole_ns()) {
      return made;
    }
    made.ticks.push_back({at * unit / whole_ns(), QString::number(at, 'f', decimals)});
  }
}

std::optional<std::int64_t> TileTimelineView::item_at(const QPointF& whole) const {
  const std::size_t lanes = shown_->timeline.lanes.size();
  if (lanes == 0) {
    return std::nullopt;
  }
  const std::size_t lane =
      std::min(static_cast<std::size_t>(whole.y() * static_cast<double>(lanes)), lanes - 1);
  const auto time = static_cast<std::int64_t>(whole.x() * whole_ns());
  const auto begin = shown_->pieces.begin() + static_cast<std::ptrdiff_t>(shown_->lanes[lane]);
  const auto end = shown_->pieces.begin() + static_cast<std::ptrdiff_t>(shown_->lanes[lane + 1]);
  const auto found = std::lower_bound(begin, end, time,
                                      [](const Piece& piece, std::int64_t at) { return piece.end_ns < at; });
  if (found == end || found->start_ns > time) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(found->span);
}

QRectF TileTimelineView::rect_of(std::int64_t item) const {
  const TimelineSpan& span = shown_->timeline.spans[static_cast<std::size_t>(item)];
  const double height = 1 / static_cast<double>(shown_->timeline.lanes.size());
  return {static_cast<double>(span.start_ns) / whole_ns(), span.lane * height,
          static_cast<double>(span.end_ns - span.start_ns) / whole_ns(), height};
}

QString TileTimelineView::words_of(std::int64_t item) const {
  const TimelineSpan& span = shown_->timeline.spans[static_cast<std::size_t>(item)];
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

/// Left and right go through a lane; up and down to the tile of another lane that began last before this one
/// did.
std::optional<std::int64_t> TileTimelineView::step(std::optional<std::int64_t> from, int key,
                                                   int count) const {
  const std::vector<TimelineSpan>& spans = shown_->timeline.spans;
  if (spans.empty()) {
    return std::nullopt;
  }
  if (key == Qt::Key_End) {
    return static_cast<std::int64_t>(spans.size()) - 1;
  }
  if (!from || key == Qt::Key_Home) {
    return 0;
  }
  const TimelineSpan& span = spans[static_cast<std::size_t>(*from)];
  const auto span_of = [this](std::ptrdiff_t piece) {
    return static_cast<std::int64_t>(shown_->pieces[static_cast<std::size_t>(piece)].span);
  };
  const auto bounds = [this](int lane) {
    return std::pair(static_cast<std::ptrdiff_t>(shown_->lanes[static_cast<std::size_t>(lane)]),
                     static_cast<std::ptrdiff_t>(shown_->lanes[static_cast<std::size_t>(lane) + 1]));
  };
  if (key == Qt::Key_Left || key == Qt::Key_Right) {
    const auto [first, end] = bounds(span.lane);
    const auto place = static_cast<std::ptrdiff_t>(shown_->place[static_cast<std::size_t>(*from)]);
    return span_of(std::clamp(place + (key == Qt::Key_Left ? -count : count), first, end - 1));
  }
  const int last = static_cast<int>(shown_->timeline.lanes.size()) - 1;
  const auto [first, end] = bounds(std::clamp(span.lane + (key == Qt::Key_Up ? -count : count), 0, last));
  if (first == end) {
    return from;
  }
  const auto after =
      std::upper_bound(shown_->pieces.begin() + first, shown_->pieces.begin() + end, span.start_ns,
                       [](std::int64_t time, const Piece& piece) { return time < piece.start_ns; });
  return span_of(std::max(after - shown_->pieces.begin() - 1, first));
}

QString TileTimelineView::to_csv() const {
  QString csv = QStringLiteral("sm,place,work_item,start_ns,end_ns\n");
  if (!shown_) {
    return csv;
  }
  for (const TimelineSpan& span : shown_->timeline.spans) {
    const TimelineLane& lane = shown_->timeline.lanes[static_cast<std::size_t>(span.lane)];
    csv += QStringLiteral("%1,%2,%3,%4,%5\n")
               .arg(lane.sm)
               .arg(lane.place)
               .arg(span.work_item)
               .arg(span.start_ns)
               .arg(span.end_ns);
  }
  return csv;
}

}  // namespace attnscope
