// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Flash attention in e4m3 on a GPU against fp64 attention over the very numbers that its quantiser wrote.
#include <gtest/gtest.h>

#include <random>

#include "kernels/cuda/flash/flash_call.h"
#include "tests/gpu/flash/fp8_fixture.h"

namespace attnscope {
namespace {

Problem small_problem(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto between = [&](std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
  };
  const auto chance = [&](int in) { return random() % static_cast<std::uint64_t>(in) == 0; };
  Problem problem;
  problem.batch = between(1, 3);
  problem.kv_heads = between(1, 3);
  problem.query_heads = problem.kv_heads * between(1, 4);
  problem.query_seqlen = chance(6) ? 1 : between(1, 400);
  problem.kv_seqlen = chance(3) ? problem.query_seqlen : between(1, 600);
  problem.head_dim = std::int64_t{64} << between(0, 2);
  problem.dtype = chance(2) ? Dtype::bf16 : Dtype::fp16;
  problem.causal = chance(2);
  if (chance(3)) problem.window_left = between(0, 300);
  if (chance(3)) problem.window_right = between(0, 300);
  if (chance(4)) problem.softmax_scale = 0.02 * static_cast<double>(between(1, 10));
  problem.layout = chance(2) ? Layout::bhsd : Layout::bshd;
  return problem;
}

class FlashFp8RandomProblems : public FlashFp8OnGpu, public testing::WithParamInterface<int> {};

TEST_P(FlashFp8RandomProblems, MatchTheReference) {
  constexpr std::uint64_t at_once = 20;
  const std::uint64_t first = static_cast<std::uint64_t>(GetParam()) * at_once;
  for (std::uint64_t seed = first; seed < first + at_once; ++seed) {
    const Problem problem = small_problem(seed);
    const auto call = prepare(problem, seed % 5 == 0 ? "flash-fp8-hadamard" : "flash-fp8");
    ASSERT_NE(call, nullptr);
    check(*call, problem, seed);
    if (HasFailure()) break;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, FlashFp8RandomProblems, testing::Range(0, 16));

TEST_F(FlashFp8OnGpu, EveryKindOfTileIsRight) {
  const auto tile = [](int head_dim, int m, int n, int query_stages, int slice, bool turns, int value_stages,
                       bool overlap) {
    return FlashTile{TileConfig{m, n, 2, (m / 64 + 1) * 4, true},
                     head_dim,
                     1,
                     query_stages,
                     turns,
                     value_stages,
                     slice,
                     overlap};
  };
  for (const FlashTile& candidate :
       {tile(64, 192, 160, 1, 64, true, 2, false), tile(64, 128, 96, 2, 64, false, 1, true),
        tile(128, 128, 160, 2, 128, true, 1, false), tile(128, 128, 160, 1, 64, true, 2, true),
        tile(128, 192, 96, 2, 64, false, 1, false), tile(128, 192, 128, 1, 128, true, 2, false),
        tile(256, 128, 128, 1, 128, true, 1, false), tile(256, 128, 64, 2, 64, true, 2, true)}) {
    for (const bool causal : {false, true}) {
      Problem problem;
      problem.query_heads = 6;
      problem.kv_heads = 3;
      problem.query_seqlen = 1100;
      problem.kv_seqlen = 900;
      problem.head_dim = candidate.head_dim;
      problem.causal = causal;
      auto call = prepare_flash(device(), problem, FlashForm::sm90_fp8, candidate);
      ASSERT_TRUE(call) << call.error().message;
      check(**call, problem, 17);
    }
  }
}

TEST_F(FlashFp8OnGpu, MoreWorkItemsThanSlotsAreAllComputedLaunchAfterLaunch) {
  for (const std::int64_t head_dim : {64, 128, 256}) {
    for (const bool causal : {false, true}) {
      Problem problem;
      problem.batch = 4;
      problem.query_heads = 24;
      problem.kv_heads = 6;
      problem.query_seqlen = problem.kv_seqlen = 777;
      problem.head_dim = head_dim;
      problem.causal = causal;
      const auto call = prepare(problem);
      ASSERT_NE(call, nullptr);
      check(*call, problem, 13);
    }
  }
}

TEST_F(FlashFp8OnGpu, RowsThatSeeNoKeyGiveZeroAndMinusInfinity) {
  Problem problem;
  problem.query_heads = problem.kv_heads = 3;
  problem.query_seqlen = 300;
  problem.kv_seqlen = 40;  // bottom right: the first 260 rows see nothing
  problem.head_dim = 64;
  problem.causal = true;
  const auto call = prepare(problem);
  ASSERT_NE(call, nullptr);
  check(*call, problem, 3);
}

TEST_F(FlashFp8OnGpu, InstrumentedBuildRecordsEveryTileAndComputesTheSame) {
  Problem problem;
  problem.batch = 2;
  problem.query_heads = 6;
  problem.kv_heads = 3;
  problem.query_seqlen = problem.kv_seqlen = 700;
  problem.causal = true;
  const auto call = prepare(problem);
  ASSERT_NE(call, nullptr);
  const Fp8Buffers buffers(driver(), problem, 9, false);
  accept(*call, buffers);
  check_records(*call, buffers);
}

}  // namespace
}  // namespace attnscope
