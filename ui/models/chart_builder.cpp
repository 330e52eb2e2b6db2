// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/chart_builder.h"

#include <QCoreApplication>
#include <algorithm>
#include <map>
#include <set>

#include "ui/models/chart_texts.h"
#include "ui/models/findings.h"
#include "ui/models/labels.h"
#include "ui/models/run_names.h"

namespace attnscope {
namespace {

struct Charts {
  Q_DECLARE_TR_FUNCTIONS(attnscope::Charts)
};

constexpr OccupancyKind occupancy_kinds[] = {OccupancyKind::mask_density, OccupancyKind::measured_balance,
                                             OccupancyKind::balance,      OccupancyKind::wave_fill,
                                             OccupancyKind::theoretical,  OccupancyKind::achieved};

/// A run cut down to the shape and device that are shown, with the runs that join it, and where its points
/// lie in the runs given.
struct Cut {
  Run run;
  std::vector<PointHandle> origins;
  QString label;
};

bool has_point(const Run& run, const Point& point) {
  return std::any_of(run.points.begin(), run.points.end(), [&point](const Point& other) {
    return other.device_uuid == point.device_uuid && other.implementation == point.implementation &&
           other.problem == point.problem;
  });
}

/// Adds the points of `shown`, number `number` of the runs given, that are of this shape and the devices
/// wanted.
void take_points(Cut& cut, const ShownRun& shown, std::size_t number, const std::optional<Problem>& shape,
                 const ChartOptions& options) {
  const auto wanted = [&](const Problem& problem, const std::string& uuid) {
    return shape && shape_of(problem) == *shape && (!options.only_device || *options.only_device == uuid);
  };
  for (std::size_t index = 0; index < shown.run->points.size(); ++index) {
    const Point& point = shown.run->points[index];
    if (wanted(point.problem, point.device_uuid) && !(shown.joins_first && has_point(cut.run, point))) {
      cut.run.points.push_back(point);
      cut.origins.push_back({number, index});
    }
  }
  // What an ended run never reached is not to come any more.
  if (shown.joins_first && shown.run->header.state != RunState::running) {
    return;
  }
  for (const PendingPoint& pending : shown.run->pending) {
    if (wanted(pending.point.problem, pending.device_uuid)) {
      cut.run.pending.push_back(pending);
      if (shown.joins_first) {
        cut.run.header.state = RunState::running;
      }
    }
  }
}

/// One cut for each run drawn as a series of its own.
std::vector<Cut> cuts_of(const std::vector<ShownRun>& runs, const ChartOptions& options) {
  std::vector<Cut> cuts;
  std::optional<Problem> first_shape;
  for (std::size_t number = 0; number < runs.size(); ++number) {
    const ShownRun& shown = runs[number];
    if (shown.joins_first && !cuts.empty()) {
      take_points(cuts.front(), shown, number, first_shape, options);
      continue;
    }
    const std::optional<Problem> shape = shown_shape(*shown.run, options.shape);
    Cut& cut = cuts.emplace_back();
    cut.label = shown.label;
    cut.run.header = shown.run->header;
    first_shape = number == 0 ? shape : first_shape;
    take_points(cut, shown, number, shape, options);
  }
  QStringList names;
  for (const Cut& cut : cuts) {
    names << cut.label;
  }
  names = short_run_names(names);
  for (std::size_t cut = 0; cut < cuts.size(); ++cut) {
    cuts[cut].label = names[static_cast<qsizetype>(cut)];
  }
  return cuts;
}

ChartMark mark_of(Gap gap) {
  switch (gap) {
    case Gap::out_of_memory:
      return ChartMark::out_of_memory;
    case Gap::unsupported:
      return ChartMark::unsupported;
    case Gap::failed:
      return ChartMark::failed;
    case Gap::cancelled:
      return ChartMark::cancelled;
    case Gap::pending:
      return ChartMark::pending;
    case Gap::no_baseline:
      return ChartMark::no_baseline;
    case Gap::none:
    case Gap::not_measured:
      break;
  }
  return ChartMark::value;
}

class Builder {
 public:
  Builder(const std::vector<ShownRun>& runs, const ChartOptions& options)
      : options_(options), devices_(devices_of(runs)) {
    cuts_ = cuts_of(runs, options);
    std::set<std::string> shown_devices;
    for (const Cut& cut : cuts_) {
      for (const Point& point : cut.run.points) {
        shown_devices.insert(point.device_uuid);
        lengths_.insert(static_cast<double>(point.problem.kv_seqlen));
      }
      for (const PendingPoint& pending : cut.run.pending) {
        shown_devices.insert(pending.device_uuid);
        lengths_.insert(static_cast<double>(pending.point.problem.kv_seqlen));
      }
    }
    several_devices_ = shown_devices.size() > 1;
    shown_devices_ = std::move(shown_devices);
  }

