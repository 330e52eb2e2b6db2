// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Flash attention in e4m3 on a GPU. The kernel is compared with fp64 attention over the very numbers that its
// quantiser wrote, the whole with fp64 attention over the inputs.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>
#include <vector>

#include "kernels/cuda/compile/kernel_loader.h"
#include "kernels/cuda/flash/flash.h"
#include "kernels/cuda/flash/flash_call.h"
#include "kernels/cuda/flash/fp8/quantise.h"
#include "kernels/problem/strides.h"
#include "kernels/reference/compare.h"
#include "kernels/reference/convert.h"
#include "kernels/reference/reference.h"
#include "tests/gpu/flash/flash_bench.h"
#include "tests/gpu/gpu_device.h"

namespace attnscope {
namespace {

using Bytes = std::vector<unsigned char>;

/// N(0, 1), and with outliers N(0, 100) added to one number in a thousand.
std::vector<float> normal_numbers(std::int64_t count, std::uint64_t seed, bool outliers) {
  std::mt19937_64 random(seed);
  std::normal_distribution<float> normal;
  std::uniform_real_distribution<float> uniform;
  std::vector<float> numbers(static_cast<std::size_t>(count));
  for (float& number : numbers) {
    number = normal(random);
    if (outliers && uniform(random) < 0.001F) number += 10 * normal(random);
  }
  return numbers;
}

Bytes narrowed(Dtype dtype, const std::vector<float>& numbers) {
  Bytes bytes(numbers.size() * static_cast<std::size_t>(bytes_of(dtype)));
  narrow(dtype, numbers.data(), static_cast<std::int64_t>(numbers.size()), bytes.data(), 0);
  return bytes;
}

/// Q, K and V on the host as floats, in the problem's layout.
struct HostInputs {
  std::vector<float> query;
  std::vector<float> key;
  std::vector<float> value;

  ReferenceRows reference(Problem problem, const std::vector<std::int64_t>& rows) const {
    if (!problem.softmax_scale) problem.softmax_scale = effective_softmax_scale(problem);
    problem.dtype = Dtype::fp32;
    return reference_attention(problem, query.data(), key.data(), value.data(), rows);
  }
};

/// Inputs on host and device, scratch, and poisoned outputs with a guard behind them.
class Fp8Bench {
 public:
  Fp8Bench(const CudaDriver& driver, const Problem& problem, std::uint64_t seed, bool outliers)
      : problem_(problem),
        quantised_(problem),
        query_(narrowed(problem.dtype, normal_numbers(query_elements(problem), seed, outliers))),
        key_(narrowed(problem.dtype, normal_numbers(kv_elements(problem), seed + 1, outliers))),
        value_(narrowed(problem.dtype, normal_numbers(kv_elements(problem), seed + 2, outliers))),
        device_query_(driver, query_.size()),
        device_key_(driver, key_.size()),
        device_value_(driver, value_.size()),
        scratch_(driver, quantised_.bytes),
        output_(driver, query_.size() + guard_bytes),
        lse_(driver, lse_bytes() + guard_bytes) {
    device_query_.upload(query_.data(), query_.size());
    device_key_.upload(key_.data(), key_.size());
    device_value_.upload(value_.data(), value_.size());
    scratch_.fill(poison);
  }

  Tensors tensors(bool with_lse) const {
    Tensors tensors;
    tensors.query = device_query_.get();
    tensors.key = device_key_.get();
    tensors.value = device_value_.get();
    tensors.output = output_.get();
    tensors.log_sum_exp = with_lse ? static_cast<float*>(lse_.get()) : nullptr;
    tensors.scratch = scratch_.get();
    return tensors;
  }

  void poison_outputs() const {
    output_.fill(poison);
    lse_.fill(poison);
  }
  Bytes output() const { return output_.download(); }
  Bytes log_sum_exp() const { return lse_.download(); }
  std::size_t output_bytes() const { return query_.size(); }
  std::size_t lse_bytes() const {
    return static_cast<std::size_t>(problem_.batch * problem_.query_heads * problem_.query_seqlen) *
           sizeof(float);
  }

