// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Flash attention with few query rows (decode) on a GPU against the fp64 reference: heads packed, keys split.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <vector>

#include "kernels/cuda/compile/kernel_loader.h"
#include "kernels/cuda/flash/decode_tile.h"
#include "kernels/cuda/flash/flash.h"
#include "kernels/cuda/flash/flash_call.h"
#include "kernels/reference/compare.h"
#include "kernels/reference/random_inputs.h"
#include "kernels/reference/reference.h"
#include "tests/gpu/gpu_device.h"

namespace attnscope {
namespace {

constexpr std::size_t guard_of_outputs = 4096;
constexpr unsigned char poison_byte = 0xff;  // NaN in every float type

/// A tensor with random contents, on host and device.
struct RandomTensor {
  RandomTensor(const CudaDriver& driver, const Problem& problem, InputTensor which, std::int64_t elements,
               std::uint64_t seed)
      : host(static_cast<std::size_t>(elements * bytes_of(problem.dtype))), device(driver, host.size()) {
    random_inputs(problem.dtype, seed, which, elements, host.data());
    device.upload(host.data(), host.size());
  }

  std::vector<unsigned char> host;
  DeviceMemory device;
};

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
  /// same bits again, with and without log-sum-exps, and with an instrumented launch.
  void check(PreparedCall& call, const Problem& problem, std::uint64_t scratch_bytes, std::uint64_t seed) {
    const RandomTensor query(driver(), problem, InputTensor::query, query_elements(problem), seed);
    const RandomTensor key(driver(), problem, InputTensor::key, kv_elements(problem), seed);
    const RandomTensor value(driver(), problem, InputTensor::value, kv_elements(problem), seed);
    const std::size_t output_bytes = query.host.size();
    const std::size_t lse_bytes =
        static_cast<std::size_t>(problem.batch * problem.query_heads * problem.query_seqlen) * sizeof(float);
    const DeviceMemory output(driver(), output_bytes + guard_of_outputs);
    const DeviceMemory lse(driver(), lse_bytes + guard_of_outputs);
    const DeviceMemory scratch(driver(), scratch_bytes + guard_of_outputs);
    Tensors tensors{query.device.get(),
                    key.device.get(),
                    value.device.get(),
                    output.get(),
                    static_cast<float*>(lse.get()),
                    scratch_bytes > 0 ? scratch.get() : nullptr,
                    nullptr};
    const auto run = [&](const auto& launch) {
      for (const DeviceMemory* memory : {&output, &lse, &scratch}) memory->fill(poison_byte);
      const auto launched = launch();
      ASSERT_TRUE(launched) << launched.error().message;
      require_cuda(driver(), driver().cuCtxSynchronize(), "running the kernel");
    };

    run([&] { return call.launch(tensors, nullptr); });
    const std::vector<unsigned char> outputs = output.download();
    const std::vector<unsigned char> sums = lse.download();
    EXPECT_TRUE(is_poison(outputs, output_bytes)) << "wrote beyond the output";
    EXPECT_TRUE(is_poison(sums, lse_bytes)) << "wrote beyond the log-sum-exps";
    EXPECT_TRUE(is_poison(scratch.download(), scratch_bytes)) << "wrote beyond the scratch";
    const std::vector<std::int64_t> rows = all_rows(problem);
    const ReferenceRows reference =
        reference_attention(problem, query.host.data(), key.host.data(), value.host.data(), rows);
    const OutputError error = compare_output(problem, outputs.data(), reference);
    EXPECT_LE(error.relative_rms, problem.dtype == Dtype::fp16 ? 4e-4 : 3e-3);
    EXPECT_EQ(error.not_finite, 0);
    const LogSumExpError lse_error =
        compare_log_sum_exp(problem, reinterpret_cast<const float*>(sums.data()), reference);
    EXPECT_LE(lse_error.max_abs, 2e-4);
    EXPECT_EQ(lse_error.misplaced, 0);

    tensors.log_sum_exp = nullptr;
    run([&] { return call.launch(tensors, nullptr); });
    EXPECT_EQ(output.download(), outputs) << "a second run gave other bits";
    EXPECT_TRUE(is_poison(lse.download(), 0)) << "wrote log-sum-exps that nobody asked for";
  }

  static bool is_poison(const std::vector<unsigned char>& bytes, std::size_t from) {
    return std::all_of(bytes.begin() + static_cast<std::ptrdiff_t>(from), bytes.end(),
                       [](unsigned char byte) { return byte == poison_byte; });
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

TEST_F(DecodeOnGpu, InstrumentedBuildRecordsEverySplit) {
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
  const RandomTensor query(driver(), problem, InputTensor::query, query_elements(problem), 1);
  const RandomTensor keys(driver(), problem, InputTensor::key, kv_elements(problem), 1);
  const DeviceMemory output(driver(), query.host.size());
  const DeviceMemory scratch(driver(), decode_scratch(problem, tile).bytes());
  const DeviceMemory records(driver(), count * sizeof(TileRecord));
  records.fill(poison_byte);
  const Tensors tensors{query.device.get(),
                        keys.device.get(),
                        keys.device.get(),
                        output.get(),
                        nullptr,
                        scratch.get(),
                        nullptr};
  const auto launched =
      (*call)->launch_instrumented(tensors, static_cast<TileRecord*>(records.get()), nullptr);
  ASSERT_TRUE(launched) << launched.error().message;
  require_cuda(driver(), driver().cuCtxSynchronize(), "running the instrumented kernel");
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
