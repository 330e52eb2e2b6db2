// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/compile/architecture.h"

#include <gtest/gtest.h>

namespace attnscope {
namespace {

TEST(Architecture, OlderOnesAreRefusedByName) {
  const auto refusal = [](ComputeCapability capability) {
    const auto result = check_architecture(capability, "flash attention");
    return result ? std::string() : result.error().message;
  };
  EXPECT_EQ(refusal({7, 0}), "Volta is not supported: flash attention needs compute capability 7.5");
  EXPECT_EQ(refusal({7, 2}), "Volta is not supported: flash attention needs compute capability 7.5");
  EXPECT_EQ(refusal({6, 1}), "Pascal is not supported: flash attention needs compute capability 7.5");
  EXPECT_EQ(refusal({5, 2}), "Maxwell is not supported: flash attention needs compute capability 7.5");
  EXPECT_EQ(refusal({3, 5}), "Kepler is not supported: flash attention needs compute capability 7.5");
  for (const ComputeCapability supported :
       {ComputeCapability{7, 5}, ComputeCapability{8, 0}, ComputeCapability{9, 0}, ComputeCapability{13, 0}})
    EXPECT_EQ(refusal(supported), "");
}

TEST(Architecture, HopperIsCompiledWithItsOwnInstructions) {
  EXPECT_EQ(compile_target({9, 0}), "sm_90a");
}

TEST(Architecture, EachKnownGpuIsCompiledForExactly) {
  EXPECT_EQ(compile_target({7, 5}), "sm_75");
  EXPECT_EQ(compile_target({8, 6}), "sm_86");
  EXPECT_EQ(compile_target({10, 0}), "sm_100");
  EXPECT_EQ(compile_target({12, 0}), "sm_120");
}

TEST(Architecture, AnUnknownGpuGetsPtxOfTheNewestOlderOne) {
  EXPECT_EQ(compile_target({13, 0}), "compute_121");
  EXPECT_EQ(compile_target({11, 0}), "compute_103");
}

}  // namespace
}  // namespace attnscope
