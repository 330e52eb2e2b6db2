// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/gpu_table.h"

#include <gtest/gtest.h>

#include <set>

namespace attnscope {
namespace {

DeviceDescription gpu(const std::string& name, int multiprocessors) {
  DeviceDescription device;
  device.kind = DeviceKind::cuda;
  device.name = name;
  device.multiprocessors = multiprocessors;
  return device;
}

TEST(GpuTable, EveryRowIsPlausibleAndHasItsSource) {
  ASSERT_GE(gpu_datasheets().size(), 20U);
  std::set<std::string> names;
  for (const GpuDatasheet& sheet : gpu_datasheets()) {
    EXPECT_FALSE(sheet.source.empty()) << sheet.name;
    ASSERT_FALSE(sheet.device_names.empty()) << sheet.name;
    for (const std::string& name : sheet.device_names) {
      EXPECT_TRUE(names.insert(name).second) << name << " is there twice";
      EXPECT_EQ(datasheet_of(gpu("NVIDIA " + name, sheet.multiprocessors)), &sheet);
    }
    // Tensor cores do 256 to 8,192 FLOPs a clock and SM, at 1 to 3 GHz: catches a slipped digit or a figure
    // with sparsity. The same for bytes to be moved.
    const double flops_per_sm = sheet.fp16_tflops * 1e12 / sheet.multiprocessors;
    EXPECT_GT(flops_per_sm, 256 * 1e9) << sheet.name;
    EXPECT_LT(flops_per_sm, 8192 * 2.0e9) << sheet.name;
    EXPECT_GT(sheet.bytes_per_second, 2e11) << sheet.name;
    EXPECT_LT(sheet.bytes_per_second, 1e13) << sheet.name;
    EXPECT_GE(sheet.memory_gb, 8) << sheet.name;
  }
}

TEST(GpuTable, TakesTheDriversNamesWhole) {
  EXPECT_EQ(datasheet_of(gpu("NVIDIA H100 80GB HBM3", 132))->name, "H100 SXM");
  EXPECT_EQ(datasheet_of(gpu("NVIDIA H100 PCIe", 114))->name, "H100 PCIe");
  EXPECT_EQ(datasheet_of(gpu("NVIDIA A100-SXM4-80GB", 108))->name, "A100 80GB SXM");
  EXPECT_EQ(datasheet_of(gpu("Tesla T4", 40))->name, "T4");
  EXPECT_EQ(datasheet_of(gpu("NVIDIA A10G", 80)), nullptr);
  EXPECT_EQ(datasheet_of(gpu("NVIDIA GeForce RTX 4090 Laptop GPU", 76)), nullptr);
  EXPECT_EQ(datasheet_of(gpu("NVIDIA H100 80GB HBM3", 16)), nullptr) << "a slice has no peak of its own";
  DeviceDescription host = gpu("H200", 132);
  host.kind = DeviceKind::host_cpu;
  EXPECT_EQ(datasheet_of(host), nullptr);
}

TEST(GpuTable, SaysHowMuchOfThePeakARateIs) {
  const DeviceDescription h100 = gpu("NVIDIA H100 80GB HBM3", 132);
  EXPECT_NEAR(*percent_of_peak(h100, Dtype::bf16, 494.7), 50, 0.01);
  EXPECT_NEAR(*percent_of_peak(h100, product_dtype("flash-fp8", Dtype::fp16), 989.4), 50, 0.01);
  EXPECT_NEAR(*percent_of_peak(h100, product_dtype("flash", Dtype::fp16), 989.4), 100, 0.01);
  EXPECT_FALSE(percent_of_peak(h100, Dtype::fp32, 50).has_value());
  EXPECT_FALSE(percent_of_peak(gpu("Tesla T4", 40), Dtype::bf16, 10).has_value());
  EXPECT_FALSE(percent_of_peak(gpu("Unknown", 1), Dtype::fp16, 10).has_value());
}

}  // namespace
}  // namespace attnscope
