// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Flash attention with few query rows (decode) on a GPU against the fp64 reference: heads packed, keys split.
#include <gtest/gtest.h>

#include <random>

#include "kernels/cuda/flash/decode/decode_tile.h"
#include "kernels/cuda/flash/flash_call.h"
#include "tests/gpu/flash/flash_fixture.h"

namespace attnscope {
namespace {

class DecodeOnGpu : public FlashFixture {
 protected:
  DecodeOnGpu() : FlashFixture(ComputeCapability{8, 0}) {}

  using FlashFixture::check;

  Implementation& flash() const { return *named("flash"); }
  FlashTile tile(const Problem& problem) const {
    return decode_tile(problem, device().capability, device().multiprocessors);
  }

  /// As `flash` does it, or would for more keys.
  void check(const Problem& problem, std::uint64_t seed) {
    SCOPED_TRACE(to_string(problem));
    ASSERT_TRUE(validate(problem));
    if (is_decode(problem, device().capability, device().multiprocessors)) {
      const auto workspace = flash().workspace(problem);
      ASSERT_TRUE(workspace) << workspace.error().message;
      EXPECT_EQ(workspace->scratch, decode_scratch(problem, tile(problem)).bytes());
      auto call = flash().prepare(problem);
      ASSERT_TRUE(call) << call.error().message;
      EXPECT_EQ((*call)->tile(), tile(problem).cut);
      check(**call, problem, workspace->scratch, seed);
    } else {
      check_with_splits(problem, tile(problem).cut.kv_splits, seed);
    }
  }

  /// With a number of splits of the test's choice.
  void check_with_splits(const Problem& problem, int splits, std::uint64_t seed) {
    SCOPED_TRACE(to_string(problem) + ", splits: " + std::to_string(splits));
    FlashTile split = tile(problem);
    split.cut.kv_splits = splits;
    auto call = prepare_flash(device(), problem, FlashForm::decode, split);
    ASSERT_TRUE(call) << call.error().message;
    check(**call, problem, decode_scratch(problem, split).bytes(), seed);
  }