  ChartSpec chart(Metric metric) {
    ChartSpec spec;
    spec.lengths.assign(lengths_.begin(), lengths_.end());
    set_scale(spec, metric);
    for (std::size_t run = 0; run < cuts_.size(); ++run) {
      std::vector<Series> all = series_of(cuts_[run].run, metric, options_.metric);
      for (const Series& series : all) {
        if (metric == Metric::tile_occupancy && !is_shown(series)) {
          continue;
        }
        if (metric == Metric::peak_memory && run == 0) {
          add_prediction(spec, series);
        }
        add_series(spec, series, run, metric);
      }
      if (metric == Metric::speedup && run == 0) {
        first_speedups_ = std::move(all);
      }
    }
    if (metric == Metric::percent_of_peak) {
      // Without a published peak there are gaps at most, and none of them is to blame.
      std::erase_if(spec.series, [](const ChartSeries& series) {
        return std::none_of(series.points.begin(), series.points.end(),
                            [](const ChartPoint& point) { return point.y.has_value(); });
      });
    }
    if (std::none_of(spec.series.begin(), spec.series.end(), [](const ChartSeries& series) {
          return !series.style.thin && !series.points.empty();
        })) {
      spec.series.clear();
    }
    add_lines(spec, metric);
    add_words(spec, metric);
    return spec;
  }

  std::vector<PointHandle> take_handles() { return std::move(handles_); }

 private:
  void set_scale(ChartSpec& spec, Metric metric) const {
    spec.linear_lengths = options_.linear_lengths;
    spec.axis_caption = axis_caption(metric, options_);
    const bool halves = metric == Metric::peak_memory || metric == Metric::speedup;
    if (options_.logarithmic.contains(metric) && metric != Metric::tile_occupancy) {
      spec.scale = halves ? ValueScale::log2 : ValueScale::log10;
    }
    switch (metric) {
      case Metric::speedup:
        spec.format = ValueFormat::ratio;
        break;
      case Metric::time:
        spec.format = ValueFormat::microseconds;
        break;
      case Metric::throughput:
        spec.format = ValueFormat::tflops;
        break;
      case Metric::percent_of_peak:
        spec.format = ValueFormat::percent;
        break;
      case Metric::peak_memory:
        spec.format = ValueFormat::bytes;
        break;
      case Metric::tile_occupancy:
        spec.format = ValueFormat::percent;
        spec.maximum = 100;
        break;
    }
  }

  bool is_shown(const Series& series) const {
    return options_.occupancy ? series.occupancy == *options_.occupancy
                              : series.implementation == options_.subject;
  }

  int device_index(const std::string& uuid) const {
    const auto found = std::find_if(devices_.begin(), devices_.end(),
                                    [&](const DeviceDescription& device) { return device.uuid == uuid; });
    return static_cast<int>(found - devices_.begin());
  }

