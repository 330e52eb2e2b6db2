// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/comparison.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "profiler/analysis/gpu_table.h"
#include "profiler/analysis/metrics.h"

namespace attnscope {
namespace {

/// The devices of a run, described as far as the run describes them.
std::vector<DeviceDescription> devices_of(const Run& run) {
  std::vector<DeviceDescription> devices;
  std::set<std::string> known;
  for (const Environment& environment : run.header.environments) {
    devices.push_back(environment.device);
    known.insert(environment.device.uuid);
  }
  for (const Point& point : run.points) {
    if (known.insert(point.device_uuid).second) {
      DeviceDescription device;
      device.uuid = device.name = point.device_uuid;
      devices.push_back(std::move(device));
    }
  }
  return devices;
}

std::vector<DevicePair> pair_devices(const Run& base, const Run& other, const ComparisonOptions& options) {
  const std::vector<DeviceDescription> base_devices = devices_of(base);
  if (base_devices.empty()) {
    return {};
  }
  const std::vector<DeviceDescription> other_devices = devices_of(other);
  std::vector<bool> taken(base_devices.size(), false);
  std::vector<std::optional<std::size_t>> partners(other_devices.size());
  const auto pair_by = [&](std::string DeviceDescription::*field) {
    for (std::size_t index = 0; index < other_devices.size(); ++index) {
      for (std::size_t candidate = 0; candidate < base_devices.size() && !partners[index]; ++candidate) {
        if (!taken[candidate] && base_devices[candidate].*field == other_devices[index].*field) {
          taken[candidate] = true;
          partners[index] = candidate;
        }
      }
    }
  };
  pair_by(&DeviceDescription::uuid);
  pair_by(&DeviceDescription::name);

  std::vector<DevicePair> pairs;
  for (std::size_t index = 0; index < other_devices.size(); ++index) {
    const DeviceDescription& before = base_devices[partners[index].value_or(0)];
    const DeviceDescription& after = other_devices[index];
    pairs.push_back({before, after, noise_floors_at(options.noise, before, base.header.created_ms),
                     noise_floors_at(options.noise, after, other.header.created_ms)});
  }
  return pairs;
}

/// Points of a run that have an outcome to speak of, found by device, implementation and problem. Of a point
/// that was measured twice the later one counts.
class PointIndex {
 public:
  explicit PointIndex(const Run& run) {
    for (const Point& point : run.points) {
      if (!std::holds_alternative<Cancelled>(point.outcome)) {
        points_.insert_or_assign(Key{point.device_uuid, point.implementation, &point.problem}, &point);
      }
    }
  }

  const Point* find(const std::string& device_uuid, const std::string& implementation,
                    const Problem& problem) const {
    const auto found = points_.find(Key{device_uuid, implementation, &problem});
    return found == points_.end() ? nullptr : found->second;
  }

  bool holds(const Point& point) const {
    return find(point.device_uuid, point.implementation, point.problem) == &point;
  }

 private:
  /// Of names and a problem that outlive it, so that looking up copies nothing.
  struct Key {
    std::string_view device_uuid;
    std::string_view implementation;
    const Problem* problem;
    bool operator<(const Key& right) const {
      return std::tie(device_uuid, implementation, *problem) <
             std::tie(right.device_uuid, right.implementation, *right.problem);
    }
  };
  std::map<Key, const Point*> points_;
};

/// Median span of a measured point.
std::optional<double> time_of(const Point* point) {
  const auto* measured = point != nullptr ? std::get_if<Measured>(&point->outcome) : nullptr;
  const std::optional<double> time = measured != nullptr ? median(spans_of(*measured)) : std::nullopt;
  return time && *time > 0 ? time : std::nullopt;
}

/// Points of one run, turned into figures.
class SideBuilder {
 public:
  SideBuilder(const Run& run, std::string baseline) : index_(run), baseline_(std::move(baseline)) {}

  const PointIndex& index() const { return index_; }

  ComparedSide side(const Point& point, const DeviceDescription& device) const {
    ComparedSide side;
    side.point = &point;
    side.time_us = time_of(&point);
    if (!side.time_us) {
      return side;
    }
    side.tflops = forward_flops(point.problem) / *side.time_us / 1e6;
    side.percent_of_peak =
        percent_of_peak(device, product_dtype(point.implementation, point.problem.dtype), *side.tflops);
    if (point.implementation != baseline_) {
      if (const auto slower = time_of(index_.find(point.device_uuid, baseline_, point.problem))) {
        side.speedup = *slower / *side.time_us;
      }
    }
    return side;
  }

