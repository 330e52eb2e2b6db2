// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What NVIDIA publishes about its GPUs (resources/gpus.json, each row with its source), to say how much of a
// device's peak a figure is. A device that is not in the table, or is only a slice of one, has no peak.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/problem/problem.h"
#include "profiler/protocol/device.h"

namespace attnscope {

struct GpuDatasheet {
  std::string name;
  std::vector<std::string> device_names;  ///< as the driver says, without "NVIDIA " or "Tesla "
  double fp16_tflops = 0;                 ///< dense tensor cores, FP32 accumulation
  std::optional<double> bf16_tflops;      ///< absent where the GPU has none
  std::optional<double> fp8_tflops;       ///< given where an implementation makes use of it
  double bytes_per_second = 0;            ///< of device memory
  double memory_gb = 0;                   ///< as sold
  int multiprocessors = 0;
  std::string source;
};

const std::vector<GpuDatasheet>& gpu_datasheets();

/// The row of a device: the whole name and the number of SMs must agree, so a MIG slice has none.
const GpuDatasheet* datasheet_of(const DeviceDescription& device);

/// What an implementation multiplies in a problem of that type: fp8 by those that round their inputs to it.
Dtype product_dtype(std::string_view implementation, Dtype dtype);

/// A rate as a percentage of the device's tensor-core peak; absent where that is not known.
std::optional<double> percent_of_peak(const DeviceDescription& device, Dtype dtype, double tflops);

}  // namespace attnscope
