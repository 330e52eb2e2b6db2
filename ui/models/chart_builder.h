// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// From runs to what the four charts draw. Pure: the same runs and options give the same charts.
#pragma once

#include <QString>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "profiler/analysis/metrics.h"
#include "profiler/protocol/run.h"
#include "ui/charts/chart_spec.h"

namespace attnscope {

/// A run to draw. The first one is the run looked at: titles speak of it; the others lie over it.
struct ShownRun {
  const Run* run = nullptr;
  QString label;  ///< names it at the series' ends where several runs show
  /// Its points are drawn as the first run's own: lengths that were measured later.
  bool joins_first = false;
};

struct ChartOptions {
  MetricOptions metric;
  Metric speed = Metric::time;  ///< the second chart: time, throughput or percent_of_peak
  bool linear_lengths = false;  ///< the length axis, else log2
  /// Charts with a logarithmic value axis; tile_occupancy, parts of a whole, has none.
  std::set<Metric> logarithmic = {Metric::time, Metric::peak_memory};
  std::optional<std::string> only_device;  ///< UUID
  std::optional<Problem> shape;            ///< as shapes_of gives it; absent: each run's first
  std::optional<OccupancyKind> occupancy;  ///< of all implementations; absent: all kinds of
  std::optional<std::int64_t> selected;    ///< length that titles speak of
  std::string subject = "flash";           ///< the implementation that titles speak of
  std::set<std::size_t> evidence;          ///< ringed, by their places in the first run's points
};

/// What a click on a chart's point means.
struct PointHandle {
  std::size_t run = 0;          ///< of the runs given
  std::size_t point_index = 0;  ///< in Run::points
  bool operator==(const PointHandle&) const = default;
};

struct ChartSet {
  ChartSpec speedup;
  ChartSpec time;
  ChartSpec memory;
  ChartSpec occupancy;
  std::vector<PointHandle> handles;  ///< by ChartPoint::point_id
};

/// One chart alone.
struct BuiltChart {
  ChartSpec spec;
  std::vector<PointHandle> handles;  ///< by ChartPoint::point_id
};
BuiltChart build_chart(const std::vector<ShownRun>& runs, const ChartOptions& options, Metric metric);

ChartSet build_charts(const std::vector<ShownRun>& runs, const ChartOptions& options);

/// The shape of a run that `options` show: the wanted one where the run holds it, else its first.
std::optional<Problem> shown_shape(const Run& run, const std::optional<Problem>& wanted);

/// The occupancy kinds that the run has figures of, in the order of their list.
std::vector<OccupancyKind> occupancy_kinds_of(const Run& run);

/// The implementation that titles speak of: flash where there is one, else the first that is no baseline.
std::string title_subject(const Run& run, const std::string& baseline);

/// The devices of the runs in the order that gives them dash and marker.
std::vector<DeviceDescription> devices_of(const std::vector<ShownRun>& runs);

}  // namespace attnscope
