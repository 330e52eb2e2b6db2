// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/comparison_charts.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "ui/models/chart_builder.h"
#include "ui/models/chart_texts.h"
#include "ui/models/labels.h"
#include "ui/models/run_names.h"

namespace attnscope {
namespace {

struct ComparisonChart {
  Q_DECLARE_TR_FUNCTIONS(attnscope::ComparisonChart)
};

Metric metric_of(ComparedFigure figure) {
  switch (figure) {
    case ComparedFigure::memory:
      return Metric::peak_memory;
    case ComparedFigure::occupancy:
      return Metric::tile_occupancy;
    case ComparedFigure::time:
      break;
  }
  return Metric::time;
}

bool is_wanted(const ComparedPoint& point, const ComparisonView& view) {
  return (!view.implementation || *view.implementation == point.base.point->implementation) &&
         shape_of(point.base.point->problem) == view.shape;
}

/// other / base of one figure.
std::optional<Estimate> ratio_of(const ComparedPoint& point, ComparedFigure figure) {
  switch (figure) {
    case ComparedFigure::time:
      return point.time ? std::optional(point.time->ratio) : std::nullopt;
    case ComparedFigure::memory:
      return point.memory ? std::optional(point.memory->ratio) : std::nullopt;
    case ComparedFigure::occupancy:
      return point.occupancy && point.occupancy->base_percent > 0
                 ? std::optional(
                       Estimate{point.occupancy->other_percent / point.occupancy->base_percent, std::nullopt})
                 : std::nullopt;
  }
  return std::nullopt;
}

ChartMark mark_of_outcome(const Outcome& outcome) {
  if (std::holds_alternative<OutOfMemory>(outcome)) {
    return ChartMark::out_of_memory;
  }
  if (std::holds_alternative<Unsupported>(outcome)) {
    return ChartMark::unsupported;
  }
  return std::holds_alternative<Failed>(outcome) ? ChartMark::failed : ChartMark::value;
}

QString figure_name(ComparedFigure figure) {
  switch (figure) {
    case ComparedFigure::time:
      return ComparisonChart::tr("time");
    case ComparedFigure::memory:
      return ComparisonChart::tr("peak memory");
    case ComparedFigure::occupancy:
      return ComparisonChart::tr("occupancy");
  }
  return {};
}

/// The kind that the points are judged by: achieved, unless that is nowhere on both sides.
OccupancyKind judged_kind(const std::vector<ComparedRun>& compared) {
  for (const ComparedRun& other : compared) {
    for (const ComparedPoint& point : other.comparison.points) {
      if (point.occupancy && point.occupancy->kind == OccupancyKind::achieved) {
        return OccupancyKind::achieved;
      }
    }
  }
  return OccupancyKind::theoretical;
}

ChartSpec overlay_chart(const Run& base, const std::vector<ComparedRun>& compared, const ComparisonView& view,
                        std::vector<const Point*>& points) {
  std::vector<ShownRun> shown{{&base, to_label(base.header.name)}};
  for (const ComparedRun& other : compared) {
    // A run without the shape would be drawn with another one.
    if (shown_shape(*other.run, view.shape) == view.shape) {
      shown.push_back({other.run.get(), to_label(other.run->header.name)});
    }
  }
  ChartOptions options;
  options.shape = view.shape;
  if (view.figure == ComparedFigure::occupancy) {
    options.occupancy = judged_kind(compared);
  }
  BuiltChart built = build_chart(shown, options, metric_of(view.figure));
  ChartSpec& spec = built.spec;
  if (view.implementation) {
    std::erase_if(spec.series, [&view](const ChartSeries& series) {
      return series.style.implementation != to_label(*view.implementation);
    });
  }
  const auto beside = shown.size() - 1;
  spec.title = beside == 1 ? ComparisonChart::tr("%1 beside %2").arg(shown[0].label, shown[1].label)
                           : ComparisonChart::tr("%1 beside %2 other runs").arg(shown[0].label).arg(beside);
  spec.subtitle = chart_subtitle(metric_of(view.figure), options);
  if (!spec.series.empty()) {
    spec.subtitle += beside == 1 ? ComparisonChart::tr(" · lighter: the other run")
                                 : ComparisonChart::tr(" · lighter: the other runs");
  }
  for (const PointHandle& handle : built.handles) {
    points.push_back(&shown[handle.run].run->points[handle.point_index]);
  }
  return spec;
}

class RatioChart {
 public:
  RatioChart(const Run& base, const std::vector<ComparedRun>& compared, const ComparisonView& view)
      : compared_(compared), view_(view) {
    QStringList names{to_label(base.header.name)};
    for (const ComparedRun& other : compared) {
      names << to_label(other.run->header.name);
    }
    names_ = short_run_names(names).mid(1);
  }

