// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/chart_texts.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <cmath>

#include "ui/models/labels.h"

namespace attnscope {
namespace {

struct ChartTexts {
  Q_DECLARE_TR_FUNCTIONS(attnscope::ChartTexts)
};

QString occupancy_subtitle(const ChartOptions& options) {
  if (options.occupancy) {
    return ChartTexts::tr("%1 of each implementation, percent")
        .arg(occupancy_label(*options.occupancy)
                 .replace(0, 1, occupancy_label(*options.occupancy)[0].toUpper()));
  }
  return ChartTexts::tr("Tile figures of %1, percent").arg(implementation_label(options.subject));
}

bool holds(const Run& run, const std::string& implementation) {
  const bool measured = std::any_of(run.points.begin(), run.points.end(), [&](const Point& point) {
    return point.implementation == implementation;
  });
  return measured || std::any_of(run.pending.begin(), run.pending.end(), [&](const PendingPoint& pending) {
           return pending.point.implementation == implementation;
         });
}

QString gap_word(Gap gap) {
  switch (gap) {
    case Gap::none:
      return {};
    case Gap::pending:
      return ChartTexts::tr("pending");
    case Gap::out_of_memory:
      return ChartTexts::tr("out of memory");
    case Gap::unsupported:
      return ChartTexts::tr("not supported");
    case Gap::failed:
      return ChartTexts::tr("failed");
    case Gap::cancelled:
      return ChartTexts::tr("cancelled");
    case Gap::no_baseline:
      return ChartTexts::tr("no baseline");
    case Gap::not_measured:
      return ChartTexts::tr("not measured");
  }
  return {};
}

}  // namespace

QString flop_convention_text(FlopConvention convention) {
  return convention == FlopConvention::exact ? ChartTexts::tr("FLOPs of unmasked pairs only")
                                             : ChartTexts::tr("causal counted as half, as papers do");
}

QString crossover_words(const Crossover& crossover) {
  const auto words = [](double length) { return length_label(std::llround(length)); };
  if (crossover.kind == Crossover::Kind::below_shortest && crossover.interval) {
    return ChartTexts::tr("crossover under %1").arg(words(crossover.interval->high));
  }
  const QString at = words(crossover.seqlen);
  if (!crossover.interval) {
    return ChartTexts::tr("crossover %1").arg(at);
  }
  const QString low = words(crossover.interval->low);
  const QString high = words(crossover.interval->high);
  return low == high ? ChartTexts::tr("crossover %1").arg(at)
                     : ChartTexts::tr("crossover %1 (%2 to %3)").arg(at, low, high);
}

QString axis_caption(Metric metric, const ChartOptions& options) {
  const QString flops = options.metric.flops == FlopConvention::exact ? ChartTexts::tr("unmasked pairs only")
                                                                      : ChartTexts::tr("causal as half");
  switch (metric) {
    case Metric::throughput:
      return ChartTexts::tr("TFLOP/s, %1").arg(flops);
    case Metric::percent_of_peak:
      return ChartTexts::tr("% of peak, FLOPs of %1").arg(flops);
    default:
      return {};
  }
}

QString chart_subtitle(Metric metric, const ChartOptions& options) {
  const QString scale = options.logarithmic.contains(metric) ? ChartTexts::tr(", log scale") : QString();
  switch (metric) {
    case Metric::speedup:
      return ChartTexts::tr("Speedup over %1%2; band: 95 % interval")
          .arg(implementation_label(options.metric.baseline), scale);
    case Metric::time:
      return ChartTexts::tr("Median span of one call%1; band: 95 % interval").arg(scale);
    case Metric::throughput:
      return ChartTexts::tr("Throughput at the median span%1; band: 95 % interval").arg(scale);
    case Metric::percent_of_peak:
      return ChartTexts::tr("Throughput, of the tensor-core peak that the maker publishes%1").arg(scale);
    case Metric::peak_memory:
      return options.metric.memory_with_inputs
                 ? ChartTexts::tr("Inputs, output and scratch%1; thin line: predicted").arg(scale)
                 : ChartTexts::tr("Output and scratch%1; thin line: predicted").arg(scale);
    case Metric::tile_occupancy:
      return occupancy_subtitle(options);
  }
  return {};
}

QString chart_empty_text(Metric metric, const ChartOptions& options, const Run* run) {
  if (run == nullptr) {
    return ChartTexts::tr("No run is shown. Press Run to measure, or open a database with File > Open.");
  }
  if (run->points.empty() && !run->pending.empty() && run->header.state == RunState::running) {
    return ChartTexts::tr("Measuring: the first point appears here when it is done.");
  }
  if (metric == Metric::speedup && !holds(*run, options.metric.baseline)) {
    return ChartTexts::tr(
               "No speedup: %1 was not measured. Tick it under Implementations and run again, or "
               "choose another baseline in the View menu.")
        .arg(implementation_label(options.metric.baseline));
  }
  if (metric == Metric::speedup) {
    return ChartTexts::tr("No speedup: no length has figures of both %1 and another implementation.")
        .arg(implementation_label(options.metric.baseline));
  }
  if (!run->pending.empty() && run->header.state == RunState::running) {
    return ChartTexts::tr("Nothing to draw here yet: the sweep is running.");
  }
  if (metric == Metric::percent_of_peak) {
    return ChartTexts::tr("No peak is known for the device and type of this run: choose Time or TFLOP/s.");
  }
  if (metric == Metric::tile_occupancy) {
    return ChartTexts::tr("No tile figures in this run: its implementations do not report tiles.");
  }
  return ChartTexts::tr("No figures in this run. Choose another one in the list of runs.");
}

QString gap_text(const SeriesValue& value, const Point* point, const std::string& baseline) {
  if (value.gap == Gap::no_baseline) {
    return ChartTexts::tr("no baseline: %1 %2")
        .arg(implementation_label(baseline), gap_word(value.baseline_gap));
  }
  if (value.gap == Gap::out_of_memory && point != nullptr) {
    if (const auto* out = std::get_if<OutOfMemory>(&point->outcome);
        out != nullptr && out->needed_bytes > 0) {
      return ChartTexts::tr("out of memory: needed %1 of %2")
          .arg(capacity_label(out->needed_bytes), capacity_label(out->capacity_bytes));
    }
  }
  const QString detail = to_label(value.detail);
  return detail.isEmpty() ? gap_word(value.gap) : ChartTexts::tr("%1: %2").arg(gap_word(value.gap), detail);
}

QString outcome_text(const Point& point) {
  if (std::holds_alternative<Measured>(point.outcome)) {
    return {};
  }
  SeriesValue value;
  value.gap = std::holds_alternative<OutOfMemory>(point.outcome)   ? Gap::out_of_memory
              : std::holds_alternative<Unsupported>(point.outcome) ? Gap::unsupported
              : std::holds_alternative<Failed>(point.outcome)      ? Gap::failed
                                                                   : Gap::cancelled;
  if (const auto* unsupported = std::get_if<Unsupported>(&point.outcome)) {
    value.detail = unsupported->reason;
  } else if (const auto* failed = std::get_if<Failed>(&point.outcome)) {
    value.detail = failed->message;
  } else if (const auto* out = std::get_if<OutOfMemory>(&point.outcome)) {
    value.detail = out->message;
  }
  return gap_text(value, &point, {});
}

QString point_tooltip(const Series& series, const QString& series_label, const SeriesValue& value,
                      const Point* point, Metric metric, const MetricOptions& options) {
  QStringList lines;
  lines << ChartTexts::tr("%1 at %2").arg(series_label, count_label(value.seqlen));
  if (value.estimate) {
    QString figure = value_label(metric, value.estimate->value);
    if (const QString width = half_width_label(*value.estimate); !width.isEmpty()) {
      figure = metric == Metric::speedup
                   ? ChartTexts::tr("%1 (95 %: %2)").arg(figure, range_label(*value.estimate->interval))
                   : ChartTexts::tr("%1 %2").arg(figure, width);
    }
    lines << figure;
  } else {
    lines << gap_text(value, point, options.baseline);
  }
  if (value.predicted) {
    lines << ChartTexts::tr("predicted %1").arg(memory_label(*value.predicted));
  }
  lines << to_label(series.device_name);
  const auto* measured = point == nullptr ? nullptr : std::get_if<Measured>(&point->outcome);
  if (measured != nullptr && !measured->kernels.empty()) {
    const auto longest = std::max_element(measured->kernels.begin(), measured->kernels.end(),
                                          [](const KernelRecord& left, const KernelRecord& right) {
                                            return left.duration_us < right.duration_us;
                                          });
    QString name = to_label(longest->name);
    constexpr qsizetype longest_name = 60;
    if (name.size() > longest_name) {
      name = name.left(longest_name - 1) + QStringLiteral("…");
    }
    const auto others = static_cast<int>(measured->kernels.size()) - 1;
    lines << (others == 0   ? name
              : others == 1 ? ChartTexts::tr("%1 and 1 more kernel").arg(name)
                            : ChartTexts::tr("%1 and %2 more kernels").arg(name).arg(others));
  }
  return lines.join('\n');
}

}  // namespace attnscope
