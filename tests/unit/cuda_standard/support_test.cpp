// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernels/cuda/standard/standard.h"

namespace attnscope {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr ComputeCapability volta{7, 0};
constexpr ComputeCapability turing{7, 5};
constexpr ComputeCapability hopper{9, 0};

Problem with_dtype(Dtype dtype) {
  Problem problem;
  problem.dtype = dtype;
  return problem;
}

TEST(StandardSupports, TheThreeFloatsOnHopper) {
  for (const Dtype dtype : {Dtype::fp16, Dtype::bf16, Dtype::fp32}) {
    EXPECT_TRUE(standard_supports(with_dtype(dtype), hopper));
    EXPECT_TRUE(standard_eager_supports(with_dtype(dtype), hopper));
  }
}

TEST(StandardSupports, RefusesFp8ByName) {
  const auto refused = standard_supports(with_dtype(Dtype::fp8_e4m3), hopper);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unsupported);
  EXPECT_THAT(refused.error().message, HasSubstr("no fp8 kernel"));
  EXPECT_FALSE(standard_eager_supports(with_dtype(Dtype::fp8_e4m3), hopper));
}

TEST(StandardSupports, RefusesVoltaByName) {
  const auto refused = standard_supports(with_dtype(Dtype::fp16), volta);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unsupported);
  EXPECT_THAT(refused.error().message, AllOf(HasSubstr("Volta"), HasSubstr("7.5")));
}

TEST(StandardSupports, RefusesBf16OnTuring) {
  const auto refused = standard_supports(with_dtype(Dtype::bf16), turing);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, AllOf(HasSubstr("bf16"), HasSubstr("Turing"), HasSubstr("use fp16")));
  EXPECT_TRUE(standard_supports(with_dtype(Dtype::fp16), turing));
  EXPECT_TRUE(standard_supports(with_dtype(Dtype::fp32), turing));
}

TEST(StandardSupports, RefusesWhatTheLibraryCannotIndex) {
  Problem problem;
  problem.query_heads = 1;
  problem.kv_heads = 1;
  problem.head_dim = 16;
  problem.query_seqlen = 1;
  problem.kv_seqlen = std::int64_t{1} << 31;
  ASSERT_TRUE(validate(problem));
  const auto refused = standard_supports(problem, hopper);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("KV length"));
  problem.kv_seqlen = 16;
  problem.batch = std::int64_t{1} << 31;
  ASSERT_TRUE(validate(problem));
  EXPECT_FALSE(standard_supports(problem, hopper));
}

}  // namespace
}  // namespace attnscope
