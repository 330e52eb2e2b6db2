// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Chosen tiles against the kernels' own, and what a kernel takes of a GPU that is not there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernels/cuda/compile/kernel_report.h"
#include "kernels/cuda/flash/flash_inspection.h"
#include "kernels/cuda/flash/flash_variants.h"
#include "profiler/loader/nvrtc.h"

namespace attnscope {
namespace {

std::vector<Problem> every_head_dim() {
  std::vector<Problem> all;
  for (std::int64_t head_dim = min_head_dim; head_dim <= max_head_dim; head_dim += head_dim_multiple)
    for (const bool causal : {false, true})
      for (const std::int64_t seqlen : {1024, 16384})
        all.push_back(
            Problem{.query_seqlen = seqlen, .kv_seqlen = seqlen, .head_dim = head_dim, .causal = causal});
  return all;
}

TEST(ChosenTile, RulesKnowTheKernelsOwnTiles) {
  for (const ComputeCapability capability :
       {ComputeCapability{7, 5}, ComputeCapability{8, 0}, ComputeCapability{8, 6}, ComputeCapability{8, 9},
        ComputeCapability{9, 0}, ComputeCapability{10, 0}, ComputeCapability{12, 0}}) {
    const int number = capability.major * 10 + capability.minor;
    EXPECT_EQ(shared_memory_limit(number), shared_bytes_limit(capability));
    const FlashForm form = flash_form(capability);
    const TiledKernel kernel = *tiled_kernel("flash", number);
    for (const Problem& problem : every_head_dim()) {
      SCOPED_TRACE(to_string(problem) + " on " + to_string(capability));
      const FlashTile own = flash_tile(problem, form, capability);
      EXPECT_EQ(padded_head_dim(kernel, problem.head_dim), own.head_dim);
      EXPECT_EQ(tile_shared_bytes(kernel, problem, own.cut), shared_bytes(form, own));
      const TileChoice same{own.cut.block_m, own.cut.block_n, own.cut.stages, own.cut.warps};
      EXPECT_EQ(complete_tile(kernel, problem, same, number).value(), own.cut);
      EXPECT_TRUE(chosen_flash_tile(problem, form, capability, same).value() == own);
      EXPECT_TRUE(
          chosen_flash_tile(problem, form, capability, {own.cut.block_m, own.cut.block_n, {}, {}}).value() ==
          own);
    }
  }
}

TEST(ChosenTile, OthersFitOrAreRefused) {
  const Problem problem{.query_seqlen = 4096, .kv_seqlen = 4096, .head_dim = 128};
  const auto small = chosen_flash_tile(problem, FlashForm::sm80, {9, 0}, {64, 64, 2, 4});
  EXPECT_EQ(small.value().cut, (TileConfig{64, 64, 2, 4, false}));
  EXPECT_EQ(small->ctas_per_sm, 2);
  const auto hopper = chosen_flash_tile(problem, FlashForm::sm90, {9, 0}, {128, 64, {}, {}});
  EXPECT_EQ(hopper.value().query_stages, 2);
  EXPECT_LE(shared_bytes(FlashForm::sm90, *hopper), shared_bytes_limit({9, 0}));
  EXPECT_FALSE(chosen_flash_tile(problem, FlashForm::sm90, {9, 0}, {192, 256, 4, {}}));
}

TEST(KernelReport, TextIsReadBack) {
  const KernelResources resources{168, 16, 8, 12, 1024};
  const auto read = parse_report_text(report_text(resources));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->registers, 168);
  EXPECT_EQ(read->stack_bytes, 16);
  EXPECT_EQ(read->spill_store_bytes, 8);
  EXPECT_EQ(read->spill_load_bytes, 12);
  EXPECT_EQ(read->static_shared_bytes, 1024);
  for (const char* damaged : {"", "1", "1 2 3 4", "1 2 3 4 5 6", "a b c d e", "1 2 3 4 "})
    EXPECT_FALSE(parse_report_text(damaged)) << damaged;
}

TEST(FlashInspection, CompilesForAGpuThatIsNotThere) {
  if (!nvrtc()) GTEST_SKIP() << "NVRTC is not installed";
  const Problem problem{.query_seqlen = 1024, .kv_seqlen = 1024, .head_dim = 64, .causal = true};
  const auto found = inspect_flash(problem, {8, 0}, "flash", TileChoice{64, 32, {}, {}});
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->tile, (TileConfig{64, 32, 1, 4, false}));
  EXPECT_EQ(found->threads, 128);
  EXPECT_EQ(found->shared_bytes, (64 + 2 * 32) * 64 * 2);
  EXPECT_GT(found->report.resources.registers, 32);
  EXPECT_LE(found->report.resources.registers, 255);
  EXPECT_EQ(found->report.resources.spill_store_bytes, 0);
  EXPECT_THAT(found->kernel, testing::HasSubstr("causal"));
}

TEST(FlashInspection, RefusesWhatItCannotKnow) {
  const Problem problem;
  EXPECT_THAT(inspect_flash(problem, {7, 0}, "flash", {}).error().message, testing::HasSubstr("Volta"));
  EXPECT_THAT(inspect_flash(problem, {9, 0}, "standard", {}).error().message,
              testing::HasSubstr("not a kernel that can be inspected"));
  EXPECT_THAT(inspect_flash(problem, {9, 0}, "flash-sm75", {}).error().message,
              testing::HasSubstr("compiled by the driver"));
  EXPECT_EQ(inspect_flash(problem, {9, 0}, "flash", TileChoice{64, 64, {}, {}}).error().kind,
            ErrorKind::unsupported);
}

}  // namespace
}  // namespace attnscope