  /// Short where the models differ, by number where they are the same.
  QString device_words(const std::string& uuid) const {
    const auto index = static_cast<std::size_t>(device_index(uuid));
    if (index >= devices_.size()) {
      return to_label(uuid);
    }
    const DeviceDescription& device = devices_[index];
    if (device.kind == DeviceKind::host_cpu) {
      return Charts::tr("CPU");
    }
    const auto same_model =
        std::count_if(devices_.begin(), devices_.end(), [&](const DeviceDescription& other) {
          return other.kind == device.kind && other.name == device.name;
        });
    return same_model > 1 ? Charts::tr("GPU %1").arg(device.ordinal) : device_model_label(device);
  }

  QString series_label(const Series& series, std::size_t run, Metric metric) const {
    QString label = metric == Metric::tile_occupancy && !options_.occupancy
                        ? occupancy_label(series.occupancy)
                        : implementation_label(series.implementation);
    if (several_devices_) {
      label += QStringLiteral(" · ") + device_words(series.device_uuid);
    }
    if (run > 0) {
      label += QStringLiteral(" · ") + cuts_[run].label;
    }
    return label;
  }

  void add_series(ChartSpec& spec, const Series& series, std::size_t run, Metric metric) {
    ChartSeries drawn;
    drawn.label = series_label(series, run, metric);
    drawn.group = series_label(series, run, Metric::time);
    drawn.style.implementation = to_label(series.implementation);
    drawn.style.device_index = device_index(series.device_uuid);
    const bool main_figure = metric != Metric::tile_occupancy || options_.occupancy ||
                             series.occupancy == OccupancyKind::balance ||
                             series.occupancy == OccupancyKind::achieved;
    drawn.style.secondary = run > 0 || !main_figure;
    const Cut& cut = cuts_[run];
    for (const SeriesValue& value : series.values) {
      if (value.gap == Gap::not_measured) {
        continue;
      }
      const Point* point = value.has_point ? &cut.run.points[value.point_index] : nullptr;
      ChartPoint at;
      at.x = static_cast<double>(value.seqlen);
      at.mark = mark_of(value.gap);
      if (value.estimate) {
        at.y = value.estimate->value;
        if (value.estimate->interval) {
          at.low = value.estimate->interval->low;
          at.high = value.estimate->interval->high;
        }
      } else if (value.gap == Gap::out_of_memory && metric == Metric::peak_memory) {
        at.y = value.predicted;
      }
      at.tooltip = point_tooltip(series, drawn.label, value, point, metric, options_.metric);
      if (value.has_point) {
        const PointHandle& origin = cut.origins[value.point_index];
        at.point_id = handle(origin);
        at.ringed = origin.run == 0 && options_.evidence.contains(origin.point_index);
      }
      drawn.points.push_back(std::move(at));
    }
    if (!drawn.points.empty()) {
      spec.series.push_back(std::move(drawn));
    }
  }

  void add_prediction(ChartSpec& spec, const Series& series) const {
    ChartSeries thin;
    thin.style.implementation = to_label(series.implementation);
    thin.style.device_index = device_index(series.device_uuid);
    thin.style.thin = true;
    thin.show_band = false;
    for (const SeriesValue& value : series.values) {
      if (value.predicted && *value.predicted > 0) {
        ChartPoint at;
        at.x = static_cast<double>(value.seqlen);
        at.y = value.predicted;
        thin.points.push_back(std::move(at));
      }
    }
    // A second device's prediction is the first one's.
    const bool drawn_already =
        std::any_of(spec.series.begin(), spec.series.end(), [&](const ChartSeries& other) {
          return other.style.thin && other.style.implementation == thin.style.implementation;
        });
    if (!thin.points.empty() && !drawn_already) {
      spec.series.push_back(std::move(thin));
    }
  }

  int handle(const PointHandle& origin) {
    const auto [known, is_new] =
        known_handles_.try_emplace({origin.run, origin.point_index}, static_cast<int>(handles_.size()));
    if (is_new) {
      handles_.push_back(origin);
    }
    return known->second;
  }

