// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Every CPU implementation, type and set of instructions against the fp64 reference.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "kernels/cpu/cpu.h"
#include "tests/unit/cpu/cpu_call.h"

namespace attnscope {
namespace {

/// The bounds for fp16 and bf16; for fp32, a few roundings.
double relative_rms_bound(Dtype dtype) {
  switch (dtype) {
    case Dtype::fp16:
      return 4e-4;
    case Dtype::bf16:
      return 3e-3;
    default:
      return 1e-6;
  }
}

class CpuAttention : public testing::TestWithParam<cpu::InstructionSet> {
 protected:
  void check(const Problem& problem, int threads = 2, double log_sum_exp_bound = 1e-5) {
    SCOPED_TRACE(to_string(problem));
    ASSERT_TRUE(validate(problem)) << validate(problem).error().message;
    const HostInputs inputs(problem);
    const ReferenceRows reference = reference_attention(problem, inputs.query.data(), inputs.key.data(),
                                                        inputs.value.data(), all_rows(problem), 2);
    for (const auto& implementation : implementations(threads)) {
      SCOPED_TRACE(implementation->name());
      const CallErrors errors = run_and_compare(*implementation, problem, inputs, reference);
      EXPECT_EQ(errors.output.not_finite, 0);
      EXPECT_LT(errors.output.relative_rms, relative_rms_bound(problem.dtype));
      EXPECT_EQ(errors.log_sum_exp.misplaced, 0);
      EXPECT_LT(errors.log_sum_exp.max_abs, log_sum_exp_bound);
    }
  }

  /// Kept between problems: starting threads is most of a small test's time.
  const std::vector<std::unique_ptr<Implementation>>& implementations(int threads) {
    auto& made = made_[threads];
    if (made.empty()) made = make_cpu_implementations(threads, GetParam());
    return made;
  }

