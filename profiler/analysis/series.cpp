// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Points of a run, sorted into series.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "profiler/analysis/gpu_table.h"
#include "profiler/analysis/metrics.h"

namespace attnscope {
namespace {

constexpr OccupancyKind all_occupancy_kinds[] = {
    OccupancyKind::theoretical, OccupancyKind::achieved,         OccupancyKind::wave_fill,
    OccupancyKind::balance,     OccupancyKind::measured_balance, OccupancyKind::mask_density};

/// What a gap says of an outcome; none where it was measured.
Gap gap_of(const Outcome& outcome) {
  struct Visitor {
    Gap operator()(const Measured&) const { return Gap::none; }
    Gap operator()(const OutOfMemory&) const { return Gap::out_of_memory; }
    Gap operator()(const Unsupported&) const { return Gap::unsupported; }
    Gap operator()(const Failed&) const { return Gap::failed; }
    Gap operator()(const Cancelled&) const { return Gap::cancelled; }
  };
  return std::visit(Visitor{}, outcome);
}

std::string detail_of(const Outcome& outcome) {
  if (const auto* unsupported = std::get_if<Unsupported>(&outcome)) {
    return unsupported->reason;
  }
  if (const auto* failed = std::get_if<Failed>(&outcome)) {
    return failed->message;
  }
  if (const auto* out_of_memory = std::get_if<OutOfMemory>(&outcome)) {
    return out_of_memory->message;
  }
  return {};
}

/// Finds the baseline's point, or what became of it, for a device and problem.
class Baselines {
 public:
  Baselines(const Run& run, const std::string& implementation, Gap unreached) : unreached_(unreached) {
    for (const Point& point : run.points) {
      if (point.implementation == implementation) {
        points_.insert_or_assign({point.device_uuid, point.problem}, &point);
      }
    }
    for (const PendingPoint& pending : run.pending) {
      if (pending.point.implementation == implementation) {
        points_.try_emplace({pending.device_uuid, pending.point.problem}, nullptr);
      }
    }
  }

  const Point* find(const std::string& device_uuid, const Problem& problem) const {
    const auto found = points_.find({device_uuid, problem});
    return found == points_.end() ? nullptr : found->second;
  }

  Gap gap(const std::string& device_uuid, const Problem& problem) const {
    const auto found = points_.find({device_uuid, problem});
    if (found == points_.end()) {
      return Gap::not_measured;
    }
    return found->second == nullptr ? unreached_ : gap_of(found->second->outcome);
  }

 private:
  Gap unreached_;
  std::map<std::pair<std::string, Problem>, const Point*> points_;
};

/// Builds the series of one metric, one point at a time.
class SeriesBuilder {
 public:
  SeriesBuilder(const Run& run, Metric metric, const MetricOptions& options)
      : run_(run),
        metric_(metric),
        options_(options),
        unreached_(run.header.state == RunState::running ? Gap::pending : Gap::not_measured),
        baselines_(run, options.baseline, unreached_) {
    for (const Environment& environment : run.header.environments) {
      device_order_.try_emplace(environment.device.uuid, device_order_.size());
      device_names_.insert_or_assign(environment.device.uuid, environment.device.name);
      devices_.insert_or_assign(environment.device.uuid, &environment.device);
      if (environment.device.kind == DeviceKind::host_cpu) {
        host_cpus_.insert(environment.device.uuid);
      }
    }
  }

  void add(const Point& point, std::size_t index) {
    SeriesValue value;
    value.seqlen = point.problem.kv_seqlen;
    value.gap = gap_of(point.outcome);
    value.detail = detail_of(point.outcome);
    value.point_index = index;
    value.has_point = true;
    if (metric_ == Metric::peak_memory) {
      value.predicted = predicted_peak(point);
    }
    if (metric_ == Metric::tile_occupancy) {
      add_occupancy(point, value);
      return;
    }
    if (metric_ == Metric::speedup) {
      set_speedup(point, value);
    } else {
      value.estimate =
          metric_ == Metric::percent_of_peak ? percent_of(point) : value_of(point, metric_, options_);
      if (!value.estimate && value.gap == Gap::none) {
        value.gap = Gap::not_measured;
      }
    }
    append(point.device_uuid, point.implementation, point.problem, OccupancyKind::achieved, std::move(value));
  }

