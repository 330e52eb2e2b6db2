// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/point_figures.h"

#include <algorithm>
#include <tuple>

#include "profiler/session/peers.h"

namespace attnscope {
namespace {

std::string device_name(const Run& run, const std::string& uuid) {
  for (const Environment& environment : run.header.environments) {
    if (environment.device.uuid == uuid) return environment.device.name;
  }
  return uuid;
}

std::size_t device_index(const Run& run, const std::string& uuid) {
  const auto& all = run.header.environments;
  const auto found = std::find_if(all.begin(), all.end(), [&uuid](const Environment& environment) {
    return environment.device.uuid == uuid;
  });
  return static_cast<std::size_t>(found - all.begin());
}

}  // namespace

std::vector<PointFigures> figures_of(const Run& run, const std::string& baseline) {
  const std::vector<Problem> shapes = shapes_of(run);
  const auto place = [&](const Point& point) {
    const auto shape = std::find(shapes.begin(), shapes.end(), shape_of(point.problem));
    return std::tuple(device_index(run, point.device_uuid), shape - shapes.begin(), point.problem.kv_seqlen);
  };
  std::vector<PointFigures> figures;
  for (const Point& point : run.points) {
    PointFigures row;
    row.point = &point;
    row.device_name = device_name(run, point.device_uuid);
    row.span_us = value_of(point, Metric::time, {});
    row.tflops = value_of(point, Metric::throughput, {});
    if (point.implementation != baseline) row.speedup = speedup_of(run, point, baseline);
    figures.push_back(std::move(row));
  }
  std::stable_sort(figures.begin(), figures.end(),
                   [&place](const PointFigures& left, const PointFigures& right) {
                     return place(*left.point) < place(*right.point);
                   });
  return figures;
}

std::string baseline_of(const Run& run) {
  bool eager = false;
  for (const Point& point : run.points) {
    if (point.implementation == "standard") return "standard";
    eager = eager || point.implementation == "standard-eager";
  }
  return eager ? "standard-eager" : "standard";
}

std::vector<std::string> baselines_of(const Run& run) {
  const auto place = [](const std::string& name) {
    if (name == "standard") return 0;
    if (name == "standard-eager") return 1;
    return is_peer(name) ? 2 : 3;
  };
  std::vector<std::string> names;
  for (const Point& point : run.points) {
    if (point.implementation != "flash" &&
        std::find(names.begin(), names.end(), point.implementation) == names.end()) {
      names.push_back(point.implementation);
    }
  }
  std::stable_sort(names.begin(), names.end(), [&place](const std::string& left, const std::string& right) {
    return place(left) < place(right);
  });
  return names;
}

}  // namespace attnscope
