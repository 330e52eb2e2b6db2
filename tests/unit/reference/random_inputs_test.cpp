// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/reference/random_inputs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <vector>

#include "kernels/problem/half.h"

namespace attnscope {
namespace {

std::vector<float> floats(std::uint64_t seed, InputTensor tensor, std::int64_t count, int threads) {
  std::vector<float> values(static_cast<std::size_t>(count));
  random_inputs(Dtype::fp32, seed, tensor, count, values.data(), threads);
  return values;
}

TEST(RandomInputs, DoNotDependOnThreadsOrOnTheCount) {
  const auto one = floats(3, InputTensor::query, 300'001, 1);
  const auto four = floats(3, InputTensor::query, 300'001, 4);
  EXPECT_EQ(one, four);
  const auto fewer = floats(3, InputTensor::query, 1'003, 2);
  EXPECT_TRUE(std::equal(fewer.begin(), fewer.end(), one.begin()));
}

TEST(RandomInputs, DifferBySeedAndByTensor) {
  const auto base = floats(3, InputTensor::query, 1000, 1);
  for (const auto& other : {floats(4, InputTensor::query, 1000, 1), floats(3, InputTensor::key, 1000, 1),
                            floats(3 + (std::uint64_t{1} << 40), InputTensor::query, 1000, 1)}) {
    EXPECT_LT(std::inner_product(base.begin(), base.end(), other.begin(), 0.0) / 1000, 0.2);
    EXPECT_NE(base, other);
  }
}

TEST(RandomInputs, AreTheSameBitsOnEveryMachine) {
  // Recorded once; a change means that stored errors no longer compare.
  const auto values = floats(1, InputTensor::value, 1 << 16, 2);
  std::uint64_t hash = 14695981039346656037U;
  for (const float value : values) hash = (hash ^ std::bit_cast<std::uint32_t>(value)) * 1099511628211U;
  EXPECT_EQ(hash, 14975687165883492329U);
}

TEST(RandomInputs, AreStandardNormal) {
  const std::int64_t count = 1 << 21;
  auto values = floats(11, InputTensor::key, count, 2);
  const auto moment = [&](int power) {
    double sum = 0;
    for (const float value : values) sum += std::pow(static_cast<double>(value), power);
    return sum / static_cast<double>(count);
  };
  EXPECT_NEAR(moment(1), 0, 4e-3);
  EXPECT_NEAR(moment(2), 1, 6e-3);
  EXPECT_NEAR(moment(3), 0, 1.5e-2);
  EXPECT_NEAR(moment(4), 3, 5e-2);
  double neighbours = 0;
  for (std::size_t index = 1; index < values.size(); ++index)
    neighbours += static_cast<double>(values[index]) * values[index - 1];
  EXPECT_NEAR(neighbours / static_cast<double>(count), 0, 4e-3);
  // Kolmogorov–Smirnov distance to the normal distribution; 1.95/√n is the 0.1 % point.
  std::sort(values.begin(), values.end());
  double distance = 0;
  for (std::size_t index = 0; index < values.size(); ++index) {
    const double cumulative = 0.5 * std::erfc(-static_cast<double>(values[index]) / std::sqrt(2.0));
    distance = std::max(
        distance, std::abs(cumulative - (static_cast<double>(index) + 0.5) / static_cast<double>(count)));
  }
  EXPECT_LT(distance, 1.95 / std::sqrt(static_cast<double>(count)));
  EXPECT_GT(values.back(), 4.4F);
  EXPECT_LT(values.back(), 6.0F);
}

TEST(RandomInputs, OfNarrowTypesAreTheSameValuesRounded) {
  const auto wide = floats(5, InputTensor::query, 5000, 1);
  std::vector<std::uint16_t> halves(5000);
  random_inputs(Dtype::fp16, 5, InputTensor::query, 5000, halves.data(), 2);
  std::vector<std::uint16_t> bfloats(5000);
  random_inputs(Dtype::bf16, 5, InputTensor::query, 5000, bfloats.data(), 2);
  for (std::size_t index = 0; index < wide.size(); ++index) {
    EXPECT_EQ(halves[index], half_of_float(wide[index]));
    EXPECT_EQ(bfloats[index], bfloat16_of_float(wide[index]));
  }
}

}  // namespace
}  // namespace attnscope
