// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Every kernel of standard attention compiles for every architecture, without spills or complaints.
#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <vector>

#include "kernels/cuda/compile/compiler.h"
#include "kernels/cuda/standard/softmax_form.h"

namespace attnscope {
namespace {

using Case = std::tuple<std::string, Dtype>;

class StandardKernels : public testing::TestWithParam<Case> {};

TEST_P(StandardKernels, CompileWithoutSpills) {
  const auto& [target, dtype] = GetParam();
  for (const KernelVariant& variant : standard_kernel_variants(dtype, target)) {
    std::string defines;
    for (const std::string& define : variant.defines) defines += " " + define;
    SCOPED_TRACE(to_string(variant) + defines);
    const Result<CompiledKernel> compiled = compile(variant);
    ASSERT_TRUE(compiled) << compiled.error().message;
    EXPECT_EQ(compiled->report.resources.spill_store_bytes, 0);
    EXPECT_EQ(compiled->report.resources.spill_load_bytes, 0);
    EXPECT_EQ(compiled->report.resources.stack_bytes, 0);
    EXPECT_GT(compiled->report.resources.registers, 0);
    EXPECT_TRUE(compiled->report.warnings.empty()) << compiled->report.warnings.front();
  }
}

/// Soft cap, ALiBi and dropout, where they press the most on the registers.
TEST(StandardKernelsWithOptions, CompileWithoutSpills) {
  const auto expect_fits = [](const KernelVariant& variant) {
    SCOPED_TRACE(to_string(variant));
    const Result<CompiledKernel> compiled = compile(variant);
    ASSERT_TRUE(compiled) << compiled.error().message;
    EXPECT_EQ(compiled->report.resources.spill_store_bytes, 0);
    EXPECT_EQ(compiled->report.resources.stack_bytes, 0);
    EXPECT_TRUE(compiled->report.warnings.empty()) << compiled->report.warnings.front();
  };
  for (const std::string target : {"sm_75", "sm_90a"}) {
    Problem problem;
    problem.soft_cap = 30;
    problem.alibi = true;
    problem.dropout = 0.1;
    expect_fits(softmax_variant(problem, "standard_softmax", target));
    expect_fits(eager_tangent_variant(Dtype::fp16, target));
    expect_fits(eager_bias_variant(Dtype::fp16, target));
    expect_fits(eager_dropout_variant(Dtype::fp16, target));
  }
}

std::vector<Case> every_case() {
  std::vector<Case> cases;
  for (const char* target : {"sm_75", "sm_80", "sm_86", "sm_89", "sm_90a", "sm_100", "sm_120"}) {
    for (const Dtype dtype : {Dtype::fp16, Dtype::bf16, Dtype::fp32}) {
      const bool turing_has_no_bf16 = std::string(target) == "sm_75" && dtype == Dtype::bf16;
      if (!turing_has_no_bf16) cases.emplace_back(target, dtype);
    }
  }
  return cases;
}

INSTANTIATE_TEST_SUITE_P(Architectures, StandardKernels, testing::ValuesIn(every_case()),
                         [](const auto& parameters) {
                           return std::get<0>(parameters.param) + "_" +
                                  std::string(name_of(std::get<1>(parameters.param)));
                         });

}  // namespace
}  // namespace attnscope
