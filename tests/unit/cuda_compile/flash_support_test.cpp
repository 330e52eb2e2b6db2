// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kernels/cuda/flash/flash.h"

namespace attnscope {
namespace {

constexpr ComputeCapability turing{7, 5};
constexpr ComputeCapability ampere{8, 0};
constexpr ComputeCapability hopper{9, 0};

std::string refusal(const Result<void>& result) {
  if (result) return "";
  EXPECT_EQ(result.error().kind, ErrorKind::unsupported);
  return result.error().message;
}

Problem with(Dtype dtype) {
  Problem problem;
  problem.dtype = dtype;
  return problem;
}

TEST(FlashSupports, HalfPrecisionOnTensorCores) {
  for (const Dtype dtype : {Dtype::fp16, Dtype::bf16})
    for (const ComputeCapability capability : {ampere, hopper, ComputeCapability{12, 0}})
      EXPECT_EQ(refusal(flash_supports(with(dtype), capability)), "");
}

TEST(FlashSupports, RefusesTypesThatItHasNoKernelFor) {
  EXPECT_EQ(refusal(flash_supports(with(Dtype::fp32), hopper)), "flash has no fp32 kernel: use fp16 or bf16");
  EXPECT_EQ(refusal(flash_supports(with(Dtype::fp8_e4m3), hopper)),
            "flash has no fp8 kernel: use fp16 or bf16");
}

TEST(FlashSupports, OnTuringOnlyFp16) {
  EXPECT_EQ(refusal(flash_supports(with(Dtype::fp16), turing)), "");
  EXPECT_EQ(refusal(flash_supports(with(Dtype::bf16), turing)),
            "flash has no bf16 kernel for Turing: use fp16");
  EXPECT_EQ(refusal(flash_supports(with(Dtype::fp32), turing)), "flash has no fp32 kernel: use fp16");
}

TEST(FlashSupports, RefusesOlderGpusByName) {
  EXPECT_EQ(refusal(flash_supports(with(Dtype::fp16), {7, 0})),
            "Volta is not supported: flash attention needs compute capability 7.5");
  EXPECT_EQ(refusal(flash_supports(with(Dtype::fp16), {6, 0}, "flash-sm75")),
            "Pascal is not supported: flash attention needs compute capability 7.5");
}

TEST(FlashSupports, TheTuringFormTakesFp16OnAnyGpu) {
  EXPECT_EQ(refusal(flash_supports(with(Dtype::fp16), hopper, "flash-sm75")), "");
  EXPECT_EQ(refusal(flash_supports(with(Dtype::bf16), hopper, "flash-sm75")),
            "flash-sm75 has no bf16 kernel: use fp16");
}

TEST(FlashSupports, TheAmpereFormTakesBothTypesOnHopper) {
  EXPECT_EQ(refusal(flash_supports(with(Dtype::bf16), hopper, "flash-sm80")), "");
  EXPECT_EQ(refusal(flash_supports(with(Dtype::fp32), hopper, "flash-sm80")),
            "flash-sm80 has no fp32 kernel: use fp16 or bf16");
}

TEST(FlashSupports, TheFp8FormTakesThreeHeadDimsOnHopper) {
  for (const char* name : {"flash-fp8", "flash-fp8-hadamard"}) {
    Problem problem;
    for (const std::int64_t head_dim : {64, 128, 256}) {
      problem.head_dim = head_dim;
      problem.dtype = head_dim == 64 ? Dtype::bf16 : Dtype::fp16;
      EXPECT_EQ(refusal(flash_supports(problem, hopper, name)), "");
    }
    const std::string whose = name;
    problem.head_dim = 96;
    EXPECT_EQ(refusal(flash_supports(problem, hopper, name)), whose + " takes head dims 64, 128 and 256");
    problem.head_dim = 64;
    problem.alibi = true;
    EXPECT_EQ(refusal(flash_supports(problem, hopper, name)), whose + " has no soft cap, ALiBi or dropout");
    EXPECT_EQ(refusal(flash_supports({}, ampere, name)),
              whose + " runs on Hopper GPUs (compute capability 9.0) only");
  }
}

TEST(FlashSupports, EveryHeadDimAndMask) {
  for (std::int64_t head_dim = min_head_dim; head_dim <= max_head_dim; head_dim += head_dim_multiple) {
    Problem problem;
    problem.head_dim = head_dim;
    problem.window_left = 0;
    problem.window_right = 7;
    EXPECT_EQ(refusal(flash_supports(problem, hopper)), "");
  }
}

TEST(FlashSupports, RefusesWhatItsRowNumbersCannotCount) {
  Problem problem;
  problem.kv_seqlen = std::int64_t{1} << 30;
  EXPECT_EQ(refusal(flash_supports(problem, hopper)), "flash takes sequence lengths up to 536870912");
  problem = {};
  problem.query_seqlen = 1;
  problem.batch = std::int64_t{1} << 28;
  EXPECT_EQ(refusal(flash_supports(problem, hopper)),
            "flash cannot launch so many query tiles at once: lower the batch");
  problem = {};
  problem.query_heads = problem.kv_heads = std::int64_t{1} << 20;
  EXPECT_EQ(refusal(flash_supports(problem, hopper)),
            "flash takes up to 8388608 elements a token: lower the heads");
}

}  // namespace
}  // namespace attnscope