  void check(PreparedCall& call, const Problem& problem, std::uint64_t scratch_bytes, std::uint64_t seed) {
    const FlashBuffers buffers(driver(), problem, normal_inputs(problem, seed), scratch_bytes);
    check(call, buffers, buffers.reference(), rounding_error(problem));
  }
};

/// A problem of few query rows, of any kind that decode takes, small enough for the reference.
Problem random_decode_problem(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto between = [&](std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
  };
  const auto chance = [&](int in) { return random() % static_cast<std::uint64_t>(in) == 0; };
  Problem problem;
  problem.batch = between(1, 3);
  problem.kv_heads = between(1, 4);
  const std::int64_t group = chance(3) ? 1 : between(1, 32);
  problem.query_heads = problem.kv_heads * group;
  problem.query_seqlen = chance(2) ? 1 : between(1, 64 / group);
  problem.kv_seqlen = chance(8) ? between(1, 3) : between(1, chance(4) ? 6000 : 700);
  problem.head_dim = chance(3) ? 128 : between(2, 32) * 8;
  problem.dtype = chance(2) ? Dtype::bf16 : Dtype::fp16;
  problem.causal = chance(2);
  if (chance(3)) problem.window_left = between(0, 300);
  if (chance(4)) problem.window_right = between(0, 300);
  if (chance(4)) problem.softmax_scale = 0.02 * static_cast<double>(between(1, 20));
  problem.layout = chance(2) ? Layout::bhsd : Layout::bshd;
  if (chance(6)) problem.soft_cap = chance(2) ? 3 : 50;
  if (chance(6)) problem.alibi = true;
  if (chance(6)) {
    problem.dropout = 0.1 * static_cast<double>(between(1, 9));
    problem.dropout_seed = random() >> 1U;
  }
  return problem;
}

class DecodeRandomProblem : public DecodeOnGpu, public testing::WithParamInterface<int> {};

TEST_P(DecodeRandomProblem, MatchesTheReference) {
  const auto seed = static_cast<std::uint64_t>(GetParam());
  check(random_decode_problem(seed), seed);
}

TEST_P(DecodeRandomProblem, MatchesTheReferenceHoweverOftenItIsSplit) {
  const auto seed = static_cast<std::uint64_t>(GetParam()) + 5000;
  constexpr int counts[] = {1, 2, 3, 7, 16, 33};
  check_with_splits(random_decode_problem(seed), counts[seed % 6], seed);
}

INSTANTIATE_TEST_SUITE_P(Seeds, DecodeRandomProblem, testing::Range(0, 160));

TEST_F(DecodeOnGpu, EveryHeadDimIsRight) {
  for (std::int64_t head_dim = min_head_dim; head_dim <= max_head_dim; head_dim += head_dim_multiple) {
    for (const std::int64_t queries : {1, 5}) {
      Problem problem;
      problem.query_heads = 8;
      problem.kv_heads = 2;
      problem.query_seqlen = queries;
      problem.kv_seqlen = 777;
      problem.head_dim = head_dim;
      problem.causal = true;
      check(problem, 7);
    }
  }
}

TEST_F(DecodeOnGpu, RowsThatSeeNoKeyGiveZeroAndMinusInfinity) {
  Problem problem;
  problem.query_heads = 3;
  problem.kv_heads = 3;
  problem.query_seqlen = 40;
  problem.kv_seqlen = 9;  // bottom right: the first 31 rows see nothing
  problem.head_dim = 64;
  problem.causal = true;
  check(problem, 3);
  check_with_splits(problem, 5, 3);
}

TEST_F(DecodeOnGpu, LongKeysAreRight) {
  Problem problem;
  problem.query_heads = 4;
  problem.kv_heads = 1;
  problem.query_seqlen = 1;
  problem.kv_seqlen = 131072 + 17;
  check(problem, 11);
}

/// Heads packed into a tile have slopes and draws of their own.
TEST_F(DecodeOnGpu, SoftCapAlibiAndDropoutAreRight) {
  Problem problem;
  problem.query_heads = 12;
  problem.kv_heads = 2;
  problem.kv_seqlen = 1500;
  problem.soft_cap = 5;
  problem.alibi = true;
  problem.dropout = 0.3;
  problem.dropout_seed = 0x123456789;
  for (const std::int64_t queries : {1, 23}) {
    problem.query_seqlen = queries;
    for (const std::int64_t head_dim : {40, 128, 256}) {
      problem.head_dim = head_dim;
      check(problem, 19);
    }
  }
}

TEST_F(DecodeOnGpu, GrowingScoresStayRight) {
  Problem problem;
  problem.query_heads = 8;
  problem.kv_heads = 2;
  problem.query_seqlen = 2;
  problem.kv_seqlen = 3000;
  problem.softmax_scale = 2.0;
  for (const Dtype dtype : {Dtype::fp16, Dtype::bf16}) {
    problem.dtype = dtype;
    check(problem, 5);
  }
}

TEST_F(DecodeOnGpu, SaysWhatScratchItLacks) {
  Problem problem;
  problem.query_seqlen = 1;
  problem.kv_seqlen = 8192;
  auto call = flash().prepare(problem);
  ASSERT_TRUE(call) << call.error().message;
  const auto launched = (*call)->launch({}, nullptr);
  ASSERT_FALSE(launched);
  EXPECT_EQ(launched.error().kind, ErrorKind::usage);
}

TEST_F(DecodeOnGpu, InstrumentedBuildRecordsEverySplitAndComputesTheSame) {
  Problem problem;
  problem.batch = 2;
  problem.query_heads = 8;
  problem.kv_heads = 2;
  problem.query_seqlen = 3;
  problem.kv_seqlen = 5000;
  FlashTile split = tile(problem);
  split.cut.kv_splits = 9;
  auto call = prepare_flash(device(), problem, FlashForm::decode, split);
  ASSERT_TRUE(call) << call.error().message;
  EXPECT_EQ((*call)->tile_records(), 4 * 9);
  check_records(**call, FlashBuffers(driver(), problem, normal_inputs(problem, 1),
                                     decode_scratch(problem, split).bytes()));
}

}  // namespace
}  // namespace attnscope