  HostInputs inputs() const { return {widened(query_), widened(key_), widened(value_)}; }

  /// What the quantiser made of them.
  HostInputs quantised_inputs() const {
    const Bytes scratch = scratch_.download();
    return {dequantised(scratch, quantised_.query, query_strides(problem_)),
            dequantised(scratch, quantised_.key, kv_strides(problem_)),
            dequantised(scratch, quantised_.value, kv_strides(problem_))};
  }

 private:
  std::vector<float> widened(const Bytes& bytes) const {
    const std::int64_t count = static_cast<std::int64_t>(bytes.size()) / bytes_of(problem_.dtype);
    std::vector<float> numbers(static_cast<std::size_t>(count));
    widen(problem_.dtype, bytes.data(), 0, count, numbers.data());
    return numbers;
  }

  std::vector<float> dequantised(const Bytes& scratch, const QuantisedTensor& tensor,
                                 const Strides& strides) const {
    std::vector<float> numbers(
        static_cast<std::size_t>(problem_.batch * tensor.heads * tensor.rows * problem_.head_dim));
    for (std::int64_t batch = 0; batch < problem_.batch; ++batch) {
      for (std::int64_t head = 0; head < tensor.heads; ++head) {
        const std::int64_t batch_head = batch * tensor.heads + head;
        float scale = 0;
        std::memcpy(&scale,
                    scratch.data() + tensor.scales + static_cast<std::size_t>(batch_head) * sizeof(float),
                    sizeof scale);
        for (std::int64_t row = 0; row < tensor.rows; ++row) {
          float* const to = numbers.data() + strides.offset(batch, head, row);
          widen(Dtype::fp8_e4m3, scratch.data() + tensor.numbers,
                (batch_head * tensor.rows + row) * problem_.head_dim, problem_.head_dim, to);
          for (std::int64_t d = 0; d < problem_.head_dim; ++d) to[d] *= scale;
        }
      }
    }
    return numbers;
  }

  Problem problem_;
  QuantisedInputs quantised_;
  Bytes query_;
  Bytes key_;
  Bytes value_;
  DeviceMemory device_query_;
  DeviceMemory device_key_;
  DeviceMemory device_value_;
  DeviceMemory scratch_;
  DeviceMemory output_;
  DeviceMemory lse_;
};

class FlashFp8OnGpu : public testing::Test {
 protected:
  void SetUp() override {
    std::string why_not;
    gpu_ = GpuDevice::first(why_not);
    if (gpu_ == nullptr) GTEST_SKIP() << "needs a GPU: " << why_not;
    const auto capability = compute_capability(driver(), gpu_->device());
    ASSERT_TRUE(capability) << capability.error().message;
    if (*capability != ComputeCapability{9, 0}) GTEST_SKIP() << "needs a Hopper GPU";
    device_ = {&driver(), *capability, std::int64_t{50} << 20, 132};
    auto made = make_flash_implementations(driver(), gpu_->device());
    ASSERT_TRUE(made) << made.error().message;
    implementations_ = *std::move(made);
  }

  const CudaDriver& driver() const { return gpu_->driver(); }

  std::unique_ptr<PreparedCall> prepare(const Problem& problem, const char* name = "flash-fp8") {
    for (const auto& implementation : implementations_) {
      if (implementation->name() != name) continue;
      EXPECT_TRUE(implementation->supports(problem));
      auto call = implementation->prepare(problem);
      if (call) return *std::move(call);
      ADD_FAILURE() << call.error().message;
    }
    return nullptr;
  }

  void accept(PreparedCall& call, const Fp8Bench& bench) const {
    const auto accepted = call.accept(bench.tensors(true), nullptr);
    ASSERT_TRUE(accepted) << accepted.error().message;
    require_cuda(driver(), driver().cuCtxSynchronize(), "rounding the inputs");
  }

  void run(PreparedCall& call, const Fp8Bench& bench, bool with_lse) const {
    bench.poison_outputs();
    const auto launched = call.launch(bench.tensors(with_lse), nullptr);
    ASSERT_TRUE(launched) << launched.error().message;
    require_cuda(driver(), driver().cuCtxSynchronize(), "running the kernel");
  }