  void add(const PendingPoint& pending) {
    SeriesValue value;
    value.seqlen = pending.point.problem.kv_seqlen;
    value.gap = unreached_;
    if (metric_ == Metric::peak_memory) {
      value.predicted = paper_peak(pending.device_uuid, pending.point.implementation, pending.point.problem);
    }
    if (metric_ == Metric::tile_occupancy) {
      for (const OccupancyKind kind : all_occupancy_kinds) {
        append(pending.device_uuid, pending.point.implementation, pending.point.problem, kind, value);
      }
      return;
    }
    append(pending.device_uuid, pending.point.implementation, pending.point.problem, OccupancyKind::achieved,
           std::move(value));
  }

  std::vector<Series> take() {
    if (metric_ == Metric::speedup) {
      std::erase_if(series_,
                    [this](const Series& series) { return series.implementation == options_.baseline; });
    }
    if (metric_ == Metric::tile_occupancy) {
      std::erase_if(series_, [](const Series& series) {
        return std::none_of(series.values.begin(), series.values.end(),
                            [](const SeriesValue& value) { return value.estimate.has_value(); });
      });
    }
    for (Series& series : series_) {
      std::stable_sort(
          series.values.begin(), series.values.end(),
          [](const SeriesValue& left, const SeriesValue& right) { return left.seqlen < right.seqlen; });
    }
    std::stable_sort(series_.begin(), series_.end(), [this](const Series& left, const Series& right) {
      return device_order_.at(left.device_uuid) < device_order_.at(right.device_uuid);
    });
    return std::move(series_);
  }

 private:
  using Key = std::tuple<std::string, std::string, Problem, OccupancyKind>;

  void append(const std::string& device_uuid, const std::string& implementation, const Problem& problem,
              OccupancyKind kind, SeriesValue value) {
    const Problem shape = shape_of(problem);
    const auto [entry, is_new] =
        index_of_.try_emplace(Key{device_uuid, implementation, shape, kind}, series_.size());
    if (is_new) {
      device_order_.try_emplace(device_uuid, device_order_.size());
      const auto name = device_names_.find(device_uuid);
      Series series;
      series.run_id = run_.header.id;
      series.device_uuid = device_uuid;
      series.device_name = name == device_names_.end() ? device_uuid : name->second;
      series.implementation = implementation;
      series.shape = shape;
      series.occupancy = kind;
      series_.push_back(std::move(series));
    }
    series_[entry->second].values.push_back(std::move(value));
  }

  void set_speedup(const Point& point, SeriesValue& value) const {
    if (value.gap != Gap::none) {
      return;
    }
    if (const Point* baseline = baselines_.find(point.device_uuid, point.problem)) {
      value.estimate = speedup_of(*baseline, point);
    }
    if (!value.estimate) {
      value.gap = Gap::no_baseline;
      value.baseline_gap = baselines_.gap(point.device_uuid, point.problem);
    }
  }

  std::optional<Estimate> percent_of(const Point& point) const {
    const auto device = devices_.find(point.device_uuid);
    std::optional<Estimate> rate = value_of(point, Metric::throughput, options_);
    if (!rate || device == devices_.end()) {
      return std::nullopt;
    }
    const std::optional<double> percent = attnscope::percent_of_peak(
        *device->second, product_dtype(point.implementation, point.problem.dtype), 1);
    if (!percent) {
      return std::nullopt;
    }
    rate->value *= *percent;
    if (rate->interval) {
      rate->interval = Interval{rate->interval->low * *percent, rate->interval->high * *percent};
    }
    return rate;
  }

