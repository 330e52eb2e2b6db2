// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Flash attention with few query rows (decode) on a GPU against the fp64 reference: heads packed, keys split.
#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <vector>

#include "kernels/cuda/compile/kernel_loader.h"
#include "kernels/cuda/flash/decode/decode_tile.h"
#include "kernels/cuda/flash/flash.h"
#include "kernels/cuda/flash/flash_call.h"
#include "kernels/reference/compare.h"
#include "tests/gpu/flash/flash_bench.h"

namespace attnscope {
namespace {

class DecodeOnGpu : public testing::Test {
 protected:
  void SetUp() override {
    std::string why_not;
    const GpuDevice* gpu = GpuDevice::first(why_not);
    if (gpu == nullptr) GTEST_SKIP() << "needs a GPU: " << why_not;
    const auto capability = compute_capability(gpu->driver(), gpu->device());
    ASSERT_TRUE(capability) << capability.error().message;
    if (*capability < ComputeCapability{8, 0}) GTEST_SKIP() << "needs an Ampere GPU or a newer one";
    device_ = {&gpu->driver(), *capability, std::int64_t{50} << 20, 1};
    require_cuda(driver(),
                 driver().cuDeviceGetAttribute(&device_.multiprocessors,
                                               CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, gpu->device()),
                 "asking for the number of SMs");
    auto made = make_flash_implementations(gpu->driver(), gpu->device());
    ASSERT_TRUE(made) << made.error().message;
    implementations_ = *std::move(made);
  }

  const CudaDriver& driver() const { return *device_.driver; }
  Implementation& flash() const { return *implementations_.front(); }

  /// As `flash` does it, or would for more keys.
  void check(const Problem& problem, std::uint64_t seed) {
    SCOPED_TRACE(to_string(problem));
    ASSERT_TRUE(validate(problem));
    const FlashTile tile = decode_tile(problem, device_.capability, device_.multiprocessors);
    if (is_decode(problem, device_.capability, device_.multiprocessors)) {
      const auto workspace = flash().workspace(problem);
      ASSERT_TRUE(workspace) << workspace.error().message;
      EXPECT_EQ(workspace->scratch, decode_scratch(problem, tile).bytes());
      auto call = flash().prepare(problem);
      ASSERT_TRUE(call) << call.error().message;
      EXPECT_EQ((*call)->tile(), tile.cut);
      check(**call, problem, workspace->scratch, seed);
    } else {
      check_with_splits(problem, tile.cut.kv_splits, seed);
    }
  }

  /// With a number of splits of the test's choice.
  void check_with_splits(const Problem& problem, int splits, std::uint64_t seed) {
    SCOPED_TRACE(to_string(problem) + ", splits: " + std::to_string(splits));
    FlashTile tile = decode_tile(problem, device_.capability, device_.multiprocessors);
    tile.cut.kv_splits = splits;
    auto call = prepare_flash(device_, problem, FlashForm::decode, tile);
    ASSERT_TRUE(call) << call.error().message;
    check(**call, problem, decode_scratch(problem, tile).bytes(), seed);
  }

  /// Launches twice with poisoned outputs and scratch: right in every element, nothing written beyond, the
  /// same bits again, with and without log-sum-exps.
  void check(PreparedCall& call, const Problem& problem, std::uint64_t scratch_bytes, std::uint64_t seed) {
    const FlashBench bench(driver(), problem, normal_inputs(problem, seed), scratch_bytes);
    run(call, bench, true);
    const std::vector<unsigned char> output = bench.output();
    const std::vector<unsigned char> lse = bench.log_sum_exp();
    EXPECT_TRUE(is_poison(output, bench.output_bytes())) << "wrote beyond the output";
    EXPECT_TRUE(is_poison(lse, bench.lse_bytes())) << "wrote beyond the log-sum-exps";
    EXPECT_TRUE(is_poison(bench.scratch(), scratch_bytes)) << "wrote beyond the scratch";

    const ReferenceRows reference = bench.reference();
    const OutputError error = compare_output(problem, output.data(), reference);
    EXPECT_LE(error.relative_rms, problem.dtype == Dtype::fp16 ? 4e-4 : 3e-3);
    EXPECT_EQ(error.not_finite, 0) << "left elements unwritten";
    const LogSumExpError lse_error =
        compare_log_sum_exp(problem, reinterpret_cast<const float*>(lse.data()), reference);
    EXPECT_LE(lse_error.max_abs, problem.alibi ? 5e-4 : 2e-4);
    EXPECT_EQ(lse_error.misplaced, 0);

    run(call, bench, false);
    EXPECT_EQ(bench.output(), output) << "a second run gave other bits";
    EXPECT_TRUE(is_poison(bench.log_sum_exp(), 0)) << "wrote log-sum-exps that nobody asked for";
  }

  void run(PreparedCall& call, const FlashBench& bench, bool with_lse) const {
    bench.poison_outputs();
    const auto launched = call.launch(bench.tensors(with_lse), nullptr);
    ASSERT_TRUE(launched) << launched.error().message;
    require_cuda(driver(), driver().cuCtxSynchronize(), "running the kernel");
  }

  FlashDevice device_;
  std::vector<std::unique_ptr<Implementation>> implementations_;
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
  FlashTile tile = decode_tile(problem, device_.capability, device_.multiprocessors);
  tile.cut.kv_splits = 9;
  auto call = prepare_flash(device_, problem, FlashForm::decode, tile);
  ASSERT_TRUE(call) << call.error().message;
  const auto count = static_cast<std::size_t>((*call)->tile_records());
  EXPECT_EQ(count, 4U * 9U);
  const FlashBench bench(driver(), problem, normal_inputs(problem, 1), decode_scratch(problem, tile).bytes());
  run(**call, bench, false);
  const auto output = bench.output();
  const DeviceMemory records(driver(), count * sizeof(TileRecord));
  records.fill(poison);
  bench.poison_outputs();
  const auto launched =
      (*call)->launch_instrumented(bench.tensors(false), static_cast<TileRecord*>(records.get()), nullptr);
  ASSERT_TRUE(launched) << launched.error().message;
  require_cuda(driver(), driver().cuCtxSynchronize(), "running the instrumented kernel");
  EXPECT_EQ(bench.output(), output);
  const auto bytes = records.download();
  std::vector<TileRecord> tiles(count);
  std::memcpy(tiles.data(), bytes.data(), bytes.size());
  for (std::size_t i = 0; i < count; ++i) {
    EXPECT_EQ(tiles[i].work_item, i);
    EXPECT_LT(tiles[i].sm, static_cast<std::uint32_t>(device_.multiprocessors));
    EXPECT_LE(tiles[i].start_ns, tiles[i].end_ns);
  }
}

}  // namespace
}  // namespace attnscope
