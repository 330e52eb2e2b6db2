// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The default flash kernels compile for every architecture without spilling a register and without a warning
// from the assembler. Needs NVRTC and fails where there is none: a machine that cannot compile cannot vouch
// for them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tuple>
#include <utility>

#include "kernels/cuda/bake/baked_kernels.h"
#include "kernels/cuda/compile/compiler.h"
#include "kernels/cuda/compile/kernel_store.h"
#include "kernels/cuda/flash/decode/decode_tile.h"
#include "kernels/cuda/flash/flash_variants.h"
#include "profiler/loader/nvrtc.h"

namespace attnscope {
namespace {

class DefaultFlashKernels : public testing::TestWithParam<ComputeCapability> {};

TEST_P(DefaultFlashKernels, CompileWithoutSpillsOrWarnings) {
  const auto compiler = nvrtc();
  ASSERT_TRUE(compiler) << compiler.error().message;
  const std::vector<KernelVariant> variants = default_flash_variants(GetParam());
  ASSERT_FALSE(variants.empty());
  for (const KernelVariant& variant : variants) {
    SCOPED_TRACE(to_string(variant));
    const auto kernel = compile(variant);
    ASSERT_TRUE(kernel) << kernel.error().message;
    const KernelResources& resources = kernel->report.resources;
    EXPECT_GT(resources.registers, 12);
    EXPECT_EQ(resources.spill_store_bytes, 0);
    EXPECT_EQ(resources.spill_load_bytes, 0);
    EXPECT_EQ(resources.stack_bytes, 0);
    EXPECT_THAT(kernel->report.warnings, testing::IsEmpty());
  }
}

INSTANTIATE_TEST_SUITE_P(Architectures, DefaultFlashKernels,
                         testing::Values(ComputeCapability{7, 5}, ComputeCapability{8, 0},
                                         ComputeCapability{8, 6}, ComputeCapability{8, 9},
                                         ComputeCapability{9, 0}, ComputeCapability{10, 0},
                                         ComputeCapability{12, 0}),
                         [](const auto& test) {
                           return "sm_" + std::to_string(test.param.major) + std::to_string(test.param.minor);
                         });

TEST(FlashKernels, CompileForEveryHeadDimMaskAndInstrumentation) {
  for (std::int64_t head_dim : {16, 24, 40, 96, 120, 160, 192, 200, 224, 256}) {
    Problem problem;
    problem.head_dim = head_dim;
    problem.window_left = 5;
    for (const auto& [capability, form] : {std::pair{ComputeCapability{7, 5}, FlashForm::sm75},
                                           std::pair{ComputeCapability{9, 0}, FlashForm::sm80}}) {
      const auto kernel = compile(flash_variant(problem, form, flash_tile(problem, form, capability),
                                                compile_target(capability), head_dim % 16 != 0));
      EXPECT_TRUE(kernel) << kernel.error().message;
    }
  }
}

/// Decode's form with one and two groups of rows, as wide as they get, where shared memory is short and where
/// it is not.
TEST(FlashKernels, DecodeCompilesWithoutSpills) {
  for (const auto& [capability, head_dim, queries] :
       {std::tuple{ComputeCapability{8, 6}, 248, 1}, std::tuple{ComputeCapability{8, 0}, 120, 20},
        std::tuple{ComputeCapability{9, 0}, 96, 20}, std::tuple{ComputeCapability{9, 0}, 256, 20}}) {
    Problem problem;
    problem.head_dim = head_dim;
    problem.query_seqlen = queries;
    problem.soft_cap = 30;
    problem.dropout = head_dim == 96 ? 0 : 0.1;
    problem.alibi = head_dim != 96;
    const KernelVariant variant = flash_variant(
        problem, FlashForm::decode, decode_tile(problem, capability, 132), compile_target(capability), true);
    SCOPED_TRACE(to_string(variant));
    const auto kernel = compile(variant);
    ASSERT_TRUE(kernel) << kernel.error().message;
    EXPECT_EQ(kernel->report.resources.spill_store_bytes, 0);
    EXPECT_EQ(kernel->report.resources.stack_bytes, 0);
    EXPECT_THAT(kernel->report.warnings, testing::IsEmpty());
  }
}

/// Each compiled width of Hopper's form, masked and instrumented in turn: its registers are counted closely.
TEST(FlashKernels, HoppersFormCompilesForEveryHeadDimWithoutSpills) {
  constexpr ComputeCapability hopper{9, 0};
  for (std::int64_t head_dim : {16, 72, 96, 128, 152, 192, 224, 248}) {
    Problem problem;
    problem.head_dim = head_dim;
    problem.dtype = Dtype::bf16;
    problem.causal = head_dim % 64 == 0;
    if (!problem.causal) problem.window_left = 5;
    const FlashTile tile = flash_tile(problem, FlashForm::sm90, hopper);
    const auto kernel =
        compile(flash_variant(problem, FlashForm::sm90, tile, compile_target(hopper), head_dim % 16 != 0));
    ASSERT_TRUE(kernel) << kernel.error().message;
    EXPECT_EQ(kernel->report.resources.spill_store_bytes, 0) << head_dim;
    EXPECT_EQ(kernel->report.resources.stack_bytes, 0) << head_dim;
    EXPECT_THAT(kernel->report.warnings, testing::IsEmpty()) << head_dim;
  }
}

/// As they work on long problems, in pairs of CTAs.
TEST(FlashKernels, HoppersFormInPairsCompilesWithoutSpills) {
  constexpr ComputeCapability hopper{9, 0};
  for (const std::int64_t head_dim : {96, 128, 160, 192, 256}) {
    for (const bool causal : {false, true}) {
      Problem problem;
      problem.head_dim = head_dim;
      problem.causal = causal && head_dim != 128;
      problem.alibi = head_dim != 192;
      problem.query_seqlen = problem.kv_seqlen = head_dim == 128 ? 2048 : 8192;
      const FlashTile tile = flash_tile(problem, FlashForm::sm90, hopper);
      ASSERT_EQ(tile.cluster, 2) << to_string(problem);
      const auto kernel =
          compile(flash_variant(problem, FlashForm::sm90, tile, compile_target(hopper), head_dim == 192));
      ASSERT_TRUE(kernel) << kernel.error().message;
      EXPECT_EQ(kernel->report.resources.spill_store_bytes, 0) << to_string(problem);
      EXPECT_EQ(kernel->report.resources.stack_bytes, 0) << to_string(problem);
      EXPECT_THAT(kernel->report.warnings, testing::IsEmpty()) << to_string(problem);
    }
  }
}

/// Soft cap, ALiBi and dropout, where they press the most on the registers.
TEST(FlashKernels, OptionsCompileWithoutSpills) {
  struct Case {
    ComputeCapability capability;
    std::int64_t head_dim;
    std::string options;  // c: soft cap, a: ALiBi, d: dropout
    bool window = false;
  };
  for (const Case& options : std::vector<Case>{{{9, 0}, 64, "c"},
                                               {{9, 0}, 64, "d"},
                                               {{9, 0}, 64, "cad", true},
                                               {{9, 0}, 128, "d", true},
                                               {{9, 0}, 128, "cad"},
                                               {{8, 0}, 128, "cad"},
                                               {{7, 5}, 256, "cad"},
                                               {{10, 0}, 128, "d"}}) {
    const auto has = [&](char option) { return options.options.find(option) != std::string::npos; };
    Problem problem;
    problem.head_dim = options.head_dim;
    problem.query_seqlen = problem.kv_seqlen = 4096;
    if (options.window) problem.window_left = 1000;
    if (has('c')) problem.soft_cap = 30;
    problem.alibi = has('a');
    if (has('d')) problem.dropout = 0.1;
    const FlashForm form = flash_form(options.capability);
    const KernelVariant variant = flash_variant(problem, form, flash_tile(problem, form, options.capability),
                                                compile_target(options.capability), false);
    SCOPED_TRACE(to_string(variant));
    const auto kernel = compile(variant);
    ASSERT_TRUE(kernel) << kernel.error().message;
    EXPECT_EQ(kernel->report.resources.spill_store_bytes, 0);
    EXPECT_EQ(kernel->report.resources.stack_bytes, 0);
    EXPECT_THAT(kernel->report.warnings, testing::IsEmpty());
  }
}

TEST(FlashKernels, TheFp8FormCompilesWithWindowsAndInstrumentedWithoutSpills) {
  constexpr ComputeCapability hopper{9, 0};
  for (const std::int64_t head_dim : {64, 128, 256}) {
    Problem problem;
    problem.head_dim = head_dim;
    problem.dtype = Dtype::bf16;
    problem.window_left = 5;
    const FlashTile tile = flash_tile(problem, FlashForm::sm90_fp8, hopper);
    const auto kernel =
        compile(flash_variant(problem, FlashForm::sm90_fp8, tile, compile_target(hopper), true));
    ASSERT_TRUE(kernel) << kernel.error().message;
    EXPECT_EQ(kernel->report.resources.spill_store_bytes, 0) << head_dim;
    EXPECT_EQ(kernel->report.resources.stack_bytes, 0) << head_dim;
    EXPECT_THAT(kernel->report.warnings, testing::IsEmpty()) << head_dim;
  }
}

TEST(FlashKernels, AreBakedIntoTheProgram) {
  for (const ComputeCapability capability :
       {ComputeCapability{7, 5}, ComputeCapability{8, 0}, ComputeCapability{9, 0}})
    for (const KernelVariant& variant : default_flash_variants(capability))
      EXPECT_TRUE(find_in_pack(baked_kernels(), key_of(variant))) << to_string(variant);
}

TEST(FlashKernels, TuringFormCompilesToPtxForNewerGpus) {
  const Problem problem;
  const auto kernel = compile(flash_variant(
      problem, FlashForm::sm75, flash_tile(problem, FlashForm::sm75, {9, 0}), "compute_75", false));
  ASSERT_TRUE(kernel) << kernel.error().message;
  EXPECT_THAT(kernel->image, testing::HasSubstr(".target sm_75"));
}

}  // namespace
}  // namespace attnscope