  /// Against fp64 attention over what the quantiser wrote: probabilities are rounded, and nothing else. Every
  /// element of the output, the log-sum-exps, the guards, and the bits of a second run.
  void check(PreparedCall& call, const Problem& problem, std::uint64_t seed) {
    SCOPED_TRACE(to_string(problem) + " " + to_string(*call.tile()));
    const Fp8Bench bench(driver(), problem, seed, seed % 4 == 0);
    accept(call, bench);
    run(call, bench, true);
    const Bytes output = bench.output();
    const Bytes lse = bench.log_sum_exp();
    EXPECT_TRUE(is_poison(output, bench.output_bytes())) << "wrote beyond the output";
    EXPECT_TRUE(is_poison(lse, bench.lse_bytes())) << "wrote beyond the log-sum-exps";

    const ReferenceRows reference = bench.quantised_inputs().reference(problem, all_rows(problem));
    const OutputError error = compare_output(problem, output.data(), reference);
    EXPECT_LE(error.relative_rms, 0.04);
    EXPECT_EQ(error.not_finite, 0);
    const LogSumExpError lse_error =
        compare_log_sum_exp(problem, reinterpret_cast<const float*>(lse.data()), reference);
    // Sums inside the tensor cores keep some 13 bits.
    double largest = 1;
    for (const double number : reference.log_sum_exp)
      if (std::isfinite(number)) largest = std::max(largest, std::abs(number));
    EXPECT_LE(lse_error.max_abs, largest * 2e-3);
    EXPECT_EQ(lse_error.misplaced, 0);

    run(call, bench, false);
    EXPECT_EQ(bench.output(), output) << "a second run gave other bits";
    EXPECT_TRUE(is_poison(bench.log_sum_exp(), 0)) << "wrote log-sum-exps that nobody asked for";
  }

