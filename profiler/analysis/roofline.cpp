// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/roofline.h"

#include <algorithm>

#include "profiler/analysis/gpu_table.h"
#include "profiler/analysis/metrics.h"

namespace attnscope {
namespace {

std::optional<double> measured_tflops(const Ceilings& figures, Dtype dtype) {
  switch (dtype) {
    case Dtype::fp16:
      return figures.fp16_matmul_tflops;
    case Dtype::bf16:
      return figures.bf16_matmul_tflops;
    case Dtype::fp32:
      return figures.fp32_matmul_tflops;
    case Dtype::fp8_e4m3:
      return figures.fp8_matmul_tflops;
  }
  return std::nullopt;
}

std::optional<double> published_tflops(const GpuDatasheet& sheet, Dtype dtype) {
  switch (dtype) {
    case Dtype::fp16:
      return sheet.fp16_tflops;
    case Dtype::bf16:
      return sheet.bf16_tflops;
    case Dtype::fp8_e4m3:
      return sheet.fp8_tflops;
    case Dtype::fp32:
      break;  // not a tensor core's
  }
  return std::nullopt;
}

bool keeps_scores_in_memory(const std::string& implementation) {
  return implementation == "standard" || implementation == "standard-eager" || implementation == "torch-math";
}

/// Read and written, by the names that GPUs of all generations count under.
std::optional<double> counted_bytes(const Measured& measured) {
  double bytes = 0;
  bool is_counted = !measured.kernels.empty();
  for (const KernelRecord& kernel : measured.kernels) {
    const auto first = kernel.counters.lower_bound("dram__bytes");
    bool has_any = false;
    for (auto counter = first; counter != kernel.counters.end() && counter->first.starts_with("dram__bytes");
         ++counter) {
      bytes += counter->second;
      has_any = true;
    }
    is_counted = is_counted && has_any;
  }
  return is_counted && bytes > 0 ? std::optional(bytes) : std::nullopt;
}

}  // namespace

std::optional<ComputeRoof> Roofs::compute_of(Dtype dtype) const {
  for (const ComputeRoof& roof : compute) {
    if (roof.dtype == dtype) return roof;
  }
  return std::nullopt;
}

Roofs roofs_of(const DeviceDescription& device, const CeilingMeasurement* ceilings,
               const std::vector<Dtype>& dtypes) {
  const GpuDatasheet* sheet = datasheet_of(device);
  Roofs roofs;
  const auto is_measured = [&roofs, ceilings] { roofs.measured_ms = ceilings->measured_ms; };
  for (const Dtype dtype : dtypes) {
    if (roofs.compute_of(dtype)) continue;
    const auto measured =
        ceilings != nullptr ? measured_tflops(ceilings->figures, dtype) : std::optional<double>();
    const auto published = sheet != nullptr ? published_tflops(*sheet, dtype) : std::optional<double>();
    if (measured) {
      roofs.compute.push_back({dtype, *measured, RoofSource::measured});
      is_measured();
    } else if (published) {
      roofs.compute.push_back({dtype, *published, RoofSource::datasheet});
    }
  }
  if (ceilings != nullptr && ceilings->figures.copy_bytes_per_second) {
    roofs.bandwidth = BandwidthRoof{*ceilings->figures.copy_bytes_per_second, RoofSource::measured};
    is_measured();
  } else if (sheet != nullptr) {
    roofs.bandwidth = BandwidthRoof{sheet->bytes_per_second, RoofSource::datasheet};
  }
  return roofs;
}

double attainable_tflops(const ComputeRoof& compute, const BandwidthRoof& bandwidth, double intensity) {
  return std::min(compute.tflops, intensity * bandwidth.bytes_per_second / 1e12);
}

double ridge_of(const ComputeRoof& compute, const BandwidthRoof& bandwidth) {
  return compute.tflops * 1e12 / bandwidth.bytes_per_second;
}

double least_traffic(const std::string& implementation, const Problem& problem, DeviceKind device) {
  auto bytes = static_cast<double>(input_bytes(problem)) + static_cast<double>(output_bytes(problem));
  if (keeps_scores_in_memory(implementation)) {
    constexpr double passes = 4;
    const Dtype scores = device == DeviceKind::host_cpu ? Dtype::fp32 : problem.dtype;
    bytes += passes * static_cast<double>(score_matrix_bytes(problem, scores));
  }
  return bytes;
}

std::optional<Traffic> traffic_of(const Point& point, DeviceKind device) {
  const auto* measured = std::get_if<Measured>(&point.outcome);
  if (measured == nullptr) return std::nullopt;
  if (const auto counted = counted_bytes(*measured)) return Traffic{*counted, TrafficSource::counters};
  return Traffic{least_traffic(point.implementation, point.problem, device), TrafficSource::paper};
}

std::optional<RooflinePoint> roofline_point(const Point& point, DeviceKind device,
                                            FlopConvention convention) {
  const auto traffic = traffic_of(point, device);
  MetricOptions options;
  options.flops = convention;
  const auto rate = value_of(point, Metric::throughput, options);
  const double flops = forward_flops(point.problem, convention);
  if (!traffic || !rate || flops <= 0 || traffic->bytes <= 0) return std::nullopt;
  return RooflinePoint{flops / traffic->bytes, rate->value, *traffic,
                       product_dtype(point.implementation, point.problem.dtype)};
}

}  // namespace attnscope
