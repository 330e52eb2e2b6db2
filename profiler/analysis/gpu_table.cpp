// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/gpu_table.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "profiler/analysis/gpus_json.h"

namespace attnscope {
namespace {

/// The file is ours and a test reads all of it, so what is wrong with it may throw.
GpuDatasheet datasheet_from(const nlohmann::json& row) {
  GpuDatasheet sheet;
  sheet.name = row.at("name");
  sheet.device_names = row.at("device_names");
  sheet.fp16_tflops = row.at("fp16_tflops");
  if (const auto& bf16 = row.at("bf16_tflops"); !bf16.is_null()) {
    sheet.bf16_tflops = bf16.get<double>();
  }
  if (const auto fp8 = row.find("fp8_tflops"); fp8 != row.end()) {
    sheet.fp8_tflops = fp8->get<double>();
  }
  sheet.bytes_per_second = row.at("bandwidth_gb_per_s").get<double>() * 1e9;
  sheet.memory_gb = row.at("memory_gb");
  sheet.multiprocessors = row.at("multiprocessors");
  sheet.source = row.at("source");
  return sheet;
}

std::vector<GpuDatasheet> read_datasheets() {
  std::vector<GpuDatasheet> sheets;
  const auto document = nlohmann::json::parse(gpus_json);
  for (const auto& row : document.at("gpus")) {
    sheets.push_back(datasheet_from(row));
  }
  return sheets;
}

std::string_view without_maker(std::string_view name) {
  for (const std::string_view prefix : {"NVIDIA ", "Tesla "}) {
    if (name.starts_with(prefix)) {
      name.remove_prefix(prefix.size());
    }
  }
  return name;
}

}  // namespace

const std::vector<GpuDatasheet>& gpu_datasheets() {
  static const std::vector<GpuDatasheet> sheets = read_datasheets();
  return sheets;
}

const GpuDatasheet* datasheet_of(const DeviceDescription& device) {
  if (device.kind != DeviceKind::cuda) {
    return nullptr;
  }
  const std::string_view name = without_maker(device.name);
  for (const GpuDatasheet& sheet : gpu_datasheets()) {
    const bool named =
        std::find(sheet.device_names.begin(), sheet.device_names.end(), name) != sheet.device_names.end();
    if (named && sheet.multiprocessors == device.multiprocessors) {
      return &sheet;
    }
  }
  return nullptr;
}

Dtype product_dtype(std::string_view implementation, Dtype dtype) {
  return implementation.starts_with("flash-fp8") ? Dtype::fp8_e4m3 : dtype;
}

std::optional<double> percent_of_peak(const DeviceDescription& device, Dtype dtype, double tflops) {
  const GpuDatasheet* sheet = datasheet_of(device);
  if (sheet == nullptr) {
    return std::nullopt;
  }
  std::optional<double> peak;
  if (dtype == Dtype::fp16) {
    peak = sheet->fp16_tflops;
  } else if (dtype == Dtype::bf16) {
    peak = sheet->bf16_tflops;
  } else if (dtype == Dtype::fp8_e4m3) {
    peak = sheet->fp8_tflops;
  }
  return peak ? std::optional(100 * tflops / *peak) : std::nullopt;
}

}  // namespace attnscope
