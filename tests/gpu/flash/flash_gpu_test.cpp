// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Flash attention on a GPU against the fp64 reference, one property at a time.
#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "kernels/cuda/compile/kernel_loader.h"
#include "kernels/cuda/flash/flash.h"
#include "kernels/cuda/flash/flash_call.h"
#include "kernels/reference/compare.h"
#include "kernels/reference/reference.h"
#include "tests/gpu/flash/flash_bench.h"

namespace attnscope {
namespace {

class FlashOnGpu : public testing::Test {
 protected:
  void SetUp() override {
    std::string why_not;
    gpu_ = GpuDevice::first(why_not);
    if (gpu_ == nullptr) GTEST_SKIP() << "needs a GPU: " << why_not;
    auto made = make_flash_implementations(gpu_->driver(), gpu_->device());
    ASSERT_TRUE(made) << made.error().message;
    implementations_ = *std::move(made);
  }

  const CudaDriver& driver() const { return gpu_->driver(); }

  /// Runs `problem` twice and checks outputs, log-sum-exps, guards and that both runs give the same bits.
  void check(const std::string& name, const Problem& problem, std::uint64_t seed) {
    SCOPED_TRACE(name + " " + to_string(problem));
    ASSERT_TRUE(validate(problem));
    auto call = prepare(name, problem);
    ASSERT_TRUE(call) << call.error().message;
    check(**call, problem, seed);
  }

  /// "flash" in its form for any problem, also where it would split the keys (decode_gpu_test.cpp).
  Result<std::unique_ptr<PreparedCall>> prepare(const std::string& name, const Problem& problem) {
    Implementation* flash = named(implementations_, name);
    if (flash != nullptr && name != "flash") return flash->prepare(problem);
    const auto capability = compute_capability(driver(), gpu_->device());
    if (!capability) return tl::unexpected(capability.error());
    FlashDevice device{&driver(), *capability, std::int64_t{50} << 20, 1};
    driver().cuDeviceGetAttribute(&device.multiprocessors, CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT,
                                  gpu_->device());
    const FlashForm form = flash_form(*capability);
    return prepare_flash(device, problem, form, flash_tile(problem, form, *capability));
  }

  void check(PreparedCall& call, const Problem& problem, std::uint64_t seed) {
    const FlashBench bench(driver(), problem, normal_inputs(problem, seed));
    run(call, bench, true);
    const std::vector<unsigned char> output = bench.output();
    const std::vector<unsigned char> lse = bench.log_sum_exp();
    EXPECT_TRUE(is_poison(output, bench.output_bytes())) << "wrote beyond the output";
    EXPECT_TRUE(is_poison(lse, bench.lse_bytes())) << "wrote beyond the log-sum-exps";

    const ReferenceRows reference = bench.reference();
    const OutputError error = compare_output(problem, output.data(), reference);
    EXPECT_LE(error.relative_rms, problem.dtype == Dtype::fp16 ? 4e-4 : 3e-3);
    EXPECT_EQ(error.not_finite, 0);
    const auto* lse_values = reinterpret_cast<const float*>(lse.data());
    const LogSumExpError lse_error = compare_log_sum_exp(problem, lse_values, reference);
    EXPECT_LE(lse_error.max_abs, 2e-4);
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

  const GpuDevice* gpu_ = nullptr;
  std::vector<std::unique_ptr<Implementation>> implementations_;
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
  FlashDevice device{&driver(), {}, std::int64_t{50} << 20, 132};
  const auto capability = compute_capability(driver(), gpu_->device());
  ASSERT_TRUE(capability) << capability.error().message;
  device.capability = *capability;
  if (flash_form(*capability) != FlashForm::sm90) GTEST_SKIP() << "needs a Hopper GPU";
  const auto tile = [](int head_dim, int m, int n, int stages, int query_stages, bool ping_pong) {
    return FlashTile{TileConfig{m, n, stages, (m / 64 + 1) * 4, true}, head_dim, 1, query_stages, ping_pong};
  };
  for (const FlashTile& candidate :
       {tile(64, 192, 128, 2, 1, true), tile(64, 192, 128, 3, 2, false), tile(64, 192, 128, 2, 2, true),
        tile(64, 128, 128, 3, 2, true), tile(128, 128, 176, 2, 1, true), tile(128, 128, 128, 2, 1, false),
        tile(128, 128, 128, 2, 2, true), tile(128, 192, 80, 2, 1, true), tile(256, 128, 80, 2, 1, false),
        tile(256, 128, 64, 2, 1, false)}) {
    for (const bool causal : {false, true}) {
      Problem problem;
      problem.query_heads = 6;
      problem.kv_heads = 3;
      problem.query_seqlen = 1100;
      problem.kv_seqlen = 900;
      problem.head_dim = candidate.head_dim;
      problem.causal = causal;
      SCOPED_TRACE(to_string(problem) + " " + to_string(candidate.cut));
      auto call = prepare_flash(device, problem, FlashForm::sm90, candidate);
      ASSERT_TRUE(call) << call.error().message;
      check(**call, problem, 17);
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
    auto call = prepare("flash", problem);
    ASSERT_TRUE(call) << call.error().message;
    const FlashBench bench(driver(), problem, normal_inputs(problem, 5));
    run(**call, bench, true);
    const OutputError error = compare_output(problem, bench.output().data(), bench.reference());
    EXPECT_LE(error.relative_rms, dtype == Dtype::fp16 ? 4e-4 : 3e-3);
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
  const FlashBench bench(driver(), problem, normal_inputs(problem, 9));
  run(**call, bench, false);
  const auto output = bench.output();

  const auto count = static_cast<std::size_t>((*call)->tile_records());
  const std::int64_t block_m = (*call)->tile()->block_m;
  ASSERT_EQ(static_cast<std::int64_t>(count), 12 * ((700 + block_m - 1) / block_m));
  const DeviceMemory records(driver(), count * sizeof(TileRecord));
  records.fill(poison);
  bench.poison_outputs();
  const auto launched =
      (*call)->launch_instrumented(bench.tensors(false), static_cast<TileRecord*>(records.get()), nullptr);
  ASSERT_TRUE(launched) << launched.error().message;
  require_cuda(driver(), driver().cuCtxSynchronize(), "running the instrumented kernel");
  EXPECT_EQ(bench.output(), output);

  int multiprocessors = 0;
  driver().cuDeviceGetAttribute(&multiprocessors, CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, gpu_->device());
  const auto bytes = records.download();
  std::vector<TileRecord> tiles(count);
  std::memcpy(tiles.data(), bytes.data(), bytes.size());
  for (std::size_t i = 0; i < count; ++i) {
    EXPECT_EQ(tiles[i].work_item, i);
    EXPECT_LT(tiles[i].sm, static_cast<std::uint32_t>(multiprocessors));
    EXPECT_LE(tiles[i].start_ns, tiles[i].end_ns);
    EXPECT_LT(tiles[i].end_ns - tiles[i].start_ns, 1'000'000'000U);
  }
}

}  // namespace
}  // namespace attnscope
