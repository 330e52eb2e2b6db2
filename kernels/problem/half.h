// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Exact conversions between float and the narrow types of tensors, as bit patterns: to float exactly, from
// float to nearest, ties to even. Branch-free where it matters, so that loops over them vectorise.
#pragma once

#include <bit>
#include <cstdint>

namespace attnscope {

/// IEEE binary16 to float.
inline float float_of_half(std::uint16_t half) {
  const std::uint32_t magnitude = std::uint32_t{half} & 0x7fffU;
  const std::uint32_t sign = (std::uint32_t{half} & 0x8000U) << 16U;
  // The multiplication by 2^112 moves the exponent's bias from 15 to 127 and normalises subnormals.
  const float scaled = std::bit_cast<float>(magnitude << 13U) * 0x1p112F;
  std::uint32_t bits = std::bit_cast<std::uint32_t>(scaled);
  bits |= magnitude >= 0x7c00U ? 0x7f800000U : 0U;
  return std::bit_cast<float>(bits | sign);
}

/// Float to IEEE binary16; values from 65520 up become infinity, NaN stays NaN.
inline std::uint16_t half_of_float(float value) {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = (bits >> 16U) & 0x8000U;
  const std::uint32_t magnitude = bits & 0x7fffffffU;
  // Normal results: rebias and round by adding just under half a unit, plus one where that makes ties even.
  const std::uint32_t normal = (magnitude - (112U << 23U) + 0xfffU + ((magnitude >> 13U) & 1U)) >> 13U;
  // Subnormal results: 0.5 has the spacing 2^-24 of binary16 subnormals, so the adder rounds for us.
  const std::uint32_t subnormal =
      std::bit_cast<std::uint32_t>(std::bit_cast<float>(magnitude) + 0.5F) - 0x3f000000U;
  std::uint32_t result = magnitude < 0x38800000U ? subnormal : normal;
  result = magnitude >= 0x477ff000U ? 0x7c00U : result;
  result = magnitude > 0x7f800000U ? 0x7e00U : result;
  return static_cast<std::uint16_t>(result | sign);
}

/// bfloat16 to float.
inline float float_of_bfloat16(std::uint16_t value) {
  return std::bit_cast<float>(std::uint32_t{value} << 16U);
}

/// Float to bfloat16; NaN stays NaN.
inline std::uint16_t bfloat16_of_float(float value) {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t rounded = (bits + 0x7fffU + ((bits >> 16U) & 1U)) >> 16U;
  const std::uint32_t quiet = (bits >> 16U) | 0x40U;
  return static_cast<std::uint16_t>((bits & 0x7fffffffU) > 0x7f800000U ? quiet : rounded);
}

/// fp8 E4M3 (no infinities, 0x7f and 0xff are NaN) to float.
inline float float_of_e4m3(std::uint8_t value) {
  const std::uint32_t magnitude = std::uint32_t{value} & 0x7fU;
  const std::uint32_t sign = (std::uint32_t{value} & 0x80U) << 24U;
  const float scaled = std::bit_cast<float>(magnitude << 20U) * 0x1p120F;
  const std::uint32_t bits = magnitude == 0x7fU ? 0x7fc00000U : std::bit_cast<std::uint32_t>(scaled);
  return std::bit_cast<float>(bits | sign);
}

/// Float to fp8 E4M3; values beyond 448 saturate to 448, NaN stays NaN.
inline std::uint8_t e4m3_of_float(float value) {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = (bits >> 24U) & 0x80U;
  const std::uint32_t magnitude = bits & 0x7fffffffU;
  const std::uint32_t normal = (magnitude - (120U << 23U) + 0x7ffffU + ((magnitude >> 20U) & 1U)) >> 20U;
  // 2^14 has the spacing 2^-9 of E4M3 subnormals.
  const std::uint32_t subnormal = std::bit_cast<std::uint32_t>(std::bit_cast<float>(magnitude) + 0x1p14F) -
                                  std::bit_cast<std::uint32_t>(0x1p14F);
  std::uint32_t result = magnitude < 0x3c800000U ? subnormal : normal;
  result = magnitude >= 0x43e00000U ? 0x7eU : result;
  result = magnitude > 0x7f800000U ? 0x7fU : result;
  return static_cast<std::uint8_t>(result | sign);
}

}  // namespace attnscope
