// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Body of the inner loops, included once by each vector_kernels_*.cpp after it has chosen the instructions.
// Everything is in an unnamed namespace, and no header is included here: code built for newer instructions
// must never be the copy that the linker keeps for the rest of the program.
//
// The includer defines ATTNSCOPE_LANES (floats in a register), ATTNSCOPE_PANEL_VECTORS (registers in a panel
// row) and ATTNSCOPE_ROW_STEP (rows of accumulators); the accumulators and one panel row fill the registers.
#ifndef ATTNSCOPE_LANES
#error "include this from a vector_kernels_*.cpp"
#endif

namespace attnscope::cpu {
namespace {

constexpr int lanes = ATTNSCOPE_LANES;
constexpr int panel_vectors = ATTNSCOPE_PANEL_VECTORS;
constexpr int row_step = ATTNSCOPE_ROW_STEP;
constexpr int columns = lanes * panel_vectors;

// Vectors that may lie at any address of their elements. GCC and Clang compute with them as with numbers.
using Floats [[gnu::vector_size(lanes * 4), gnu::aligned(4), gnu::may_alias]] = float;
using Integers [[gnu::vector_size(lanes * 4), gnu::aligned(4), gnu::may_alias]] = std::int32_t;

constexpr float minus_infinity = -__builtin_inff();

#define ATTNSCOPE_INLINE [[gnu::always_inline]] inline

ATTNSCOPE_INLINE Floats load(const float* from) {
  return *reinterpret_cast<const Floats*>(from);
}
ATTNSCOPE_INLINE void store(float* to, const Floats& value) {
  *reinterpret_cast<Floats*>(to) = value;
}
ATTNSCOPE_INLINE Floats all(float value) {
  return value - Floats{};  // not "+": −0 must stay −0
}
ATTNSCOPE_INLINE Floats larger(const Floats& a, const Floats& b) {
  return a > b ? a : b;
}

/// 2^x within 1.2 units in the last place for x in [−125, 127]; 0 below, NaN for NaN.
ATTNSCOPE_INLINE Floats power_of_two(const Floats& x) {
  // Adding 1.5·2^23 rounds x to an integer and leaves it in the low bits.
  const Floats shifted = x + 0x1.8p23F;
  const Floats fraction = x - (shifted - 0x1.8p23F);
  // Least relative error on [−½, ½] with p(0) = 1: 2.0e-9 before rounding (Remez exchange).
  Floats power = all(1.53533620e-4F);
  power = power * fraction + 1.33988739e-3F;
  power = power * fraction + 9.61843692e-3F;
  power = power * fraction + 5.55033237e-2F;
  power = power * fraction + 2.40226477e-1F;
  power = power * fraction + 6.93147182e-1F;
  power = power * fraction + 1.0F;
  const Integers exponent = reinterpret_cast<const Integers&>(shifted) << 23;
  const Integers scaled = reinterpret_cast<const Integers&>(power) + exponent;
  return x < -125.0F ? Floats{} : reinterpret_cast<const Floats&>(scaled);
}

template <int rows, bool steps_are_adjacent>
ATTNSCOPE_INLINE void multiply_rows(std::int64_t depth, const Factor& left, const float* panel,
                                    const Target& target, Accumulate accumulate, const float* correction) {
  Floats sums[rows][panel_vectors];
  for (int row = 0; row < rows; ++row) {
    for (int part = 0; part < panel_vectors; ++part) {
      if (accumulate == Accumulate::overwrite) {
        sums[row][part] = Floats{};
      } else {
        sums[row][part] = load(target.data + row * target.row_stride + part * lanes);
        if (accumulate == Accumulate::scale_and_add) sums[row][part] *= load(correction + part * lanes);
      }
    }
  }
  const float* factor = left.data;
  for (std::int64_t step = 0; step < depth; ++step) {
    Floats right[panel_vectors];
    for (int part = 0; part < panel_vectors; ++part) right[part] = load(panel + part * lanes);
    for (int row = 0; row < rows; ++row) {
      const float element = steps_are_adjacent ? factor[row * left.row_stride] : factor[row];
      for (int part = 0; part < panel_vectors; ++part) sums[row][part] += element * right[part];
    }
    factor += steps_are_adjacent ? 1 : left.step_stride;
    panel += columns;
  }
  for (int row = 0; row < rows; ++row)
    for (int part = 0; part < panel_vectors; ++part)
      store(target.data + row * target.row_stride + part * lanes, sums[row][part]);
}

/// Calls multiply_rows for groups of `rows`, then for what is left in groups half as large.
template <int rows, bool steps_are_adjacent>
ATTNSCOPE_INLINE void multiply_groups(std::int64_t count, std::int64_t depth, Factor left, const float* panel,
                                      Target target, Accumulate accumulate, const float* correction) {
  for (; count >= rows; count -= rows) {
    multiply_rows<rows, steps_are_adjacent>(depth, left, panel, target, accumulate, correction);
    left.data += rows * left.row_stride;
    target.data += rows * target.row_stride;
  }
  if constexpr (rows > 1) {
    if (count > 0)
      multiply_groups<rows / 2, steps_are_adjacent>(count, depth, left, panel, target, accumulate,
                                                    correction);
  }
}

void multiply(std::int64_t rows, std::int64_t depth, Factor left, const float* panel, Target target,
              Accumulate accumulate, const float* correction) {
  if (left.step_stride == 1) {
    multiply_groups<row_step, true>(rows, depth, left, panel, target, accumulate, correction);
  } else {
    multiply_groups<row_step, false>(rows, depth, left, panel, target, accumulate, correction);
  }
}

void transpose_into_panel(const float* rows, std::int64_t row_stride, std::int64_t count, std::int64_t depth,
                          float scale, float* panel) {
  for (std::int64_t first = 0; first < depth; first += 8) {
    // Eight steps at a time: a row's eight floats are one or two loads, and the panel rows stay in cache.
    for (std::int64_t column = 0; column < columns; ++column) {
      for (int step = 0; step < 8; ++step) {
        panel[(first + step) * columns + column] =
            column < count ? scale * rows[column * row_stride + first + step] : 0.0F;
      }
    }
  }
}

void transpose_from_panel(const float* panel, std::int64_t count, std::int64_t depth, const float* scale,
                          float* destination) {
  for (std::int64_t first = 0; first < depth; first += 8) {
    for (std::int64_t column = 0; column < count; ++column) {
      for (int step = 0; step < 8; ++step) {
        destination[column * depth + first + step] = scale[column] * panel[(first + step) * columns + column];
      }
    }
  }
}

void mask_panel(float* scores, std::int64_t keys, const std::int32_t* first, const std::int32_t* end) {
  for (int part = 0; part < panel_vectors; ++part) {
    const Integers first_key = *reinterpret_cast<const Integers*>(first + part * lanes);
    const Integers end_key = *reinterpret_cast<const Integers*>(end + part * lanes);
    for (std::int32_t key = 0; key < keys; ++key) {
      float* row = scores + key * columns + part * lanes;
      const Integers visible = (first_key <= key) & (end_key > key);
      store(row, visible ? load(row) : all(minus_infinity));
    }
  }
}

void softmax_panel(float* scores, std::int64_t keys, OnlineSoftmax state) {
  Floats maximum[panel_vectors];
  for (int part = 0; part < panel_vectors; ++part) maximum[part] = load(state.maximum + part * lanes);
  for (std::int64_t key = 0; key < keys; ++key)
    for (int part = 0; part < panel_vectors; ++part)
      maximum[part] = larger(load(scores + key * columns + part * lanes), maximum[part]);

  Floats offset[panel_vectors];
  Floats sum[panel_vectors];
  for (int part = 0; part < panel_vectors; ++part) {
    // A query that has seen no key yet has −∞ everywhere; −∞ − (−∞) would be NaN.
    offset[part] = maximum[part] == minus_infinity ? Floats{} : maximum[part];
    const Floats correction = power_of_two(load(state.maximum + part * lanes) - offset[part]);
    store(state.correction + part * lanes, correction);
    store(state.maximum + part * lanes, maximum[part]);
    sum[part] = load(state.sum + part * lanes) * correction;
  }
  for (std::int64_t key = 0; key < keys; ++key) {
    for (int part = 0; part < panel_vectors; ++part) {
      float* at = scores + key * columns + part * lanes;
      const Floats power = power_of_two(load(at) - offset[part]);
      store(at, power);
      sum[part] += power;
    }
  }
  for (int part = 0; part < panel_vectors; ++part) store(state.sum + part * lanes, sum[part]);
}

float maximum(const float* values, std::int64_t count) {
  Floats highest[4] = {all(minus_infinity), all(minus_infinity), all(minus_infinity), all(minus_infinity)};
  std::int64_t index = 0;
  for (; index + 4 * lanes <= count; index += 4 * lanes)
    for (int part = 0; part < 4; ++part)
      highest[part] = larger(load(values + index + part * lanes), highest[part]);
  for (; index + lanes <= count; index += lanes) highest[0] = larger(load(values + index), highest[0]);
  highest[0] = larger(larger(highest[0], highest[1]), larger(highest[2], highest[3]));
  float result = minus_infinity;
  for (int lane = 0; lane < lanes; ++lane) result = highest[0][lane] > result ? highest[0][lane] : result;
  for (; index < count; ++index) result = values[index] > result ? values[index] : result;
  return result;
}

float power_and_sum(const float* source, float* destination, std::int64_t count, float offset, float scale) {
  Floats sum[2] = {};
  std::int64_t index = 0;
  for (; index + 2 * lanes <= count; index += 2 * lanes) {
    for (int part = 0; part < 2; ++part) {
      const Floats power = power_of_two((load(source + index + part * lanes) - offset) * scale);
      store(destination + index + part * lanes, power);
      sum[part] += power;
    }
  }
  for (; index < count; index += lanes) {
    const std::int64_t left = count - index < lanes ? count - index : lanes;
    Floats argument = all(minus_infinity);
    for (std::int64_t lane = 0; lane < left; ++lane) argument[lane] = (source[index + lane] - offset) * scale;
    const Floats power = power_of_two(argument);
    for (std::int64_t lane = 0; lane < left; ++lane) destination[index + lane] = power[lane];
    sum[0] += power;
  }
  sum[0] += sum[1];
  float result = 0;
  for (int lane = 0; lane < lanes; ++lane) result += sum[0][lane];
  return result;
}

void scale(const float* source, float* destination, std::int64_t count, float factor) {
  std::int64_t index = 0;
  for (; index + lanes <= count; index += lanes) store(destination + index, load(source + index) * factor);
  for (; index < count; ++index) destination[index] = source[index] * factor;
}

void widen(Dtype dtype, const void* source, std::int64_t count, float* destination) {
  const auto* narrow_source = static_cast<const std::uint16_t*>(source);
  if (dtype == Dtype::fp16) {
    for (std::int64_t index = 0; index < count; ++index)
      destination[index] = float_of_half(narrow_source[index]);
  } else if (dtype == Dtype::bf16) {
    for (std::int64_t index = 0; index < count; ++index)
      destination[index] = float_of_bfloat16(narrow_source[index]);
  } else {
    __builtin_memcpy(destination, source, static_cast<std::size_t>(count) * sizeof(float));
  }
}

void narrow(Dtype dtype, const float* source, std::int64_t count, void* destination) {
  auto* narrow_destination = static_cast<std::uint16_t*>(destination);
  if (dtype == Dtype::fp16) {
    for (std::int64_t index = 0; index < count; ++index)
      narrow_destination[index] = half_of_float(source[index]);
  } else if (dtype == Dtype::bf16) {
    for (std::int64_t index = 0; index < count; ++index)
      narrow_destination[index] = bfloat16_of_float(source[index]);
  } else {
    __builtin_memcpy(destination, source, static_cast<std::size_t>(count) * sizeof(float));
  }
}

constexpr VectorKernels kernels_of(InstructionSet set) {
  return VectorKernels{set,
                       columns,
                       row_step,
                       multiply,
                       transpose_into_panel,
                       transpose_from_panel,
                       mask_panel,
                       softmax_panel,
                       maximum,
                       power_and_sum,
                       scale,
                       widen,
                       narrow};
}

#undef ATTNSCOPE_INLINE

}  // namespace
}  // namespace attnscope::cpu