  void add_lines(ChartSpec& spec, Metric metric) const {
    if (spec.series.empty()) {
      return;
    }
    if (metric == Metric::speedup) {
      spec.lines.push_back(
          {1, implementation_label(options_.metric.baseline), false, to_label(options_.metric.baseline)});
    }
    if (metric == Metric::speedup) {
      add_crossovers(spec);
    }
    if (metric == Metric::peak_memory) {
      std::set<std::uint64_t> drawn;
      for (const DeviceDescription& device : devices_) {
        if (device.memory_bytes > 0 && shown_devices_.count(device.uuid) > 0 &&
            drawn.insert(device.memory_bytes).second) {
          const QString where = several_devices_                  ? device_model_label(device)
                                : device.kind == DeviceKind::cuda ? Charts::tr("this card")
                                                                  : Charts::tr("this machine");
          spec.lines.push_back({static_cast<double>(device.memory_bytes),
                                Charts::tr("%1 on %2").arg(capacity_label(device.memory_bytes), where),
                                true,
                                {}});
        }
      }
    }
  }

  /// Where the implementation that the title speaks of becomes faster for good, on each device.
  void add_crossovers(ChartSpec& spec) const {
    for (const Series& series : first_speedups_) {
      if (series.implementation != options_.subject) {
        continue;
      }
      const Crossover crossover = crossover_of(series);
      const bool is_found = crossover.kind == Crossover::Kind::at;
      if (!is_found && (crossover.kind != Crossover::Kind::below_shortest || !crossover.interval)) {
        continue;
      }
      LengthMark mark;
      mark.implementation = to_label(series.implementation);
      if (is_found) {
        mark.at = crossover.seqlen;
      }
      if (crossover.interval) {
        mark.low = crossover.interval->low;
        mark.high = crossover.interval->high;
      }
      mark.label = crossover_words(crossover);
      if (several_devices_) {
        mark.label += QStringLiteral(" · ") + device_words(series.device_uuid);
      }
      spec.length_marks.push_back(std::move(mark));
    }
  }

  void add_words(ChartSpec& spec, Metric metric) const {
    const Run* run = cuts_.empty() ? nullptr : &cuts_.front().run;
    const FindingContext context{metric, title_speaks_of(run), options_.metric.baseline};
    if (run == nullptr || spec.series.empty()) {
      spec.title = finding_title(Neutral{}, context);
      spec.empty_text = chart_empty_text(metric, options_, run);
      return;
    }
    FindingQuestion question;
    question.implementation = context.implementation;
    question.seqlen = options_.selected;
    question.device_uuid = options_.only_device;
    question.options = options_.metric;
    // Alone, it can be laid beside nothing.
    const bool alone = context.implementation == context.baseline &&
                       (metric == Metric::speedup || metric == Metric::peak_memory);
    const Finding finding = alone ? Finding(Neutral{}) : finding_of(metric, *run, question);
    spec.title = finding_title(finding, context);
    spec.subtitle = chart_subtitle(metric, options_);
    if (several_devices_) {
      spec.subtitle += device_key();
    }
    if (const QString why = neutral_reason(finding, context);
        !alone && !why.isEmpty() && (metric == Metric::speedup || metric == Metric::peak_memory)) {
      spec.subtitle += QStringLiteral(" · ") + why;
    }
  }

  /// The subject; the baseline in a run of nothing else.
  std::string title_speaks_of(const Run* run) const {
    const auto holds = [run](const std::string& implementation) {
      return std::any_of(run->points.begin(), run->points.end(),
                         [&](const Point& point) { return point.implementation == implementation; }) ||
             std::any_of(run->pending.begin(), run->pending.end(), [&](const PendingPoint& pending) {
               return pending.point.implementation == implementation;
             });
    };
    const bool only_baseline = run != nullptr && !holds(options_.subject) && holds(options_.metric.baseline);
    return only_baseline ? options_.metric.baseline : options_.subject;
  }

