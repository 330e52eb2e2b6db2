// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/tile_texts.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <set>

#include "ui/models/labels.h"

namespace attnscope {
namespace {

struct TileTexts {
  Q_DECLARE_TR_FUNCTIONS(attnscope::TileTexts)
};

constexpr std::size_t most_named = 6;

/// "3, 7 and 9", "3, 7, 9, 11, 12, 15 and 40 more".
QString listed(const std::vector<int>& numbers) {
  QStringList words;
  for (std::size_t i = 0; i < std::min(numbers.size(), most_named); ++i) {
    words << QString::number(numbers[i]);
  }
  if (numbers.size() > most_named) {
    return TileTexts::tr("%1 and %2 more")
        .arg(words.join(QStringLiteral(", ")))
        .arg(numbers.size() - most_named);
  }
  if (words.size() < 2) {
    return words.join(QString());
  }
  const QString last = words.takeLast();
  return TileTexts::tr("%1 and %2").arg(words.join(QStringLiteral(", ")), last);
}

QString microseconds_label(std::int64_t ns) {
  return span_label(static_cast<double>(ns) / 1000);
}

QString idle_text(const TileTimeline& timeline, bool threads) {
  if (timeline.idle_sms.empty() || timeline.thinned) {
    return {};
  }
  const QString names = listed(timeline.idle_sms);
  if (timeline.idle_sms.size() == 1) {
    return threads ? TileTexts::tr("Thread %1 ran no tile.").arg(names)
                   : TileTexts::tr("SM %1 ran no tile.").arg(names);
  }
  return threads ? TileTexts::tr("Threads %1 ran no tile.").arg(names)
                 : TileTexts::tr("SMs %1 ran no tile.").arg(names);
}

QString first_dry_text(const TileTimeline& timeline, bool threads) {
  const auto first = std::min_element(
      timeline.lanes.begin(), timeline.lanes.end(),
      [](const TimelineLane& one, const TimelineLane& other) { return one.last_end_ns < other.last_end_ns; });
  if (first == timeline.lanes.end() || first->last_end_ns >= timeline.span_ns) {
    return {};
  }
  return (threads ? TileTexts::tr("Thread %1 ran dry first, at %2.")
                  : TileTexts::tr("SM %1 ran dry first, at %2."))
      .arg(first->sm)
      .arg(microseconds_label(first->last_end_ns));
}

}  // namespace

QString tile_map_title(const Problem& problem, const TileConfig& tile) {
  const TileCounts counts = count_tiles(problem, tile);
  const std::int64_t heads = std::max<std::int64_t>(problem.batch * problem.query_heads, 1);
  const std::int64_t full = counts.full_tiles / heads;
  const std::int64_t partial = counts.partial_tiles / heads;
  const std::int64_t skipped = counts.skipped_tiles / heads;
  return TileTexts::tr(
             "%1 of the computed scores count: of %2 tiles a head %3 are whole, %4 partly masked, %5 skipped")
      .arg(percent_label(100 * counts.mask_density()), count_label(full + partial + skipped),
           count_label(full), count_label(partial), count_label(skipped));
}

QString timeline_title(const TileTimeline& timeline, const TileTrace& trace, bool threads) {
  std::set<int> sms;
  std::int64_t busy = 0;
  for (const TimelineLane& lane : timeline.lanes) {
    sms.insert(lane.sm);
    busy += lane.busy_ns;
  }
  const QString many = QString::number(sms.size());
  const QString who = sms.size() == 1
                          ? (threads ? TileTexts::tr("1 thread") : TileTexts::tr("1 SM"))
                          : (threads ? TileTexts::tr("%1 threads") : TileTexts::tr("%1 SMs")).arg(many);
  const QString tail = percent_label(100 * timeline.tail_loss);
  const QString span = microseconds_label(timeline.span_ns);
  const auto slots_in_all = std::max(trace.slot_count, static_cast<std::int64_t>(timeline.lanes.size()));
  if (timeline.thinned || timeline.span_ns <= 0 || slots_in_all <= 0) {
    return TileTexts::tr("%1 worked for %2; %3 was lost in the tail").arg(who, span, tail);
  }
  const double share =
      static_cast<double>(busy) / (static_cast<double>(slots_in_all) * static_cast<double>(timeline.span_ns));
  return TileTexts::tr("Tiles kept %1 busy %2 of %3; %4 was lost in the tail")
      .arg(who, percent_label(100 * share), span, tail);
}

QString timeline_note(const TileTimeline& timeline, const TileTrace& trace, bool threads) {
  QStringList sentences;
  const auto waves = timeline.wave_starts_ns.size() + 1;
  if (waves > 1) {
    sentences << TileTexts::tr("%1 waves (dashed lines).").arg(waves);
  }
  sentences << first_dry_text(timeline, threads) << idle_text(timeline, threads);
  if (timeline.thinned && trace.rows() > 0) {
    sentences << TileTexts::tr("Shown is 1 tile in %1.")
                     .arg((trace.recorded + static_cast<std::int64_t>(trace.rows()) - 1) /
                          static_cast<std::int64_t>(trace.rows()));
  }
  if (trace.slowdown) {
    sentences << TileTexts::tr("The build that records takes %1× the time of the plain one.")
                     .arg(*trace.slowdown, 0, 'f', 2);
  }
  if (trace.clock_resolution_ns > 0) {
    sentences << TileTexts::tr("Its clock steps by %1 ns.").arg(trace.clock_resolution_ns);
  }
  sentences.removeAll(QString());
  return sentences.join(' ');
}

QString residency_text(const Inspection& inspection) {
  if (inspection.kernels.empty() || !inspection.kernels.front().blocks_per_sm) {
    return TileTexts::tr("not known");
  }
  const KernelRecord& kernel = inspection.kernels.front();
  QString text = TileTexts::tr("%1 an SM").arg(*kernel.blocks_per_sm);
  if (kernel.occupancy_limiter) {
    text = TileTexts::tr("%1, limited by %2").arg(text, to_label(*kernel.occupancy_limiter));
  }
  return text;
}

}  // namespace attnscope
