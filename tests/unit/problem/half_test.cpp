// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Conversions over every narrow bit pattern, and rounding at every midpoint between two of them.
#include "kernels/problem/half.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace attnscope {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float nan = std::numeric_limits<float>::quiet_NaN();

/// A floating-point format, and what a bit pattern of it means, computed from its fields.
struct Format {
  int exponent_bits;
  int mantissa_bits;
  bool has_infinity;

  int bias() const { return (1 << (exponent_bits - 1)) - 1; }
  std::uint32_t sign_bit() const { return 1U << (exponent_bits + mantissa_bits); }

  double value(std::uint32_t pattern) const {
    const double sign = (pattern & sign_bit()) != 0 ? -1 : 1;
    const int exponent = static_cast<int>(pattern >> mantissa_bits) & ((1 << exponent_bits) - 1);
    const int mantissa = static_cast<int>(pattern) & ((1 << mantissa_bits) - 1);
    if (exponent == (1 << exponent_bits) - 1) {
      if (has_infinity) return mantissa == 0 ? sign * infinity : nan;
      if (mantissa == (1 << mantissa_bits) - 1) return nan;
    }
    if (exponent == 0) return sign * std::ldexp(mantissa, 1 - bias() - mantissa_bits);
    return sign * std::ldexp(mantissa + (1 << mantissa_bits), exponent - bias() - mantissa_bits);
  }
};

constexpr Format binary16{5, 10, true};
constexpr Format bfloat16{8, 7, true};
constexpr Format e4m3{4, 3, false};

template <typename ToFloat, typename FromFloat>
void expect_exact_there_and_back(const Format& format, ToFloat to_float, FromFloat from_float) {
  for (std::uint32_t pattern = 0; pattern < 2 * format.sign_bit(); ++pattern) {
    const float wide = to_float(pattern);
    const double expected = format.value(pattern);
    if (std::isnan(expected)) {
      ASSERT_TRUE(std::isnan(wide)) << pattern;
      ASSERT_TRUE(std::isnan(format.value(from_float(wide)))) << pattern;
      continue;
    }
    ASSERT_EQ(wide, expected) << pattern;
    ASSERT_EQ(std::signbit(wide), std::signbit(expected)) << pattern;
    ASSERT_EQ(from_float(wide), pattern);
  }
}

/// Between each pair of finite neighbours: the midpoint goes to the even one, the floats beside it to the
/// nearer one.
template <typename ToFloat, typename FromFloat>
void expect_nearest_even(std::uint32_t last_finite, ToFloat to_float, FromFloat from_float) {
  for (std::uint32_t pattern = 0; pattern < last_finite; ++pattern) {
    const double low = to_float(pattern);
    const double high = to_float(pattern + 1);
    const auto middle = static_cast<float>((low + high) / 2);
    ASSERT_EQ(static_cast<double>(middle), (low + high) / 2) << "the midpoint is a float";
    ASSERT_EQ(from_float(middle), pattern % 2 == 0 ? pattern : pattern + 1) << pattern;
    ASSERT_EQ(from_float(std::nextafter(middle, -infinity)), pattern) << pattern;
    ASSERT_EQ(from_float(std::nextafter(middle, infinity)), pattern + 1) << pattern;
  }
}

const auto half_to_float = [](std::uint32_t pattern) {
  return float_of_half(static_cast<std::uint16_t>(pattern));
};
const auto bfloat_to_float = [](std::uint32_t pattern) {
  return float_of_bfloat16(static_cast<std::uint16_t>(pattern));
};
const auto e4m3_to_float = [](std::uint32_t pattern) {
  return float_of_e4m3(static_cast<std::uint8_t>(pattern));
};

TEST(Half, IsExactForAll65536Patterns) {
  expect_exact_there_and_back(binary16, half_to_float, half_of_float);
}
TEST(Half, RoundsToNearestEvenSubnormalsIncluded) {
  expect_nearest_even(0x7bff, half_to_float, half_of_float);
}
TEST(Half, OverflowsToInfinityFrom65520) {
  EXPECT_EQ(half_of_float(65519.996F), 0x7bff);
  EXPECT_EQ(half_of_float(65520.0F), 0x7c00);
  EXPECT_EQ(half_of_float(-1e30F), 0xfc00);
  EXPECT_EQ(half_of_float(infinity), 0x7c00);
}
TEST(Half, TinyValuesBecomeZeroOfTheirSign) {
  EXPECT_EQ(half_of_float(0x1p-25F), 0);  // the tie goes to even
  EXPECT_EQ(half_of_float(std::nextafter(0x1p-25F, 1.0F)), 1);
  EXPECT_EQ(half_of_float(-1e-30F), 0x8000);
  EXPECT_EQ(half_of_float(1e-45F), 0);
}

TEST(Bfloat16, IsExactForAll65536Patterns) {
  expect_exact_there_and_back(bfloat16, bfloat_to_float, bfloat16_of_float);
}
TEST(Bfloat16, RoundsToNearestEvenSubnormalsIncluded) {
  expect_nearest_even(0x7f7f, bfloat_to_float, bfloat16_of_float);
}
TEST(Bfloat16, OverflowsToInfinityAndKeepsNan) {
  EXPECT_EQ(bfloat16_of_float(std::numeric_limits<float>::max()), 0x7f80);
  EXPECT_EQ(bfloat16_of_float(-std::numeric_limits<float>::max()), 0xff80);
  // A NaN whose payload lies in the bits that are cut off.
  EXPECT_TRUE(std::isnan(float_of_bfloat16(bfloat16_of_float(std::bit_cast<float>(0x7f800001U)))));
}

TEST(E4m3, IsExactForAll256Patterns) {
  expect_exact_there_and_back(e4m3, e4m3_to_float, e4m3_of_float);
}
TEST(E4m3, RoundsToNearestEvenSubnormalsIncluded) {
  expect_nearest_even(0x7e, e4m3_to_float, e4m3_of_float);
}
TEST(E4m3, SaturatesAt448) {
  EXPECT_EQ(e4m3_of_float(1e9F), 0x7e);
  EXPECT_EQ(e4m3_of_float(-infinity), 0xfe);
  EXPECT_EQ(float_of_e4m3(0x7e), 448.0F);
}

}  // namespace
}  // namespace attnscope
