// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The grid of shapes that papers on attention kernels report, and how an in-app kernel stands in it beside
// the fastest peer.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "profiler/analysis/statistics.h"
#include "profiler/protocol/device.h"
#include "profiler/protocol/run.h"
#include "profiler/session/sweep.h"

namespace attnscope {

/// The grid by its name, "paper": 16k tokens, 2,048 = heads × head dim, head dim 64, 128 and 256, 512 to 16k,
/// with and without a causal mask, once for each of `dtypes`. It measures flash and what the described
/// devices' Python has, but torch-math, which is out of the race.
Sweep paper_grid(const Description& description, const std::vector<Dtype>& dtypes);

/// One side of a comparison: the median span of a point, in microseconds.
struct GridTime {
  std::string implementation;
  Estimate span_us;
  double tflops = 0;
};

/// One shape on one device. `ratio` is the peer's time over the in-app kernel's: above 1 the in-app one is
/// faster. Both sides are absent where nothing of theirs was measured.
struct GridRow {
  std::string device_uuid;
  Problem problem;
  std::optional<GridTime> in_app;
  std::optional<GridTime> best_peer;
  std::optional<Estimate> ratio;
  std::map<std::string, double> ratio_to;  ///< each peer that was measured
};

/// Over the shapes where both were measured.
struct GridMean {
  std::size_t shapes = 0;
  double geometric_mean = 0;
  double lowest = 0;
  double highest = 0;
};

struct GridComparison {
  std::vector<GridRow> rows;  ///< in the order of the run's points
  std::optional<GridMean> best_peer;
  std::map<std::string, GridMean> peers;
};

/// The fastest in-app kernel against the peers, shape by shape. In-app are all that are neither peers nor a
/// form of standard attention, and compute in the problem's type.
GridComparison compare_with_peers(const Run& run);

}  // namespace attnscope