  ChartSpec build(std::vector<const Point*>& points) {
    ChartSpec spec;
    spec.scale = ValueScale::linear;
    spec.format = ValueFormat::ratio;
    std::set<double> lengths;
    for (std::size_t run = 0; run < compared_.size(); ++run) {
      std::map<std::pair<std::size_t, std::string>, std::size_t> series_of;
      for (const ComparedPoint& point : compared_[run].comparison.points) {
        if (!is_wanted(point, view_)) {
          continue;
        }
        lengths.insert(static_cast<double>(point.base.point->problem.kv_seqlen));
        const auto [place, is_new] =
            series_of.try_emplace({point.device, point.base.point->implementation}, spec.series.size());
        if (is_new) {
          spec.series.push_back(new_series(run, point));
        }
        spec.series[place->second].points.push_back(chart_point(run, point, points.size()));
        points.push_back(point.other.point);
      }
    }
    std::erase_if(spec.series, [](const ChartSeries& series) {
      return std::none_of(series.points.begin(), series.points.end(),
                          [](const ChartPoint& point) { return point.y.has_value(); });
    });
    spec.lengths.assign(lengths.begin(), lengths.end());
    spec.title = ratio_title(compared_, view_);
    if (spec.series.empty()) {
      spec.empty_text = view_.figure == ComparedFigure::occupancy
                            ? ComparisonChart::tr("No point in common has an occupancy on both sides.")
                            : ComparisonChart::tr("No point in common was measured on both sides.");
      return spec;
    }
    spec.lines.push_back({1, ComparisonChart::tr("baseline"), false, {}});
    spec.subtitle =
        view_.figure == ComparedFigure::time
            ? ComparisonChart::tr("Time over that of the baseline; above 1 is slower; band: 99.7 % interval")
            : ComparisonChart::tr("The run's %1 over that of the baseline").arg(figure_name(view_.figure));
    return spec;
  }

 private:
  /// By number where all are of one model.
  static QString device_words(const std::vector<DevicePair>& devices, std::size_t device) {
    const DeviceDescription& other = devices[device].other;
    const bool one_model = std::all_of(devices.begin(), devices.end(), [&other](const DevicePair& pair) {
      return pair.other.name == other.name;
    });
    return one_model ? ComparisonChart::tr("GPU %1").arg(other.ordinal) : device_model_label(other);
  }

  ChartSeries new_series(std::size_t run, const ComparedPoint& point) const {
    ChartSeries series;
    series.label = implementation_label(point.base.point->implementation);
    if (compared_[run].comparison.devices.size() > 1) {
      series.label += QStringLiteral(" · ") + device_words(compared_[run].comparison.devices, point.device);
    }
    if (compared_.size() > 1) {
      series.label += QStringLiteral(" · ") + names_[static_cast<qsizetype>(run)];
    }
    series.style.implementation = to_label(point.base.point->implementation);
    // Dash and marker tell the runs apart, or the devices where there is one run.
    series.style.device_index = static_cast<int>(compared_.size() > 1 ? run : point.device);
    return series;
  }

  ChartPoint chart_point(std::size_t run, const ComparedPoint& point, std::size_t id) const {
    ChartPoint at;
    at.x = static_cast<double>(point.base.point->problem.kv_seqlen);
    at.point_id = static_cast<int>(id);
    QStringList lines{ComparisonChart::tr("%1 at %2")
                          .arg(implementation_label(point.base.point->implementation),
                               count_label(point.base.point->problem.kv_seqlen)),
                      to_label(compared_[run].run->header.name)};
    if (const auto ratio = ratio_of(point, view_.figure)) {
      at.y = ratio->value;
      if (ratio->interval) {
        at.low = ratio->interval->low;
        at.high = ratio->interval->high;
      }
      lines << fine_ratio_label(*ratio);
      if (const auto verdict = verdict_of(point, view_.figure)) {
        lines << verdict_label(view_.figure, *verdict);
      }
    } else {
      at.mark = mark_of_outcome(point.other.point->outcome);
      if (at.mark == ChartMark::value) {
        at.mark = mark_of_outcome(point.base.point->outcome);
      }
      lines << ComparisonChart::tr("not measured on both sides");
    }
    at.tooltip = lines.join('\n');
    return at;
  }