  const GpuDevice* gpu_ = nullptr;
  FlashDevice device_;
  std::vector<std::unique_ptr<Implementation>> implementations_;
};

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
      auto call = prepare_flash(device_, problem, FlashForm::sm90_fp8, candidate);
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

TEST_F(FlashFp8OnGpu, QuantisingRoundsToTheNearestOfAHeadsScale) {
  Problem problem;
  problem.batch = 2;
  problem.query_heads = 6;
  problem.kv_heads = 3;
  problem.query_seqlen = 77;
  problem.kv_seqlen = 130;
  problem.head_dim = 64;
  const auto call = prepare(problem);
  ASSERT_NE(call, nullptr);
  const Fp8Bench bench(driver(), problem, 3, false);
  accept(*call, bench);
  const HostInputs before = bench.inputs();
  const HostInputs after = bench.quantised_inputs();
  const Strides strides = query_strides(problem);
  for (std::int64_t batch = 0; batch < problem.batch; ++batch) {
    for (std::int64_t head = 0; head < problem.query_heads; ++head) {
      float largest = 0;
      for (std::int64_t row = 0; row < problem.query_seqlen; ++row)
        for (std::int64_t d = 0; d < problem.head_dim; ++d)
          largest = std::max(
              largest,
              std::abs(before.query[static_cast<std::size_t>(strides.offset(batch, head, row) + d)]));
      // Half of the distance between neighbours: three bits behind the point, or 2^−9 of the scale.
      const float smallest_step = largest / 448 / 512;
      for (std::int64_t row = 0; row < problem.query_seqlen; ++row) {
        for (std::int64_t d = 0; d < problem.head_dim; ++d) {
          const auto at = static_cast<std::size_t>(strides.offset(batch, head, row) + d);
          const float allowed = std::max(std::abs(before.query[at]) / 16, smallest_step / 2) * 1.001F;
          ASSERT_LE(std::abs(after.query[at] - before.query[at]), allowed) << at;
        }
      }
    }
  }
}

TEST_F(FlashFp8OnGpu, HadamardKeepsProductsAndSpreadsOutliers) {
  Problem problem;
  problem.query_heads = problem.kv_heads = 2;
  problem.query_seqlen = problem.kv_seqlen = 64;
  for (const std::int64_t head_dim : {64, 128, 256}) {
    problem.head_dim = head_dim;
    const Fp8Bench bench(driver(), problem, 5, true);
    double error[2] = {};
    const HostInputs exact = bench.inputs();
    for (const bool hadamard : {false, true}) {
      const auto call = prepare(problem, hadamard ? "flash-fp8-hadamard" : "flash-fp8");
      ASSERT_NE(call, nullptr);
      accept(*call, bench);
      const HostInputs rounded = bench.quantised_inputs();
      const Strides strides = query_strides(problem);
      for (std::int64_t query = 0; query < 64; ++query) {
        for (std::int64_t key = 0; key < 64; ++key) {
          double difference = 0;
          for (std::int64_t d = 0; d < head_dim; ++d) {
            const auto q = static_cast<std::size_t>(strides.offset(0, 1, query) + d);
            const auto k = static_cast<std::size_t>(strides.offset(0, 1, key) + d);
            difference += double{rounded.query[q]} * rounded.key[k] - double{exact.query[q]} * exact.key[k];
          }
          error[hadamard ? 1 : 0] += difference * difference;
        }
      }
      error[hadamard ? 1 : 0] =
          std::sqrt(error[hadamard ? 1 : 0] / (64 * 64 * static_cast<double>(head_dim)));
    }
    EXPECT_LT(error[0], 0.15) << head_dim;
    EXPECT_LT(error[1], 0.15) << head_dim;
    RecordProperty("error_plain", std::to_string(error[0]));
    RecordProperty("error_hadamard", std::to_string(error[1]));
  }
}

/// Relative RMS of `rows`' answers, in the reference's order, against `exact`.
double relative_rms(const std::vector<double>& answers, const ReferenceRows& exact) {
  double difference = 0;
  double size = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    difference += (answers[i] - exact.output[i]) * (answers[i] - exact.output[i]);
    size += exact.output[i] * exact.output[i];
  }
  return std::sqrt(difference / size);
}

/// Attention in double over `inputs`, its probabilities rounded as the kernel's are: 2^8 times what they are
/// beside the row's largest, to e4m3; their sum unrounded.
std::vector<double> with_rounded_probabilities(const Problem& problem, const HostInputs& inputs,
                                               const std::vector<std::int64_t>& rows) {
  const Strides query = query_strides(problem);
  const Strides kv = kv_strides(problem);
  const double scale = effective_softmax_scale(problem);
  std::vector<double> output;
  std::vector<float> probabilities(static_cast<std::size_t>(problem.kv_seqlen));
  Bytes rounded(probabilities.size());
  std::vector<double> scores(probabilities.size());
  for (std::int64_t head = 0; head < problem.query_heads; ++head) {
    for (const std::int64_t row : rows) {
      const KeyRange keys = visible_keys(problem, row);
      const float* const q = inputs.query.data() + query.offset(0, head, row);
      double largest = -INFINITY;
      for (std::int64_t key = keys.first; key < keys.end; ++key) {
        const float* const k = inputs.key.data() + kv.offset(0, head, key);
        double product = 0;
        for (std::int64_t d = 0; d < problem.head_dim; ++d) product += double{q[d]} * k[d];
        scores[static_cast<std::size_t>(key)] = product * scale;
        largest = std::max(largest, product * scale);
      }
      double sum = 0;
      std::fill(probabilities.begin(), probabilities.end(), 0.0F);
      for (std::int64_t key = keys.first; key < keys.end; ++key) {
        const double probability = 256 * std::exp(scores[static_cast<std::size_t>(key)] - largest);
        sum += probability;
        probabilities[static_cast<std::size_t>(key)] = static_cast<float>(probability);
      }
      narrow(Dtype::fp8_e4m3, probabilities.data(), problem.kv_seqlen, rounded.data(), 0);
      widen(Dtype::fp8_e4m3, rounded.data(), 0, problem.kv_seqlen, probabilities.data());
      std::vector<double> out(static_cast<std::size_t>(problem.head_dim));
      for (std::int64_t key = keys.first; key < keys.end; ++key) {
        const float* const v = inputs.value.data() + kv.offset(0, head, key);
        const double probability = probabilities[static_cast<std::size_t>(key)];
        for (std::size_t d = 0; d < out.size(); ++d) out[d] += probability * v[d];
      }
      for (const double number : out) output.push_back(number / sum);
    }
  }
  return output;
}

/// The kernel's answers of `rows`, in the reference's order.
std::vector<double> rows_of(const Problem& problem, const Bytes& output,
                            const std::vector<std::int64_t>& rows) {
  std::vector<double> numbers;
  std::vector<double> row_numbers(static_cast<std::size_t>(problem.head_dim));
  for (std::int64_t head = 0; head < problem.query_heads; ++head) {
    for (const std::int64_t row : rows) {
      widen(problem.dtype, output.data(), query_strides(problem).offset(0, head, row), problem.head_dim,
            row_numbers.data());
      numbers.insert(numbers.end(), row_numbers.begin(), row_numbers.end());
    }
  }
  return numbers;
}

TEST_F(FlashFp8OnGpu, ErrorIsThatOfRoundingInputsAndProbabilities) {
  for (const std::int64_t head_dim : {64, 128, 256}) {
    for (const std::int64_t seqlen : {1024, 2048, 16384}) {
      for (const bool outliers : {false, true}) {
        for (const bool hadamard : {false, true}) {
          if (hadamard && seqlen != 1024) continue;
          Problem problem;
          problem.query_heads = problem.kv_heads = 2;
          problem.query_seqlen = problem.kv_seqlen = seqlen;
          problem.head_dim = head_dim;
          problem.causal = seqlen == 2048;
          const auto call = prepare(problem, hadamard ? "flash-fp8-hadamard" : "flash-fp8");
          ASSERT_NE(call, nullptr);
          const Fp8Bench bench(driver(), problem, 23, outliers);
          accept(*call, bench);
          run(*call, bench, false);
          std::vector<std::int64_t> rows;
          for (std::int64_t row = 3; row < seqlen; row += seqlen / 64) rows.push_back(row);
          const ReferenceRows exact = bench.inputs().reference(problem, rows);
          const HostInputs rounded = bench.quantised_inputs();
          const double inputs_alone = relative_rms(rounded.reference(problem, rows).output, exact);
          const double emulated = relative_rms(with_rounded_probabilities(problem, rounded, rows), exact);
          const double measured = relative_rms(rows_of(problem, bench.output(), rows), exact);
          std::printf("D %d S %d%s%s: relative RMS %.3e, inputs alone %.3e (x%.3f), emulated %.3e (x%.3f)\n",
                      static_cast<int>(head_dim), static_cast<int>(seqlen), outliers ? " outliers" : "",
                      hadamard ? " hadamard" : "", measured, inputs_alone, measured / inputs_alone, emulated,
                      measured / emulated);
          EXPECT_LE(measured, 1.25 * inputs_alone);
          EXPECT_LE(measured, 1.05 * emulated);
        }
      }
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
  const Fp8Bench bench(driver(), problem, 9, false);
  accept(*call, bench);
  run(*call, bench, false);
  const Bytes output = bench.output();

  const auto count = static_cast<std::size_t>(call->tile_records());
  const DeviceMemory records(driver(), count * sizeof(TileRecord));
  records.fill(poison);
  bench.poison_outputs();
  const auto launched =
      call->launch_instrumented(bench.tensors(false), static_cast<TileRecord*>(records.get()), nullptr);
  ASSERT_TRUE(launched) << launched.error().message;
  require_cuda(driver(), driver().cuCtxSynchronize(), "running the instrumented kernel");
  EXPECT_EQ(bench.output(), output);
  const Bytes bytes = records.download();
  std::vector<TileRecord> tiles(count);
  std::memcpy(tiles.data(), bytes.data(), bytes.size());
  for (std::size_t i = 0; i < count; ++i) {
    EXPECT_EQ(tiles[i].work_item, i);
    EXPECT_LE(tiles[i].start_ns, tiles[i].end_ns);
    EXPECT_LT(tiles[i].end_ns - tiles[i].start_ns, 1'000'000'000U);
  }
}

}  // namespace
}  // namespace attnscope
