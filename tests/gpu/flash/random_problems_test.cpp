// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Every form of flash attention on hundreds of random problems of every kind that it takes: against the fp64
// reference, and against the error of standard attention in the same type.
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "kernels/cuda/flash/flash.h"
#include "kernels/problem/half.h"
#include "kernels/problem/strides.h"
#include "kernels/reference/compare.h"
#include "kernels/reference/convert.h"
#include "tests/gpu/flash/flash_bench.h"
#include "tests/gpu/flash/standard_in_type.h"

namespace attnscope {
namespace {

constexpr int problems_per_case = 16;

struct RandomProblem {
  Problem problem;
  bool outliers = false;
  FlashInputs inputs;
};

/// Makes every 500th element or so 20 times as large.
void add_outliers(Dtype dtype, std::vector<unsigned char>& tensor, std::mt19937_64& random) {
  const auto elements = static_cast<std::int64_t>(tensor.size()) / bytes_of(dtype);
  for (std::int64_t at = 0; at < elements; at += 1 + static_cast<std::int64_t>(random() % 1000)) {
    float value = 0;
    widen(dtype, tensor.data(), at, 1, &value);
    value *= 20;
    narrow(dtype, &value, 1, tensor.data(), at);
  }
}

/// Small enough for the reference.
RandomProblem random_problem(std::uint64_t seed, bool half_only) {
  std::mt19937_64 random(seed);
  const auto between = [&](std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
  };
  const auto chance = [&](int in) { return random() % static_cast<std::uint64_t>(in) == 0; };
  RandomProblem made;
  Problem& problem = made.problem;
  problem.batch = between(1, 3);
  problem.kv_heads = between(1, 3);
  problem.query_heads = problem.kv_heads * between(1, 4);
  problem.query_seqlen = chance(6) ? 1 : between(1, 400);
  problem.kv_seqlen = chance(3) ? problem.query_seqlen : between(1, 600);
  problem.head_dim = between(2, 32) * 8;
  problem.dtype = chance(2) && !half_only ? Dtype::bf16 : Dtype::fp16;
  problem.causal = chance(2);
  if (chance(3)) problem.window_left = between(0, 300);
  if (chance(3)) problem.window_right = between(0, 300);
  if (chance(4)) problem.softmax_scale = 0.02 * static_cast<double>(between(1, 20));
  problem.layout = chance(2) ? Layout::bhsd : Layout::bshd;
  const std::int64_t option = between(0, 7);  // the other half has none
  constexpr std::array caps{2.0, 10.0, 30.0, 50.0, 1000.0};
  if (option == 0 || option == 3) problem.soft_cap = caps.at(random() % caps.size());
  if (option == 1 || option == 3) problem.alibi = true;
  if (option == 2 || option == 3) {
    problem.dropout = 0.05 * static_cast<double>(between(1, 19));
    problem.dropout_seed = random() >> 1U;
  }
  made.inputs = normal_inputs(problem, seed);
  made.outliers = chance(5);
  if (made.outliers)
    for (auto* tensor : {&made.inputs.query, &made.inputs.key, &made.inputs.value})
      add_outliers(problem.dtype, *tensor, random);
  return made;
}

using Case = std::tuple<std::string, int>;

class FlashRandomProblems : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    std::string why_not;
    gpu_ = GpuDevice::first(why_not);
    if (gpu_ == nullptr) GTEST_SKIP() << "needs a GPU: " << why_not;
    auto made = make_flash_implementations(gpu_->driver(), gpu_->device());
    ASSERT_TRUE(made) << made.error().message;
    implementations_ = *std::move(made);
    flash_ = named(implementations_, std::get<0>(GetParam()));
    if (flash_ == nullptr) GTEST_SKIP() << "this GPU has no form of that name";
  }

  void run(PreparedCall& call, const FlashBench& bench) const {
    bench.poison_outputs();
    const auto launched = call.launch(bench.tensors(true), nullptr);
    ASSERT_TRUE(launched) << launched.error().message;
    require_cuda(gpu_->driver(), gpu_->driver().cuCtxSynchronize(), "running the kernel");
  }

  void check(const RandomProblem& random) {
    const Problem& problem = random.problem;
    ASSERT_TRUE(validate(problem));
    auto call = flash_->prepare(problem);
    ASSERT_TRUE(call) << call.error().message;
    const auto workspace = flash_->workspace(problem);
    ASSERT_TRUE(workspace) << workspace.error().message;
    const FlashBench bench(gpu_->driver(), problem, random.inputs, workspace->scratch);
    run(**call, bench);
    const std::vector<unsigned char> output = bench.output();
    const std::vector<unsigned char> lse = bench.log_sum_exp();
    EXPECT_TRUE(is_poison(output, bench.output_bytes())) << "wrote beyond the output";
    EXPECT_TRUE(is_poison(lse, bench.lse_bytes())) << "wrote beyond the log-sum-exps";

    const ReferenceRows reference = bench.reference();
    const OutputError error = compare_output(problem, output.data(), reference);
    EXPECT_EQ(error.not_finite, 0) << "left elements unwritten";
    if (!random.outliers) {
      EXPECT_LE(error.relative_rms, problem.dtype == Dtype::fp16 ? 4e-4 : 3e-3);
    }
    const std::vector<unsigned char> standard =
        standard_in_type(problem, random.inputs.query, random.inputs.key, random.inputs.value);
    EXPECT_LE(error.max_abs, 2 * compare_output(problem, standard.data(), reference).max_abs + 1e-5);

    const LogSumExpError lse_error =
        compare_log_sum_exp(problem, reinterpret_cast<const float*>(lse.data()), reference);
    EXPECT_EQ(lse_error.misplaced, 0);
    // Some hundreds, where outliers or ALiBi make them so, have a rounding error of their own.
    EXPECT_LE(lse_error.max_abs, random.outliers ? 5e-3 : problem.alibi ? 5e-4 : 2e-4);

    run(**call, bench);
    EXPECT_TRUE(bench.output() == output && bench.log_sum_exp() == lse) << "a second run gave other bits";
  }

 private:
  const GpuDevice* gpu_ = nullptr;
  std::vector<std::unique_ptr<Implementation>> implementations_;
  Implementation* flash_ = nullptr;
};

TEST_P(FlashRandomProblems, MatchTheReference) {
  const auto& [name, block] = GetParam();
  for (int index = 0; index < problems_per_case; ++index) {
    const auto seed = static_cast<std::uint64_t>(std::int64_t{block} * problems_per_case + index);
    const RandomProblem random = random_problem(seed, name == "flash-sm75");
    SCOPED_TRACE("seed " + std::to_string(seed) + ", " + to_string(random.problem) +
                 (random.outliers ? ", outliers" : ""));
    check(random);
  }
}

std::string case_name(const testing::TestParamInfo<Case>& test) {
  std::string name = std::get<0>(test.param) + "_" + std::to_string(std::get<1>(test.param));
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

// 320 problems each for the forms of Hopper and Ampere, 96 for Turing's.
INSTANTIATE_TEST_SUITE_P(Newest, FlashRandomProblems,
                         testing::Combine(testing::Values("flash"), testing::Range(0, 20)), case_name);
INSTANTIATE_TEST_SUITE_P(Ampere, FlashRandomProblems,
                         testing::Combine(testing::Values("flash-sm80"), testing::Range(20, 40)), case_name);
INSTANTIATE_TEST_SUITE_P(Turing, FlashRandomProblems,
                         testing::Combine(testing::Values("flash-sm75"), testing::Range(40, 46)), case_name);

}  // namespace
}  // namespace attnscope
