// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/compile/compiler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernels/cuda/compile/device_source.h"

namespace attnscope {
namespace {

using testing::Contains;
using testing::Field;
using testing::HasSubstr;

TEST(CompilerLog, ResourcesAreRead) {
  const CompilerReport report = parse_compiler_log(
      "ptxas info    : 0 bytes gmem\n"
      "ptxas info    : Compiling entry function 'flash' for 'sm_80'\n"
      "ptxas info    : Function properties for flash\n"
      "    16 bytes stack frame, 12 bytes spill stores, 20 bytes spill loads\n"
      "ptxas info    : Used 255 registers, used 1 barriers, 16 bytes cumulative stack size, 1024 bytes smem\n"
      "ptxas info    : Compile time = 12.3 ms\n");
  EXPECT_EQ(report.resources.registers, 255);
  EXPECT_EQ(report.resources.stack_bytes, 16);
  EXPECT_EQ(report.resources.spill_store_bytes, 12);
  EXPECT_EQ(report.resources.spill_load_bytes, 20);
  EXPECT_EQ(report.resources.static_shared_bytes, 1024);
  EXPECT_TRUE(report.warnings.empty());
}

TEST(CompilerLog, WarningsAndPerformanceRemarksAreKept) {
  const CompilerReport report = parse_compiler_log(
      "ptxas warning : Value of threads per SM for entry flash is out of range. .minnctapersm will be "
      "ignored\n"
      "ptxas info    : (C7510) Potential Performance Loss: wgmma.mma_async instructions are serialized\n"
      "ptxas info    : Used 32 registers");
  ASSERT_EQ(report.warnings.size(), 2U);
  EXPECT_THAT(report.warnings[0], HasSubstr("minnctapersm"));
  EXPECT_THAT(report.warnings[1], HasSubstr("C7510"));
  EXPECT_EQ(report.resources.registers, 32);
}

TEST(CompilerLog, AnEmptyLogSaysNothing) {
  EXPECT_EQ(parse_compiler_log("").resources.registers, 0);
  EXPECT_EQ(parse_compiler_log("\n\n").resources.registers, 0);
}

TEST(DeviceSources, AreEmbeddedWithWhatTheyInclude) {
  const auto sources = device_source_with_includes("flash/mma/flash_sm80.cu");
  ASSERT_FALSE(sources.empty());
  EXPECT_EQ(sources.front().name, "flash/mma/flash_sm80.cu");
  EXPECT_THAT(sources, Contains(Field(&DeviceSource::name, "tile/mma.cuh")).Times(1));
  EXPECT_TRUE(device_source_with_includes("flash/nothing.cu").empty());
}

TEST(Compile, AnErrorHoldsTheCompilersWords) {
  KernelVariant variant{"flash/mma/flash_sm80.cu", "flash", {}, "sm_80"};
  const auto kernel = compile(variant);
  ASSERT_FALSE(kernel);
  EXPECT_THAT(kernel.error().message, HasSubstr("HEAD_DIM"));
}

TEST(Compile, AMissingSourceIsNamed) {
  const auto kernel = compile({"flash/nothing.cu", "flash", {}, "sm_80"});
  ASSERT_FALSE(kernel);
  EXPECT_THAT(kernel.error().message, HasSubstr("flash/nothing.cu"));
}

}  // namespace
}  // namespace attnscope
