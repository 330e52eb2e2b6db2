// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What the CPU implementations say about themselves, and what a launch may not do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "kernels/cpu/cpu.h"
#include "tests/unit/cpu/allocation_count.h"
#include "tests/unit/cpu/cpu_call.h"

namespace attnscope {
namespace {

Implementation& named(const std::vector<std::unique_ptr<Implementation>>& all, std::string_view name) {
  for (const auto& implementation : all)
    if (implementation->name() == name) return *implementation;
  ADD_FAILURE() << "no " << name;
  std::abort();
}

const Problem long_problem{.batch = 1,
                           .query_heads = 8,
                           .kv_heads = 8,
                           .query_seqlen = 2048,
                           .kv_seqlen = 2048,
                           .head_dim = 64,
                           .dtype = Dtype::fp32};

TEST(CpuImplementations, AreTheThreeOfTheDefaultSweep) {
  std::vector<std::string> names;
  for (const auto& implementation : make_cpu_implementations(2)) {
    names.emplace_back(implementation->name());
    EXPECT_THAT(implementation->description(), testing::HasSubstr("Host CPU"));
    EXPECT_THAT(implementation->description(), testing::HasSubstr("2 threads"));
  }
  EXPECT_THAT(names, testing::ElementsAre("standard", "standard-eager", "flash"));
}

TEST(CpuImplementations, RefuseFp8ByName) {
  Problem problem = long_problem;
  problem.dtype = Dtype::fp8_e4m3;
  for (const auto& implementation : make_cpu_implementations(1)) {
    const auto supported = implementation->supports(problem);
    ASSERT_FALSE(supported);
    EXPECT_EQ(supported.error().kind, ErrorKind::unsupported);
    EXPECT_EQ(supported.error().message, "the Host CPU computes fp32, fp16 and bf16, not fp8");
    EXPECT_FALSE(implementation->workspace(problem));
    EXPECT_FALSE(implementation->prepare(problem));
  }
}

TEST(CpuImplementations, FlashTakesAChosenTileAndSaysWhyNot) {
  const auto all = make_cpu_implementations(2);
  const auto standard = named(all, "standard").with_tile({64, 64, {}, {}});
  ASSERT_FALSE(standard);
  EXPECT_EQ(standard.error().message, "standard has no tiles to choose");
  const auto odd = named(all, "flash").with_tile({40, 64, {}, {}}).value();
  EXPECT_EQ(odd->supports(long_problem).error().kind, ErrorKind::unsupported);
  EXPECT_FALSE(odd->prepare(long_problem));
  const auto chosen = named(all, "flash").with_tile({192, 48, {}, {}}).value();
  ASSERT_TRUE(chosen->supports(long_problem));
  const auto prepared = chosen->prepare(long_problem).value();
  EXPECT_EQ(prepared->tile(), (TileConfig{192, 48, 1, 1, false}));
  EXPECT_EQ(prepared->tile_records(), 8 * 11);
}

TEST(CpuImplementations, FlashNeedsLessThanATenthOfTheScratchOfStandard) {
  const auto all = make_cpu_implementations(4);
  for (const std::int64_t head_dim : {64, 128}) {
    Problem problem = long_problem;
    problem.head_dim = head_dim;
    const auto standard = named(all, "standard").workspace(problem)->scratch;
    const auto flash = named(all, "flash").workspace(problem)->scratch;
    EXPECT_LT(flash * 10, standard);
    // The whole fp32 score matrix of every head, and little else.
    EXPECT_GE(standard, score_matrix_bytes(problem, Dtype::fp32));
    EXPECT_LT(standard, score_matrix_bytes(problem, Dtype::fp32) * 11 / 10);
    const auto eager = named(all, "standard-eager").workspace(problem)->scratch;
    EXPECT_GE(eager, 2 * score_matrix_bytes(problem, Dtype::fp32));
  }
}

TEST(CpuImplementations, FlashScratchDoesNotGrowWithTheLength) {
  const auto all = make_cpu_implementations(2);
  Problem longer = long_problem;
  longer.query_seqlen = longer.kv_seqlen = 1 << 20;
  EXPECT_EQ(named(all, "flash").workspace(longer)->scratch,
            named(all, "flash").workspace(long_problem)->scratch);
}

TEST(CpuImplementations, AllocateNothingInALaunch) {
  ASSERT_EQ(allocations_during([] { delete new std::string(100, 'x'); }), 2) << "the counter itself";
  Problem problem{.batch = 1,
                  .query_heads = 2,
                  .kv_heads = 1,
                  .query_seqlen = 100,
                  .kv_seqlen = 100,
                  .head_dim = 32,
                  .dtype = Dtype::fp16,
                  .causal = true};
  const HostInputs inputs(problem);
  for (const auto& implementation : make_cpu_implementations(2)) {
    auto call = implementation->prepare(problem);
    GuardedMemory scratch(implementation->workspace(problem)->scratch);
    GuardedMemory output(output_bytes(problem));
    Tensors tensors;
    tensors.query = inputs.query.data();
    tensors.key = inputs.key.data();
    tensors.value = inputs.value.data();
    tensors.output = output.data();
    tensors.scratch = scratch.data();
    // The first launch may meet threads that are still starting.
    bool launched = (*call)->launch(tensors, nullptr).has_value();
    ASSERT_TRUE(launched);
    const int allocations =
        allocations_during([&] { launched = (*call)->launch(tensors, nullptr).has_value(); });
    EXPECT_TRUE(launched);
    EXPECT_EQ(allocations, 0) << implementation->name();
  }
}

TEST(CpuImplementations, FlashRecordsWhereAndWhenEachTileRan) {
  const auto all = make_cpu_implementations(2);
  const Problem problem{.batch = 2,
                        .query_heads = 2,
                        .kv_heads = 2,
                        .query_seqlen = 300,
                        .kv_seqlen = 300,
                        .head_dim = 64,
                        .dtype = Dtype::fp32,
                        .causal = true};
  const HostInputs inputs(problem);
  Implementation& flash = named(all, "flash");
  auto call = flash.prepare(problem);
  GuardedMemory scratch(flash.workspace(problem)->scratch);
  GuardedMemory output(output_bytes(problem));
  Tensors tensors;
  tensors.query = inputs.query.data();
  tensors.key = inputs.key.data();
  tensors.value = inputs.value.data();
  tensors.output = output.data();
  tensors.scratch = scratch.data();
  ASSERT_TRUE((*call)->tile());
  const TileConfig tile = *(*call)->tile();
  EXPECT_EQ((*call)->tile_records(), count_tiles(problem, tile).query_tiles);
  std::vector<TileRecord> records(static_cast<std::size_t>((*call)->tile_records()), TileRecord{9, 9, 9, 1});
  ASSERT_TRUE((*call)->launch_instrumented(tensors, records.data(), nullptr));
  for (std::size_t index = 0; index < records.size(); ++index) {
    EXPECT_LT(records[index].sm, 2U);
    EXPECT_EQ(records[index].work_item, index);
    EXPECT_LE(records[index].start_ns, records[index].end_ns);
  }
}

}  // namespace
}  // namespace attnscope
