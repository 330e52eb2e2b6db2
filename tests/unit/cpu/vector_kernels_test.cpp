// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The inner loops of each set of instructions, against plain loops.
#include "kernels/cpu/vector_kernels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

#include "kernels/problem/half.h"
#include "kernels/reference/random_inputs.h"

namespace attnscope::cpu {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

std::vector<float> random_floats(std::int64_t count, std::uint64_t seed = 1) {
  std::vector<float> values(static_cast<std::size_t>(count));
  random_inputs(Dtype::fp32, seed, InputTensor::query, count, values.data(), 1);
  return values;
}

class VectorKernelsTest : public testing::TestWithParam<InstructionSet> {
 protected:
  const VectorKernels& kernels = *kernels_for(GetParam());
  std::int64_t columns = kernels.panel_columns;

  float power_of_two(float x) const {
    float result = 0;
    kernels.power_and_sum(&x, &result, 1, 0.0F, 1.0F);
    return result;
  }
};

TEST_P(VectorKernelsTest, PowerOfTwoIsWithinTwoUnitsInTheLastPlace) {
  double worst = 0;
  // Every 97th float from −125 to −2^-30, and the same on the positive side up to 127.
  for (const float limit : {125.0F, -127.0F}) {
    for (std::uint32_t bits = std::bit_cast<std::uint32_t>(0x1p-30F);
         bits <= std::bit_cast<std::uint32_t>(std::abs(limit)); bits += 97 * 8) {
      std::vector<float> x(8);
      for (std::uint32_t lane = 0; lane < 8; ++lane)
        x[lane] = std::copysign(std::min(std::bit_cast<float>(bits + 97 * lane), std::abs(limit)), -limit);
      std::vector<float> found(8);
      kernels.power_and_sum(x.data(), found.data(), 8, 0.0F, 1.0F);
      for (std::size_t lane = 0; lane < 8; ++lane) {
        const double exact = std::exp2(static_cast<double>(x[lane]));
        const double unit = std::ldexp(1.0, std::ilogb(exact) - 23);
        worst = std::max(worst, std::abs(found[lane] - exact) / unit);
      }
    }
  }
  // 1.0 with fused multiply-add, 1.2 without.
  EXPECT_LT(worst, 2.0);
}

TEST_P(VectorKernelsTest, PowerOfTwoOfSpecialValues) {
  EXPECT_EQ(power_of_two(0.0F), 1.0F);
  EXPECT_EQ(power_of_two(-0.0F), 1.0F);
  EXPECT_EQ(power_of_two(-1.0F), 0.5F);
  EXPECT_EQ(power_of_two(-125.0F), 0x1p-125F);
  EXPECT_EQ(power_of_two(-126.0F), 0.0F);
  EXPECT_EQ(power_of_two(-1e30F), 0.0F);
  EXPECT_EQ(power_of_two(-infinity), 0.0F);
  EXPECT_TRUE(std::isnan(power_of_two(std::numeric_limits<float>::quiet_NaN())));
}

TEST_P(VectorKernelsTest, PowerAndSumOfEveryLength) {
  for (std::int64_t count = 0; count < 100; ++count) {
    const auto source = random_floats(count);
    std::vector<float> found(static_cast<std::size_t>(count) + 1, 7.0F);
    const float sum = kernels.power_and_sum(source.data(), found.data(), count, 4.0F, 0.5F);
    double expected_sum = 0;
    for (std::size_t index = 0; index < source.size(); ++index) {
      const double expected = std::exp2((source[index] - 4.0) * 0.5);
      EXPECT_NEAR(found[index], expected, 2e-7);
      expected_sum += expected;
    }
    EXPECT_NEAR(sum, expected_sum, 1e-5);
    EXPECT_EQ(found.back(), 7.0F) << "wrote past the end";
  }
}

TEST_P(VectorKernelsTest, MaximumOfEveryLengthAndPlace) {
  for (std::int64_t count = 0; count < 150; ++count) {
    auto values = random_floats(count);
    const float expected = std::accumulate(values.begin(), values.end(), -infinity,
                                           [](float a, float b) { return std::max(a, b); });
    EXPECT_EQ(kernels.maximum(values.data(), count), expected);
    if (count == 0) continue;
    const auto place = static_cast<std::size_t>((count * 7) % count + count / 2) % values.size();
    values[place] = 50;
    EXPECT_EQ(kernels.maximum(values.data(), count), 50.0F) << "count " << count << " place " << place;
  }
}

TEST_P(VectorKernelsTest, MultiplyForEveryRowCountAndBothOrders) {
  for (std::int64_t rows = 1; rows <= 2 * kernels.row_step + 1; ++rows)
    for (const std::int64_t depth : {1, 2, 17, 64})
      for (const bool steps_are_adjacent : {true, false})
        for (const Accumulate accumulate :
             {Accumulate::overwrite, Accumulate::add, Accumulate::scale_and_add}) {
          const std::int64_t row_stride = steps_are_adjacent ? depth + 3 : 1;
          const std::int64_t step_stride = steps_are_adjacent ? 1 : rows + 5;
          const auto left = random_floats((rows + 5) * (depth + 3), 1);
          const auto panel = random_floats(depth * columns, 2);
          const auto correction = random_floats(columns, 3);
          const std::int64_t target_stride = columns + 2;
          const auto before = random_floats(rows * target_stride, 4);
          auto target = before;
          kernels.multiply(rows, depth, Factor{left.data(), row_stride, step_stride}, panel.data(),
                           Target{target.data(), target_stride}, accumulate, correction.data());
          for (std::int64_t row = 0; row < rows; ++row)
            for (std::int64_t column = 0; column < target_stride; ++column) {
              const float old = before[row * target_stride + column];
              const float found = target[row * target_stride + column];
              if (column >= columns) {
                ASSERT_EQ(found, old) << "wrote past the panel";
                continue;
              }
              double expected = accumulate == Accumulate::overwrite ? 0.0 : old;
              if (accumulate == Accumulate::scale_and_add) expected *= correction[column];
              for (std::int64_t step = 0; step < depth; ++step)
                expected += static_cast<double>(left[row * row_stride + step * step_stride]) *
                            panel[step * columns + column];
              ASSERT_NEAR(found, expected, 1e-4) << rows << "×" << depth << " at " << row << ", " << column;
            }
        }
}

TEST_P(VectorKernelsTest, TransposesThereAndBack) {
  for (const std::int64_t count : {std::int64_t{1}, columns - 1, columns}) {
    const std::int64_t depth = 24;
    const std::int64_t stride = depth + 8;
    const auto rows = random_floats(count * stride);
    std::vector<float> panel(static_cast<std::size_t>(depth * columns), 9.0F);
    kernels.transpose_into_panel(rows.data(), stride, count, depth, 2.0F, panel.data());
    for (std::int64_t step = 0; step < depth; ++step)
      for (std::int64_t column = 0; column < columns; ++column)
        ASSERT_EQ(panel[step * columns + column],
                  column < count ? 2.0F * rows[column * stride + step] : 0.0F);
    std::vector<float> back(static_cast<std::size_t>(count * depth));
    const std::vector<float> scale(static_cast<std::size_t>(columns), 0.5F);
    kernels.transpose_from_panel(panel.data(), count, depth, scale.data(), back.data());
    for (std::int64_t row = 0; row < count; ++row)
      for (std::int64_t step = 0; step < depth; ++step)
        ASSERT_EQ(back[row * depth + step], rows[row * stride + step]);
  }
}

TEST_P(VectorKernelsTest, MaskKeepsTheKeysThatEachColumnSees) {
  const std::int64_t keys = 11;
  std::vector<std::int32_t> first(static_cast<std::size_t>(columns));
  std::vector<std::int32_t> end(first.size());
  for (std::size_t column = 0; column < first.size(); ++column) {
    first[column] = static_cast<std::int32_t>(column % 5);
    end[column] = static_cast<std::int32_t>(column % 12);
  }
  std::vector<float> scores(static_cast<std::size_t>(keys * columns), 3.0F);
  kernels.mask_panel(scores.data(), keys, first.data(), end.data());
  for (std::int64_t key = 0; key < keys; ++key)
    for (std::int64_t column = 0; column < columns; ++column)
      ASSERT_EQ(scores[key * columns + column], key >= first[column] && key < end[column] ? 3.0F : -infinity);
}

TEST_P(VectorKernelsTest, SoftmaxOfTwoPanelsEqualsThatOfBothTogether) {
  const std::int64_t keys = 20;
  auto scores = random_floats(2 * keys * columns);
  for (std::int64_t key = 0; key < keys; ++key) {
    scores[key * columns + 1] = -infinity;  // column 1 sees nothing at first
    scores[key * columns + 2] = -infinity;  // column 2 sees nothing at all
    scores[(keys + key) * columns + 2] = -infinity;
  }
  const auto original = scores;
  std::vector<float> maximum(static_cast<std::size_t>(columns), -infinity);
  std::vector<float> sum(maximum.size(), 0.0F);
  std::vector<float> correction(maximum.size());
  const OnlineSoftmax state{maximum.data(), sum.data(), correction.data()};
  kernels.softmax_panel(scores.data(), keys, state);
  kernels.softmax_panel(scores.data() + keys * columns, keys, state);
  for (std::int64_t column = 0; column < columns; ++column) {
    double highest = -infinity;
    for (std::int64_t key = 0; key < 2 * keys; ++key)
      highest = std::max<double>(highest, original[key * columns + column]);
    EXPECT_EQ(maximum[column], highest);
    double expected_sum = 0;
    for (std::int64_t key = 0; key < 2 * keys && highest > -infinity; ++key) {
      const double power = std::exp2(original[key * columns + column] - highest);
      expected_sum += power;
      const double earlier = key < keys ? correction[column] : 1.0;
      EXPECT_NEAR(scores[key * columns + column] * earlier, power, 1e-6);
    }
    EXPECT_NEAR(sum[column], expected_sum, 1e-5);
  }
}

TEST_P(VectorKernelsTest, WidenAndNarrowEqualTheScalarConversions) {
  const std::int64_t count = 1 << 16;
  std::vector<std::uint16_t> patterns(count);
  std::iota(patterns.begin(), patterns.end(), std::uint16_t{0});
  std::vector<float> wide(count);
  std::vector<std::uint16_t> narrow(count);
  const auto same = [](float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); };
  kernels.widen(Dtype::fp16, patterns.data(), count, wide.data());
  for (std::size_t index = 0; index < count; ++index)
    ASSERT_TRUE(same(wide[index], float_of_half(patterns[index]))) << index;
  kernels.narrow(Dtype::fp16, wide.data(), count, narrow.data());
  for (std::size_t index = 0; index < count; ++index) ASSERT_EQ(narrow[index], half_of_float(wide[index]));
  kernels.widen(Dtype::bf16, patterns.data(), count, wide.data());
  for (std::size_t index = 0; index < count; ++index)
    ASSERT_TRUE(same(wide[index], float_of_bfloat16(patterns[index]))) << index;
  const auto random = random_floats(count);
  kernels.narrow(Dtype::bf16, random.data(), count, narrow.data());
  for (std::size_t index = 0; index < count; ++index)
    ASSERT_EQ(narrow[index], bfloat16_of_float(random[index]));
  kernels.widen(Dtype::fp32, random.data(), count, wide.data());
  EXPECT_EQ(wide, random);
}

INSTANTIATE_TEST_SUITE_P(Instructions, VectorKernelsTest, testing::ValuesIn(usable_instruction_sets()),
                         [](const auto& test) {
                           std::string name(name_of(test.param));
                           std::erase(name, '-');
                           return name;
                         });

TEST(InstructionSets, EndWithThePortableOne) {
  ASSERT_FALSE(usable_instruction_sets().empty());
  EXPECT_EQ(usable_instruction_sets().back(), InstructionSet::portable);
  for (const InstructionSet set : usable_instruction_sets()) {
    ASSERT_NE(kernels_for(set), nullptr);
    EXPECT_EQ(kernels_for(set)->instruction_set, set);
  }
}

}  // namespace
}  // namespace attnscope::cpu