 private:
  std::map<int, std::vector<std::unique_ptr<Implementation>>> made_;
};

Problem small(Dtype dtype, Layout layout) {
  return Problem{.batch = 2,
                 .query_heads = 4,
                 .kv_heads = 2,
                 .query_seqlen = 70,
                 .kv_seqlen = 70,
                 .head_dim = 24,
                 .dtype = dtype,
                 .layout = layout};
}

TEST_P(CpuAttention, AllTypesLayoutsAndMasks) {
  for (const Dtype dtype : {Dtype::fp32, Dtype::fp16, Dtype::bf16})
    for (const Layout layout : {Layout::bhsd, Layout::bshd})
      for (int mask = 0; mask < 6; ++mask) {
        Problem problem = small(dtype, layout);
        problem.causal = mask == 1 || mask == 3;
        if (mask == 2 || mask == 3 || mask == 5) problem.window_left = 9;
        if (mask == 4 || mask == 5) problem.window_right = 3;
        check(problem);
      }
}

TEST_P(CpuAttention, SoftCapAlibiAndDropoutEachAndTogether) {
  for (const Dtype dtype : {Dtype::fp32, Dtype::fp16})
    for (const bool causal : {false, true})
      for (int options = 1; options < 8; ++options) {
        Problem problem = small(dtype, Layout::bshd);
        problem.query_heads = 6;  // no power of two: both kinds of slope
        problem.query_seqlen = 150;
        problem.kv_seqlen = causal ? 139 : 301;  // causal: the first rows see nothing
        problem.causal = causal;
        if (causal) problem.window_left = 77;
        if ((options & 1) != 0) problem.soft_cap = options % 4 == 1 ? 2 : 30;
        problem.alibi = (options & 2) != 0;
        if ((options & 4) != 0) {
          problem.dropout = 0.3;
          problem.dropout_seed = 0x7edcba9876543210U;
        }
        check(problem);
      }
}

TEST_P(CpuAttention, SoftCapsFarBelowAndAboveTheScores) {
  for (const double cap : {0.05, 1.0, 1e6}) {
    Problem problem = small(Dtype::fp32, Layout::bhsd);
    problem.softmax_scale = 3.0;
    problem.soft_cap = cap;
    check(problem, 2, 1e-4);
  }
}

TEST_P(CpuAttention, DropoutOfNextToEverything) {
  Problem problem = small(Dtype::fp32, Layout::bhsd);
  problem.dropout = 0.99;
  problem.dropout_seed = 3;
  check(problem);
}

TEST_P(CpuAttention, ChosenTiles) {
  Problem problem = small(Dtype::fp32, Layout::bshd);
  problem.query_seqlen = 300;
  problem.kv_seqlen = 333;
  problem.causal = true;
  const HostInputs inputs(problem);
  const ReferenceRows reference = reference_attention(problem, inputs.query.data(), inputs.key.data(),
                                                      inputs.value.data(), all_rows(problem), 2);
  for (const TileChoice& tile :
       {TileChoice{192, 16, {}, {}}, TileChoice{192, 208, {}, {}}, TileChoice{192, 1024, {}, {}}}) {
    SCOPED_TRACE(to_string(tile));
    const auto flash = implementations(2).back()->with_tile(tile).value();
    const CallErrors errors = run_and_compare(*flash, problem, inputs, reference);
    EXPECT_EQ(errors.output.not_finite, 0);
    EXPECT_LT(errors.output.relative_rms, relative_rms_bound(problem.dtype));
    EXPECT_EQ(errors.log_sum_exp.misplaced, 0);
  }
}

TEST_P(CpuAttention, EveryHeadDim) {
  for (std::int64_t head_dim = min_head_dim; head_dim <= max_head_dim; head_dim += head_dim_multiple)
    check({.batch = 1,
           .query_heads = 2,
           .kv_heads = 1,
           .query_seqlen = 33,
           .kv_seqlen = 65,
           .head_dim = head_dim,
           .dtype = head_dim % 16 == 0 ? Dtype::fp32 : Dtype::fp16,
           .causal = true});
}

TEST_P(CpuAttention, LengthsAroundEveryBlockSize) {
  for (const std::int64_t query : {1, 7, 8, 31, 32, 33, 127, 128, 129, 257})
    for (const std::int64_t key : {1, 3, 64, 127, 128, 129, 255, 257})
      check({.batch = 1,
             .query_heads = 1,
             .kv_heads = 1,
             .query_seqlen = query,
             .kv_seqlen = key,
             .head_dim = 16,
             .dtype = Dtype::fp32});
}

TEST_P(CpuAttention, CausalWithDifferentLengthsAlignsBottomRightAndLeavesEmptyRows) {
  check({.batch = 1,
         .query_heads = 2,
         .kv_heads = 2,
         .query_seqlen = 300,
         .kv_seqlen = 140,
         .head_dim = 32,
         .dtype = Dtype::fp32,
         .causal = true});
  check({.batch = 1,
         .query_heads = 2,
         .kv_heads = 2,
         .query_seqlen = 40,
         .kv_seqlen = 333,
         .head_dim = 32,
         .dtype = Dtype::fp32,
         .causal = true});
  check({.batch = 1,
         .query_heads = 2,
         .kv_heads = 2,
         .query_seqlen = 1,
         .kv_seqlen = 333,
         .head_dim = 32,
         .dtype = Dtype::bf16,
         .causal = true});
}

TEST_P(CpuAttention, WindowsThatSkipWholeBlocks) {
  for (const auto& [left, right] : {std::pair{0, 0}, {20, 0}, {0, 20}, {150, 150}, {400, 1}})
    check({.batch = 1,
           .query_heads = 1,
           .kv_heads = 1,
           .query_seqlen = 600,
           .kv_seqlen = 600,
           .head_dim = 16,
           .dtype = Dtype::fp32,
           .window_left = left,
           .window_right = right});
}

TEST_P(CpuAttention, AWindowEdgeBeyondEveryKeyLeavesRowsOfZero) {
  // 200 queries on 50 keys: with a right side of 10, the first 140 queries see nothing.
  check({.batch = 1,
         .query_heads = 2,
         .kv_heads = 1,
         .query_seqlen = 200,
         .kv_seqlen = 50,
         .head_dim = 16,
         .dtype = Dtype::fp16,
         .window_right = 10});
}

TEST_P(CpuAttention, GroupsOfQueryHeadsAndAScaleOfItsOwn) {
  for (const std::int64_t kv_heads : {1, 2, 3, 6})
    check({.batch = 2,
           .query_heads = 6,
           .kv_heads = kv_heads,
           .query_seqlen = 50,
           .kv_seqlen = 90,
           .head_dim = 40,
           .dtype = Dtype::bf16,
           .softmax_scale = 0.3,
           .layout = Layout::bhsd});
}

TEST_P(CpuAttention, ScoresOfLargeRangeDoNotOverflow) {
  // Scores up to some 200: exp would overflow without the running maximum. A log-sum-exp of 200 has a
  // rounding error of its own of 1e-5.
  const Problem problem{.batch = 1,
                        .query_heads = 1,
                        .kv_heads = 1,
                        .query_seqlen = 64,
                        .kv_seqlen = 300,
                        .head_dim = 64,
                        .dtype = Dtype::fp16,
                        .softmax_scale = 5.0};
  check(problem, 2, 1e-4);
}

TEST_P(CpuAttention, AnyNumberOfThreadsGivesTheSame) {
  for (const int threads : {1, 2, 3, 7})
    check({.batch = 1,
           .query_heads = 3,
           .kv_heads = 1,
           .query_seqlen = 200,
           .kv_seqlen = 200,
           .head_dim = 64,
           .dtype = Dtype::fp32,
           .causal = true},
          threads);
}

TEST_P(CpuAttention, RandomProblems) {
  std::mt19937 random(20260401);
  const auto choose = [&](std::int64_t from, std::int64_t to) {
    return std::uniform_int_distribution<std::int64_t>(from, to)(random);
  };
  for (int round = 0; round < 60; ++round) {
    Problem problem;
    problem.batch = choose(1, 2);
    problem.kv_heads = choose(1, 3);
    problem.query_heads = problem.kv_heads * choose(1, 3);
    problem.query_seqlen = choose(1, 300);
    problem.kv_seqlen = choose(1, 300);
    problem.head_dim = 8 * choose(2, 20);
    problem.dtype = static_cast<Dtype>(choose(0, 2));
    problem.causal = choose(0, 1) == 1;
    if (choose(0, 2) == 0) problem.window_left = choose(0, 200);
    if (choose(0, 2) == 0) problem.window_right = choose(0, 200);
    problem.layout = choose(0, 1) == 1 ? Layout::bhsd : Layout::bshd;
    check(problem);
  }
}

INSTANTIATE_TEST_SUITE_P(Instructions, CpuAttention, testing::ValuesIn(cpu::usable_instruction_sets()),
                         [](const auto& test) {
                           std::string name(cpu::name_of(test.param));
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace attnscope
