// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Every form of flash attention on hundreds of random problems of every kind that it takes: against the fp64
// reference, and against the error of standard attention in the same type.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "kernels/cuda/flash/flash_call.h"
#include "kernels/cuda/flash/flash_tiles.h"
#include "kernels/reference/convert.h"
#include "tests/gpu/flash/flash_fixture.h"
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

class FlashRandomProblems : public FlashFixture, public testing::WithParamInterface<Case> {
 protected:
  using FlashFixture::check;

  void check(Implementation& flash, const RandomProblem& random) {
    const Problem& problem = random.problem;
    ASSERT_TRUE(validate(problem));
    auto call = flash.prepare(problem);
    ASSERT_TRUE(call) << call.error().message;
    const auto workspace = flash.workspace(problem);
    ASSERT_TRUE(workspace) << workspace.error().message;
    check(**call, random, workspace->scratch);
  }

  void check(PreparedCall& call, const RandomProblem& random, std::int64_t scratch) {
    const Problem& problem = random.problem;
    const FlashBuffers buffers(driver(), problem, random.inputs, scratch);
    const ReferenceRows reference = buffers.reference();
    // With outliers, standard attention's error is the only measure, and log-sum-exps are hundreds.
    const AllowedError allowed = random.outliers ? AllowedError{std::numeric_limits<double>::infinity(), 5e-3}
                                                 : rounding_error(problem);
    const OutputError error = check(call, buffers, reference, allowed);
    const std::vector<unsigned char> standard =
        standard_in_type(problem, random.inputs.query, random.inputs.key, random.inputs.value);
    EXPECT_LE(error.max_abs, 2 * compare_output(problem, standard.data(), reference).max_abs + 1e-5);
  }
};

TEST_P(FlashRandomProblems, MatchTheReference) {
  const auto& [name, block] = GetParam();
  Implementation* const flash = named(name);
  if (flash == nullptr) GTEST_SKIP() << "this GPU has no form of that name";
  for (int index = 0; index < problems_per_case; ++index) {
    const auto seed = static_cast<std::uint64_t>(std::int64_t{block} * problems_per_case + index);
    const RandomProblem random = random_problem(seed, name == "flash-sm75");
    SCOPED_TRACE("seed " + std::to_string(seed) + ", " + to_string(random.problem) +
                 (random.outliers ? ", outliers" : ""));
    check(*flash, random);
  }
}

/// Problems this short are never given to pairs of CTAs by themselves.
class FlashInPairs : public FlashRandomProblems {};

TEST_P(FlashInPairs, MatchTheReference) {
  if (flash_form(device().capability) != FlashForm::sm90) GTEST_SKIP() << "needs a Hopper GPU";
  const int block = std::get<1>(GetParam());
  for (int index = 0; index < problems_per_case; ++index) {
    const auto seed = static_cast<std::uint64_t>(std::int64_t{block} * problems_per_case + index);
    RandomProblem random = random_problem(seed, false);
    Problem& problem = random.problem;
    problem.soft_cap.reset();
    problem.dropout = 0;
    SCOPED_TRACE("seed " + std::to_string(seed) + ", " + to_string(problem) +
                 (random.outliers ? ", outliers" : ""));
    FlashTile tile = flash_tile(problem, FlashForm::sm90, device().capability);
    tile.cluster = 2;
    if (tile.head_dim == 64) {  // as for long problems
      tile.cut.block_m = 192;
      tile.cut.warps = 16;
    }
    auto call = prepare_flash(device(), problem, FlashForm::sm90, tile);
    ASSERT_TRUE(call) << call.error().message;
    check(**call, random, 0);
  }
}

std::string case_name(const testing::TestParamInfo<Case>& test) {
  std::string name = std::get<0>(test.param) + "_" + std::to_string(std::get<1>(test.param));
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

// 320 problems each for the forms of Hopper, alone and in pairs, and of Ampere, 96 for Turing's.
INSTANTIATE_TEST_SUITE_P(Newest, FlashRandomProblems,
                         testing::Combine(testing::Values("flash"), testing::Range(0, 20)), case_name);
INSTANTIATE_TEST_SUITE_P(Newest, FlashInPairs,
                         testing::Combine(testing::Values("pairs"), testing::Range(46, 66)), case_name);
INSTANTIATE_TEST_SUITE_P(Ampere, FlashRandomProblems,
                         testing::Combine(testing::Values("flash-sm80"), testing::Range(20, 40)), case_name);
INSTANTIATE_TEST_SUITE_P(Turing, FlashRandomProblems,
                         testing::Combine(testing::Values("flash-sm75"), testing::Range(40, 46)), case_name);

}  // namespace
}  // namespace attnscope