  Finding finding_of(Metric metric, const Run& run, const FindingQuestion& question) const {
    switch (metric) {
      case Metric::speedup:
        return speedup_finding(first_speedups_, question);
      case Metric::time:
      case Metric::throughput:
      case Metric::percent_of_peak:
        return time_finding(run, question);
      case Metric::peak_memory:
        return memory_finding(run, question);
      case Metric::tile_occupancy:
        return occupancy_finding(run, question, options_.occupancy);
    }
    return Neutral{};
  }

  /// "; dashed: GPU 1"
  QString device_key() const {
    static const char* const dashes[] = {QT_TRANSLATE_NOOP("attnscope::Charts", "solid"),
                                         QT_TRANSLATE_NOOP("attnscope::Charts", "dashed"),
                                         QT_TRANSLATE_NOOP("attnscope::Charts", "dotted")};
    QString key;
    for (std::size_t index = 1; index < devices_.size() && index < std::size(dashes); ++index) {
      if (shown_devices_.count(devices_[index].uuid) > 0) {
        key += Charts::tr("; %1: %2").arg(Charts::tr(dashes[index]), device_words(devices_[index].uuid));
      }
    }
    return key;
  }

  const ChartOptions& options_;
  std::vector<DeviceDescription> devices_;
  std::vector<Cut> cuts_;
  std::set<double> lengths_;
  std::set<std::string> shown_devices_;
  bool several_devices_ = false;
  /// Of the first run. Their intervals are what takes the longest: they are worked out once.
  std::vector<Series> first_speedups_;
  std::vector<PointHandle> handles_;
  std::map<std::pair<std::size_t, std::size_t>, int> known_handles_;
};

}  // namespace

BuiltChart build_chart(const std::vector<ShownRun>& runs, const ChartOptions& options, Metric metric) {
  Builder builder(runs, options);
  BuiltChart built;
  built.spec = builder.chart(metric);
  built.handles = builder.take_handles();
  return built;
}

ChartSet build_charts(const std::vector<ShownRun>& runs, const ChartOptions& options) {
  Builder builder(runs, options);
  ChartSet charts;
  charts.speedup = builder.chart(Metric::speedup);
  charts.time = builder.chart(options.speed);
  charts.memory = builder.chart(Metric::peak_memory);
  charts.occupancy = builder.chart(Metric::tile_occupancy);
  charts.handles = builder.take_handles();
  return charts;
}

std::optional<Problem> shown_shape(const Run& run, const std::optional<Problem>& wanted) {
  const std::vector<Problem> shapes = shapes_of(run);
  if (wanted && std::find(shapes.begin(), shapes.end(), *wanted) != shapes.end()) {
    return wanted;
  }
  return shapes.empty() ? std::nullopt : std::optional(shapes.front());
}

std::vector<OccupancyKind> occupancy_kinds_of(const Run& run) {
  std::vector<OccupancyKind> kinds;
  for (const OccupancyKind kind : occupancy_kinds) {
    const bool present = std::any_of(run.points.begin(), run.points.end(), [kind](const Point& point) {
      const auto* measured = std::get_if<Measured>(&point.outcome);
      return measured != nullptr && occupancy_of(measured->occupancy, kind).has_value();
    });
    if (present) {
      kinds.push_back(kind);
    }
  }
  return kinds;
}

std::string title_subject(const Run& run, const std::string& baseline) {
  std::string subject;
  for (const Point& point : run.points) {
    if (point.implementation == "flash") {
      return "flash";
    }
    if (subject.empty() && point.implementation != baseline) {
      subject = point.implementation;
    }
  }
  return subject.empty() ? std::string("flash") : subject;
}

std::vector<DeviceDescription> devices_of(const std::vector<ShownRun>& runs) {
  std::vector<DeviceDescription> devices;
  for (const ShownRun& shown : runs) {
    for (const Environment& environment : shown.run->header.environments) {
      const bool known = std::any_of(devices.begin(), devices.end(), [&](const DeviceDescription& device) {
        return device.uuid == environment.device.uuid;
      });
      if (!known) {
        devices.push_back(environment.device);
      }
    }
  }
  return devices;
}

}  // namespace attnscope