 private:
  PointIndex index_;
  std::string baseline_;
};

void judge(ComparedPoint& compared, const DevicePair& devices, double margin) {
  const auto* before = std::get_if<Measured>(&compared.base.point->outcome);
  const auto* after = std::get_if<Measured>(&compared.other.point->outcome);
  if (before == nullptr || after == nullptr) {
    return;
  }
  const std::vector<double> base_spans = spans_of(*before);
  const std::vector<double> other_spans = spans_of(*after);
  // Where one of the two was at the power limit, so would the other have been at another time.
  const bool limited = is_power_limited(*before) || is_power_limited(*after);
  compared.time = judge_times({base_spans, devices.base_noise.of(limited)},
                              {other_spans, devices.other_noise.of(limited)}, margin);
  compared.memory = judge_bytes(before->memory.peak_bytes, after->memory.peak_bytes);
  compared.occupancy = judge_occupancy(before->occupancy, after->occupancy);
}

/// In the order of device, shape and length; what is equal in these stays in the base's order.
void sort_points(std::vector<ComparedPoint>& points, const Run& base) {
  std::map<Problem, std::size_t> shapes;
  for (const Problem& shape : shapes_of(base)) {
    shapes.try_emplace(shape, shapes.size());
  }
  std::vector<std::tuple<std::size_t, std::size_t, std::int64_t, std::int64_t, std::size_t>> places;
  for (std::size_t index = 0; index < points.size(); ++index) {
    const Problem& problem = points[index].base.point->problem;
    places.emplace_back(points[index].device, shapes.at(shape_of(problem)), problem.kv_seqlen,
                        problem.query_seqlen, index);
  }
  std::sort(places.begin(), places.end());
  std::vector<ComparedPoint> sorted;
  sorted.reserve(points.size());
  for (const auto& place : places) {
    sorted.push_back(points[std::get<4>(place)]);
  }
  points = std::move(sorted);
}

std::vector<UnmatchedPoint> unmatched(const Run& run, const PointIndex& index,
                                      const std::set<const Point*>& matched) {
  std::map<std::string, std::string> names;
  for (const DeviceDescription& device : devices_of(run)) {
    names.try_emplace(device.uuid, device.name);
  }
  std::vector<UnmatchedPoint> left;
  for (const Point& point : run.points) {
    if (index.holds(point) && !matched.contains(&point)) {
      left.push_back({names.at(point.device_uuid), &point});
    }
  }
  return left;
}

}  // namespace

bool ComparedPoint::is_lost() const {
  return std::holds_alternative<Measured>(base.point->outcome) &&
         !std::holds_alternative<Measured>(other.point->outcome);
}

RunComparison compare_runs(const Run& base, const Run& other, const ComparisonOptions& options) {
  RunComparison comparison;
  comparison.devices = pair_devices(base, other, options);
  const SideBuilder base_sides(base, options.baseline);
  const SideBuilder other_sides(other, options.baseline);
  std::set<const Point*> matched;
  for (std::size_t device = 0; device < comparison.devices.size(); ++device) {
    const DevicePair& pair = comparison.devices[device];
    for (const Point& point : base.points) {
      if (point.device_uuid != pair.base.uuid || !base_sides.index().holds(point)) {
        continue;
      }
      const Point* partner = other_sides.index().find(pair.other.uuid, point.implementation, point.problem);
      if (partner == nullptr) {
        continue;
      }
      matched.insert({&point, partner});
      ComparedPoint compared;
      compared.device = device;
      compared.base = base_sides.side(point, pair.base);
      compared.other = other_sides.side(*partner, pair.other);
      judge(compared, pair, options.margin);
      comparison.points.push_back(compared);
    }
    for (EnvironmentDifference& difference :
         environment_differences(base, pair.base.uuid, other, pair.other.uuid)) {
      comparison.differences.push_back(std::move(difference));
    }
  }
  for (EnvironmentDifference& difference : option_differences(base.header.options, other.header.options)) {
    comparison.differences.push_back(std::move(difference));
  }
  sort_points(comparison.points, base);
  comparison.only_base = unmatched(base, base_sides.index(), matched);
  comparison.only_other = unmatched(other, other_sides.index(), matched);
  return comparison;
}

}  // namespace attnscope