  const std::vector<ComparedRun>& compared_;
  QStringList names_;  ///< of the compared runs
  const ComparisonView& view_;
};

/// "2 to 5 %", "3 %": how far ratios lie from 1.
QString change_label(double least, double greatest) {
  const auto percent = [](double ratio) {
    const double value = 100 * std::abs(ratio - 1);
    return QLocale::c().toString(value, 'f', value < 9.95 ? 1 : 0);
  };
  const QString from = percent(least);
  const QString to = percent(greatest);
  return from == to ? ComparisonChart::tr("%1 %").arg(from) : ComparisonChart::tr("%1 to %2 %").arg(from, to);
}

}  // namespace

QString ratio_title(const std::vector<ComparedRun>& compared, const ComparisonView& view) {
  std::map<Verdict, int> counts;
  std::set<std::string> implementations;
  std::set<const Run*> runs;
  std::vector<double> ratios;
  std::set<std::int64_t> lengths;
  int judged = 0;
  int without = 0;
  for (const ComparedRun& other : compared) {
    for (const ComparedPoint& point : other.comparison.points) {
      if (!is_wanted(point, view)) {
        continue;
      }
      const auto verdict = verdict_of(point, view.figure);
      const auto ratio = ratio_of(point, view.figure);
      if (!verdict || !ratio) {
        ++without;
        continue;
      }
      ++judged;
      ++counts[*verdict];
      implementations.insert(point.base.point->implementation);
      runs.insert(other.run.get());
      ratios.push_back(ratio->value);
      lengths.insert(point.base.point->problem.kv_seqlen);
    }
  }
  if (judged == 0) {
    return ComparisonChart::tr("No ratio of %1").arg(figure_name(view.figure));
  }
  const auto words = [&view](Verdict verdict) { return verdict_label(view.figure, verdict); };
  if (counts.size() == 1 && without == 0 && implementations.size() == 1 && runs.size() == 1) {
    const QString subject = implementation_label(*implementations.begin());
    const QString range = lengths.size() == 1
                              ? ComparisonChart::tr("at %1").arg(length_label(*lengths.begin()))
                              : ComparisonChart::tr("%1 to %2")
                                    .arg(length_label(*lengths.begin()), length_label(*lengths.rbegin()));
    const Verdict verdict = counts.begin()->first;
    const auto [least, greatest] = std::minmax_element(
        ratios.begin(), ratios.end(),
        [](double left, double right) { return std::abs(left - 1) < std::abs(right - 1); });
    if (view.figure == ComparedFigure::time && verdict != Verdict::same && verdict != Verdict::cannot_tell) {
      return ComparisonChart::tr("%1 takes %2 %3 time, %4")
          .arg(subject, change_label(*least, *greatest),
               verdict == Verdict::higher ? ComparisonChart::tr("more") : ComparisonChart::tr("less"), range);
    }
    return ComparisonChart::tr("%1 of %2: %3, %4")
        .arg(figure_name(view.figure).replace(0, 1, figure_name(view.figure).left(1).toUpper()), subject,
             words(verdict), range);
  }
  QStringList parts;
  for (const Verdict verdict : {Verdict::higher, Verdict::lower, Verdict::same, Verdict::cannot_tell}) {
    if (counts[verdict] > 0) {
      parts << ComparisonChart::tr("%1 %2").arg(counts[verdict]).arg(words(verdict));
    }
  }
  return ComparisonChart::tr("Of %1 points: %2").arg(judged).arg(parts.join(QStringLiteral(", ")));
}

ComparisonCharts build_comparison_charts(const Run& base, const std::vector<ComparedRun>& compared,
                                         const ComparisonView& view) {
  ComparisonCharts charts;
  charts.overlay = overlay_chart(base, compared, view, charts.overlay_points);
  charts.ratio = RatioChart(base, compared, view).build(charts.ratio_points);
  return charts;
}

}  // namespace attnscope