  /// Every kind that any point has becomes a series, so gaps go to all of them.
  void add_occupancy(const Point& point, const SeriesValue& value) {
    const auto* measured = std::get_if<Measured>(&point.outcome);
    for (const OccupancyKind kind : all_occupancy_kinds) {
      SeriesValue one = value;
      if (measured != nullptr) {
        if (const std::optional<double> percent = occupancy_of(measured->occupancy, kind)) {
          one.estimate = Estimate{*percent, std::nullopt};
        } else {
          one.gap = Gap::not_measured;
        }
      }
      append(point.device_uuid, point.implementation, point.problem, kind, std::move(one));
    }
  }

  double paper_peak(const std::string& device_uuid, const std::string& implementation,
                    const Problem& problem) const {
    const DeviceKind kind = host_cpus_.contains(device_uuid) ? DeviceKind::host_cpu : DeviceKind::cuda;
    const PredictedMemory memory = predicted_memory(implementation, problem, kind);
    return static_cast<double>(options_.memory_with_inputs ? memory.total() : memory.peak());
  }

  double predicted_peak(const Point& point) const {
    const auto* measured = std::get_if<Measured>(&point.outcome);
    if (measured != nullptr && measured->memory.predicted_bytes > 0) {
      const std::uint64_t inputs = options_.memory_with_inputs ? measured->memory.input_bytes : 0;
      return static_cast<double>(measured->memory.predicted_bytes + inputs);
    }
    // What the worker says it needed counts the inputs, and what libraries ask for.
    const auto* out_of_memory = std::get_if<OutOfMemory>(&point.outcome);
    if (out_of_memory != nullptr && out_of_memory->needed_bytes > input_bytes(point.problem)) {
      const std::uint64_t inputs = options_.memory_with_inputs ? 0 : input_bytes(point.problem);
      return static_cast<double>(out_of_memory->needed_bytes - inputs);
    }
    return paper_peak(point.device_uuid, point.implementation, point.problem);
  }

  const Run& run_;
  Metric metric_;
  const MetricOptions& options_;
  Gap unreached_;
  Baselines baselines_;
  std::map<std::string, std::size_t> device_order_;
  std::map<std::string, std::string> device_names_;
  std::set<std::string> host_cpus_;
  std::map<std::string, const DeviceDescription*> devices_;
  std::map<Key, std::size_t> index_of_;
  std::vector<Series> series_;
};

}  // namespace

std::vector<Series> series_of(const Run& run, Metric metric, const MetricOptions& options) {
  SeriesBuilder builder(run, metric, options);
  for (std::size_t index = 0; index < run.points.size(); ++index) {
    builder.add(run.points[index], index);
  }
  for (const PendingPoint& pending : run.pending) {
    builder.add(pending);
  }
  return builder.take();
}

Problem shape_of(const Problem& problem) {
  Problem shape = problem;
  shape.batch = 1;
  shape.query_seqlen = 1;
  shape.kv_seqlen = 1;
  return shape;
}

std::vector<Problem> shapes_of(const Run& run) {
  std::vector<Problem> shapes;
  const auto add = [&shapes](const Problem& problem) {
    const Problem shape = shape_of(problem);
    if (std::find(shapes.begin(), shapes.end(), shape) == shapes.end()) {
      shapes.push_back(shape);
    }
  };
  for (const Point& point : run.points) {
    add(point.problem);
  }
  for (const PendingPoint& pending : run.pending) {
    add(pending.point.problem);
  }
  return shapes;
}

Run select_shape(const Run& run, const Problem& shape) {
  const Problem wanted = shape_of(shape);
  Run selected;
  selected.header = run.header;
  std::copy_if(run.points.begin(), run.points.end(), std::back_inserter(selected.points),
               [&wanted](const Point& point) { return shape_of(point.problem) == wanted; });
  std::copy_if(run.pending.begin(), run.pending.end(), std::back_inserter(selected.pending),
               [&wanted](const PendingPoint& pending) { return shape_of(pending.point.problem) == wanted; });
  return selected;
}

}  // namespace attnscope
