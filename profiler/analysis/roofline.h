// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The roofline model (Williams, Waterman, Patterson, CACM 52(4), 2009): a kernel that does I FLOPs for each
// byte that it moves reaches at most min(compute roof, I · bandwidth).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "kernels/problem/cost.h"
#include "profiler/analysis/ceilings.h"
#include "profiler/protocol/run.h"

namespace attnscope {

enum class RoofSource { measured, datasheet };

struct ComputeRoof {
  Dtype dtype = Dtype::fp16;  ///< of the product's factors
  double tflops = 0;
  RoofSource source = RoofSource::measured;
  bool operator==(const ComputeRoof&) const = default;
};

struct BandwidthRoof {
  double bytes_per_second = 0;
  RoofSource source = RoofSource::measured;
  bool operator==(const BandwidthRoof&) const = default;
};

/// A device's roofs: measured ones where there are any, else those of its datasheet, else none.
struct Roofs {
  std::vector<ComputeRoof> compute;  ///< one a type at most
  std::optional<BandwidthRoof> bandwidth;
  std::optional<std::int64_t> measured_ms;  ///< where any of them was measured

  std::optional<ComputeRoof> compute_of(Dtype dtype) const;
};

/// Of the types that are multiplied in these; `ceilings` may be null.
Roofs roofs_of(const DeviceDescription& device, const CeilingMeasurement* ceilings,
               const std::vector<Dtype>& dtypes);

/// TFLOP/s that a kernel of this intensity can reach under two roofs.
double attainable_tflops(const ComputeRoof& compute, const BandwidthRoof& bandwidth, double intensity);
/// FLOPs a byte at which the two roofs meet.
double ridge_of(const ComputeRoof& compute, const BandwidthRoof& bandwidth);

enum class TrafficSource {
  counters,  ///< device memory's own, of the call's kernels
  paper,     ///< the least that must move
};

/// Bytes that one call moves to and from device memory.
struct Traffic {
  double bytes = 0;
  TrafficSource source = TrafficSource::paper;
};

/// Inputs and output once; where the scores are kept in memory too, also the scores four times: written by
/// the first product, read and written by the softmax, read by the second product.
double least_traffic(const std::string& implementation, const Problem& problem, DeviceKind device);
std::optional<Traffic> traffic_of(const Point& point, DeviceKind device);

struct RooflinePoint {
  double intensity = 0;  ///< FLOPs of the convention a byte
  double tflops = 0;
  Traffic traffic;
  Dtype dtype = Dtype::fp16;  ///< what is multiplied
};

/// Absent where the point was not measured, or does nothing.
std::optional<RooflinePoint> roofline_point(const Point& point, DeviceKind device, FlopConvention convention);

}  // namespace attnscope
