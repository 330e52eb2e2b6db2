// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Flash attention on a GPU against the fp64 reference, one property at a time.
#include <gtest/gtest.h>

#include "kernels/cuda/flash/flash_call.h"
#include "tests/gpu/flash/flash_fixture.h"

namespace attnscope {
namespace {

class FlashOnGpu : public FlashFixture {
 protected:
  using FlashFixture::check;

  void check(const std::string& name, const Problem& problem, std::uint64_t seed) {
    SCOPED_TRACE(name + " " + to_string(problem));
    ASSERT_TRUE(validate(problem));
    auto call = prepare(name, problem);
    ASSERT_TRUE(call) << call.error().message;
    check(**call, problem, seed);
  }

  void check(PreparedCall& call, const Problem& problem, std::uint64_t seed) {
    const FlashBuffers buffers(driver(), problem, normal_inputs(problem, seed));
    check(call, buffers, buffers.reference(), rounding_error(problem));
  }

  /// "flash" in its form for any problem, also where it would split the keys (decode_gpu_test.cpp).
  Result<std::unique_ptr<PreparedCall>> prepare(const std::string& name, const Problem& problem) {
    Implementation* const flash = named(name);
    if (flash != nullptr && name != "flash") return flash->prepare(problem);
    const FlashForm form = flash_form(device().capability);
    return prepare_flash(device(), problem, form, flash_tile(problem, form, device().capability));
  }
};

TEST_F(FlashOnGpu, EveryHeadDimIsRight) {
  for (std::int64_t head_dim = min_head_dim; head_dim <= max_head_dim; head_dim += head_dim_multiple) {
    for (const bool causal : {false, true}) {
      Problem problem;
      problem.query_heads = 2;
      problem.kv_heads = 1;
      problem.query_seqlen = 193;
      problem.kv_seqlen = 257;
      problem.head_dim = head_dim;
      problem.causal = causal;
      for (const char* name : {"flash", "flash-sm80", "flash-sm75"}) check(name, problem, 7);
    }
  }
}

TEST_F(FlashOnGpu, RowsThatSeeNoKeyGiveZeroAndMinusInfinity) {
  Problem problem;
  problem.query_heads = 3;
  problem.kv_heads = 3;
  problem.query_seqlen = 300;
  problem.kv_seqlen = 40;  // bottom right: the first 260 rows see nothing
  problem.head_dim = 64;
  problem.causal = true;
  for (const char* name : {"flash", "flash-sm80", "flash-sm75"}) check(name, problem, 3);
}

TEST_F(FlashOnGpu, LongSequencesAreRightInTheRowsChecked) {
  Problem problem;
  problem.query_heads = 2;
  problem.kv_heads = 1;
  problem.query_seqlen = 129;
  problem.kv_seqlen = 70001;
  problem.causal = true;
  check("flash", problem, 11);
}

TEST_F(FlashOnGpu, MoreWorkItemsThanSlotsAreAllComputedLaunchAfterLaunch) {
  // Persistent CTAs take several query tiles each, of unequal length, and leave their counter ready.
  for (const std::int64_t head_dim : {64, 128, 256}) {
    for (const bool causal : {false, true}) {
      Problem problem;
      problem.batch = 4;
      problem.query_heads = 24;
      problem.kv_heads = 6;
      problem.query_seqlen = problem.kv_seqlen = 777;
      problem.head_dim = head_dim;
      problem.causal = causal;
      if (head_dim == 256) problem.window_left = 200;
      check("flash", problem, 13);
    }
  }
}

/// Tiles that the choice for these lengths, or for this version, passes over.
TEST_F(FlashOnGpu, EveryKindOfHopperTileIsRight) {
  if (flash_form(device().capability) != FlashForm::sm90) GTEST_SKIP() << "needs a Hopper GPU";
  const auto tile = [](int head_dim, int m, int n, int stages, int query_stages, bool ping_pong,
                       int cluster = 1) {
    FlashTile made{TileConfig{m, n, stages, (m / 64 + 1) * 4, true}, head_dim, 1, query_stages, ping_pong};
    made.cluster = cluster;
    return made;
  };
  for (const FlashTile& candidate :
       {tile(64, 192, 128, 2, 1, true), tile(64, 192, 128, 3, 2, false), tile(64, 192, 128, 2, 2, true),
        tile(64, 128, 128, 3, 2, true), tile(128, 128, 176, 2, 1, true), tile(128, 128, 128, 2, 1, false),
        tile(128, 128, 128, 2, 2, true), tile(128, 192, 80, 2, 1, true), tile(256, 128, 80, 2, 1, false),
        tile(256, 128, 64, 2, 1, false), tile(64, 192, 128, 3, 2, true, 2), tile(96, 128, 160, 2, 2, true, 2),
        tile(128, 192, 80, 2, 1, true, 2), tile(128, 128, 128, 2, 2, true, 2),
        tile(160, 128, 128, 2, 1, true, 2), tile(192, 128, 96, 2, 1, true, 2),
        tile(256, 128, 64, 2, 1, true, 2)}) {
    for (const bool causal : {false, true}) {
      Problem problem;
      problem.query_heads = 6;
      problem.kv_heads = 3;
      problem.query_seqlen = 1100;
      problem.kv_seqlen = 900;
      problem.head_dim = candidate.head_dim;
      problem.causal = causal;
      SCOPED_TRACE(to_string(problem) + " " + to_string(candidate.cut) + ", cluster " +
                   std::to_string(candidate.cluster));
      auto call = prepare_flash(device(), problem, FlashForm::sm90, candidate);
      ASSERT_TRUE(call) << call.error().message;
      check(**call, problem, 17);
    }
  }
}

/// Pairs of CTAs whose second one has only rows beyond the last query, or that see no key, and more pairs
/// than there is room for at a time.
TEST_F(FlashOnGpu, PairsOfCtasAreRightAtEveryEnd) {
  if (flash_form(device().capability) != FlashForm::sm90) GTEST_SKIP() << "needs a Hopper GPU";
  for (const bool causal : {false, true}) {
    for (const auto& [query_seqlen, kv_seqlen] :
         {std::pair<std::int64_t, std::int64_t>{1, 600}, {128, 128}, {129, 1000}, {400, 63}, {1025, 1025}}) {
      for (const std::int64_t head_dim : {128, 256}) {
        Problem problem;
        problem.batch = query_seqlen > 1000 ? 8 : 2;
        problem.query_heads = 12;
        problem.kv_heads = 4;
        problem.query_seqlen = query_seqlen;
        problem.kv_seqlen = kv_seqlen;
        problem.head_dim = head_dim;
        problem.causal = causal;
        FlashTile tile = flash_tile(problem, FlashForm::sm90, device().capability);
        ASSERT_EQ(tile.cut.block_m, 128);
        tile.cluster = 2;
        SCOPED_TRACE(to_string(problem));
        auto call = prepare_flash(device(), problem, FlashForm::sm90, tile);
        ASSERT_TRUE(call) << call.error().message;
        check(**call, problem, 19);
      }
    }
  }
}

TEST_F(FlashOnGpu, GrowingScoresStayRight) {
  // A scale this large makes the running maximum jump from block to block, and most probabilities vanish.
  Problem problem;
  problem.query_heads = 2;
  problem.kv_heads = 2;
  problem.query_seqlen = 200;
  problem.kv_seqlen = 900;
  problem.softmax_scale = 2.0;
  for (const Dtype dtype : {Dtype::fp16, Dtype::bf16}) {
    problem.dtype = dtype;
    check("flash", problem, 5);
  }
}

TEST_F(FlashOnGpu, InstrumentedBuildRecordsEveryTileAndComputesTheSame) {
  Problem problem;
  problem.batch = 2;
  problem.query_heads = 6;
  problem.kv_heads = 3;
  problem.query_seqlen = 700;
  problem.kv_seqlen = 700;
  problem.causal = true;
  auto call = prepare("flash", problem);
  ASSERT_TRUE(call) << call.error().message;
  const std::int64_t block_m = (*call)->tile()->block_m;
  EXPECT_EQ((*call)->tile_records(), 12 * ((700 + block_m - 1) / block_m));
  const FlashBuffers buffers(driver(), problem, normal_inputs(problem, 9));
  check_records(**call, buffers);
  if (flash_form(device().capability) != FlashForm::sm90) return;
  for (const std::int64_t query_seqlen : {700, 900}) {  // an even number of tiles, and an odd one
    problem.query_seqlen = query_seqlen;
    FlashTile pairs = flash_tile(problem, FlashForm::sm90, device().capability);
    pairs.cluster = 2;
    auto in_pairs = prepare_flash(device(), problem, FlashForm::sm90, pairs);
    ASSERT_TRUE(in_pairs) << in_pairs.error().message;
    check_records(**in_pairs, FlashBuffers(driver(), problem, normal_inputs(problem, 9)));
  }
}

}  // namespace
}  // namespace attnscope
