// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Philox 4×32 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011) with seven rounds gives
// 128 random bits for each counter; Box–Muller makes four normal values of them. Logarithm, sine and cosine
// are polynomials: the C library's are slower and differ between machines.
#include "kernels/reference/random_inputs.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "kernels/reference/convert.h"
#include "kernels/reference/parallel.h"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define ATTNSCOPE_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define ATTNSCOPE_CLONES
#endif

namespace attnscope {
namespace {

constexpr int lanes = 64;                                  // counters computed together
constexpr int block = 4 * lanes;                           // values they give
constexpr std::int64_t chunk = std::int64_t{256} * block;  // values of one piece of threaded work

using Words = std::array<std::uint32_t, lanes>;
using Values = std::array<float, block>;

[[gnu::always_inline]] inline std::uint32_t high_product(std::uint32_t left, std::uint32_t right) {
  return static_cast<std::uint32_t>((std::uint64_t{left} * right) >> 32U);
}

/// 2^-24 to 1 in steps of 2^-24.
[[gnu::always_inline]] inline float positive_uniform(std::uint32_t bits) {
  return static_cast<float>(static_cast<std::int32_t>((bits >> 8U) + 1)) * 0x1p-24F;
}

/// Natural logarithm for positive normal values, within 2e-7 absolute.
[[gnu::always_inline]] inline float fast_log(float value) {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  // Splits at √½ so that the mantissa lies in [√½, √2).
  const std::uint32_t shifted = bits - 0x3f3504f3U;
  const std::int32_t exponent = static_cast<std::int32_t>(shifted) >> 23;
  const float mantissa = std::bit_cast<float>((shifted & 0x007fffffU) + 0x3f3504f3U);
  // ln m = 2 artanh(z) with z = (m − 1) / (m + 1), |z| < 0.172.
  const float z = (mantissa - 1.0F) / (mantissa + 1.0F);
  const float square = z * z;
  const float series = 1.0F + square * (1.0F / 3 + square * (1.0F / 5 + square * (1.0F / 7 + square / 9)));
  return static_cast<float>(exponent) * 0.693147181F + 2.0F * z * series;
}

/// cos and sin of an angle of `bits` · 2^-32 turns.
[[gnu::always_inline]] inline void fast_cos_sin(std::uint32_t bits, float& cosine, float& sine) {
  // The quarter turn nearest to the angle, and the rest in [−π/4, π/4].
  const std::uint32_t quarter = (bits + 0x20000000U) >> 30U;
  const float rest =
      static_cast<float>(static_cast<std::int32_t>(bits - (quarter << 30U))) * (3.14159265F * 0x1p-31F);
  const float square = rest * rest;
  const float s = rest * (1.0F - square * (1.0F / 6 - square * (1.0F / 120 - square / 5040)));
  const float c = 1.0F - square * (0.5F - square * (1.0F / 24 - square * (1.0F / 720 - square / 40320)));
  const bool swap = (quarter & 1U) != 0;
  const float cosine_magnitude = swap ? s : c;
  const float sine_magnitude = swap ? c : s;
  const std::uint32_t cosine_sign = ((quarter + 1) & 2U) << 30U;
  const std::uint32_t sine_sign = (quarter & 2U) << 30U;
  cosine = std::bit_cast<float>(std::bit_cast<std::uint32_t>(cosine_magnitude) ^ cosine_sign);
  sine = std::bit_cast<float>(std::bit_cast<std::uint32_t>(sine_magnitude) ^ sine_sign);
}

/// The `block` values that start with counter `first_counter`.
ATTNSCOPE_CLONES
void normal_block(std::uint64_t seed, std::uint32_t tensor, std::uint64_t first_counter, Values& values) {
  Words w0;
  Words w1;
  Words w2;
  Words w3;
  for (int lane = 0; lane < lanes; ++lane) {
    const std::uint64_t counter = first_counter + static_cast<std::uint64_t>(lane);
    w0[lane] = static_cast<std::uint32_t>(counter);
    w1[lane] = static_cast<std::uint32_t>(counter >> 32U);
    w2[lane] = tensor;
    w3[lane] = 0;
  }
  auto key0 = static_cast<std::uint32_t>(seed);
  auto key1 = static_cast<std::uint32_t>(seed >> 32U);
  for (int round = 0; round < 7; ++round) {
    for (int lane = 0; lane < lanes; ++lane) {
      const std::uint32_t high0 = high_product(0xD2511F53U, w0[lane]);
      const std::uint32_t low0 = 0xD2511F53U * w0[lane];
      const std::uint32_t high1 = high_product(0xCD9E8D57U, w2[lane]);
      const std::uint32_t low1 = 0xCD9E8D57U * w2[lane];
      w0[lane] = high1 ^ w1[lane] ^ key0;
      w1[lane] = low1;
      w2[lane] = high0 ^ w3[lane] ^ key1;
      w3[lane] = low0;
    }
    key0 += 0x9E3779B9U;
    key1 += 0xBB67AE85U;
  }
  for (int lane = 0; lane < lanes; ++lane) {
    const float radius0 = std::sqrt(-2.0F * fast_log(positive_uniform(w0[lane])));
    const float radius1 = std::sqrt(-2.0F * fast_log(positive_uniform(w2[lane])));
    float cosine0 = 0;
    float sine0 = 0;
    float cosine1 = 0;
    float sine1 = 0;
    fast_cos_sin(w1[lane], cosine0, sine0);
    fast_cos_sin(w3[lane], cosine1, sine1);
    values[lane] = radius0 * cosine0;
    values[lanes + lane] = radius0 * sine0;
    values[2 * lanes + lane] = radius1 * cosine1;
    values[3 * lanes + lane] = radius1 * sine1;
  }
}

}  // namespace

void random_inputs(Dtype dtype, std::uint64_t seed, InputTensor tensor, std::int64_t count, void* destination,
                   int threads) {
  const std::int64_t chunks = (count + chunk - 1) / chunk;
  parallel_for(chunks, threads, [&](std::int64_t index) {
    Values values;
    const std::int64_t end = std::min(count, (index + 1) * chunk);
    for (std::int64_t first = index * chunk; first < end; first += block) {
      normal_block(seed, static_cast<std::uint32_t>(tensor), static_cast<std::uint64_t>(first / 4), values);
      narrow(dtype, values.data(), std::min<std::int64_t>(block, end - first), destination, first);
    }
  });
}

}  // namespace attnscope
