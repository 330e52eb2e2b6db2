// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The inner loops of attention on the CPU, built once for each level of vector instructions and picked at run
// time. They work on "panels": fp32 blocks whose rows are exactly panel_columns() wide and lie end to end, so
// that one row is a fixed number of vector registers.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "kernels/problem/problem.h"

namespace attnscope::cpu {

enum class InstructionSet { portable, avx2, avx512 };

std::string_view name_of(InstructionSet set);  ///< "portable", "AVX2", "AVX-512"

/// The left factor of a product: element (row, step) is at data[row · row_stride + step · step_stride]. One
/// of the strides is 1.
struct Factor {
  const float* data = nullptr;
  std::int64_t row_stride = 0;
  std::int64_t step_stride = 1;
};

/// Where a product goes: rows of one panel's width, row_stride apart.
struct Target {
  float* data = nullptr;
  std::int64_t row_stride = 0;
};

/// What happens to what the target held: forgotten, kept, or scaled column by column.
enum class Accumulate { overwrite, add, scale_and_add };

/// Running softmax of the columns of a panel (one column is one query), in powers of two. Each array is a
/// panel row.
struct OnlineSoftmax {
  float* maximum = nullptr;     ///< highest score so far; −∞ before the first
  float* sum = nullptr;         ///< Σ 2^(score − maximum)
  float* correction = nullptr;  ///< out: 2^(old maximum − new maximum), what earlier results are scaled by
};

/// Where the probabilities handed to dropout lie, and what decides on them (kernels/problem/score.h).
struct DropoutPlace {
  std::uint64_t seed = 0;
  std::uint32_t threshold = 0;
  std::uint32_t batch_head = 0;
  std::int64_t query = 0;  ///< of the first
  std::int64_t key = 0;
};

/// One set of inner loops. Plain function pointers, so that a build for newer instructions shares nothing
/// inline with the rest of the program.
struct VectorKernels {
  InstructionSet instruction_set = InstructionSet::portable;
  std::int64_t panel_columns = 0;
  std::int64_t row_step = 0;  ///< rows computed together; row counts that it divides are fastest

  /// target[rows, panel] (+)= left[rows, depth] · panel[depth, panel]. `correction` is a panel row, read for
  /// scale_and_add only.
  void (*multiply)(std::int64_t rows, std::int64_t depth, Factor left, const float* panel, Target target,
                   Accumulate accumulate, const float* correction) = nullptr;

  /// panel[depth, columns] = scale · transpose of `count` rows of `depth` floats; missing columns become 0.
  void (*transpose_into_panel)(const float* rows, std::int64_t row_stride, std::int64_t count,
                               std::int64_t depth, float scale, float* panel) = nullptr;

  /// destination[count, depth] = transpose of panel[depth, columns], column c scaled by scale[c].
  void (*transpose_from_panel)(const float* panel, std::int64_t count, std::int64_t depth, const float* scale,
                               float* destination) = nullptr;

  /// Sets to −∞ each score of panel[keys, columns] whose key (its row) is outside [first, end) of its column.
  void (*mask_panel)(float* scores, std::int64_t keys, const std::int32_t* first,
                     const std::int32_t* end) = nullptr;

  /// Scores of panel[keys, columns], in powers of two, become 2^(score − maximum) in place.
  void (*softmax_panel)(float* scores, std::int64_t keys, OnlineSoftmax state) = nullptr;

  float (*maximum)(const float* values, std::int64_t count) = nullptr;

  /// destination[i] = 2^((source[i] − offset) · scale); returns their sum. May be in place. Arguments of the
  /// power above 127 are not allowed; below −125 it gives 0.
  float (*power_and_sum)(const float* source, float* destination, std::int64_t count, float offset,
                         float scale) = nullptr;

  /// destination[i] = source[i] · factor. May be in place.
  void (*scale)(const float* source, float* destination, std::int64_t count, float factor) = nullptr;

  /// destination[i] = cap · tanh(factor · source[i]). May be in place.
  void (*soft_cap)(const float* source, float* destination, std::int64_t count, float factor,
                   float cap) = nullptr;

  /// destination[i] = source[i] + slope · |first_distance + i|. May be in place.
  void (*add_distances)(const float* source, float* destination, std::int64_t count,
                        std::int64_t first_distance, float slope) = nullptr;

  /// Sets to 0 what dropout drops of `count` neighbouring keys of one query …
  void (*drop_row)(float* values, std::int64_t count, const DropoutPlace& place) = nullptr;
  /// … and of panel[keys, columns], whose columns are neighbouring queries.
  void (*drop_panel)(float* values, std::int64_t keys, const DropoutPlace& place) = nullptr;

  /// Elements of `dtype` to floats and back; `count` in elements.
  void (*widen)(Dtype dtype, const void* source, std::int64_t count, float* destination) = nullptr;
  void (*narrow)(Dtype dtype, const float* source, std::int64_t count, void* destination) = nullptr;
};

/// Built for a set of instructions; nullptr where this program has no such build (another architecture).
const VectorKernels* kernels_for(InstructionSet set);

/// Sets that this processor runs, best first. Never empty.
std::vector<InstructionSet> usable_instruction_sets();

}  // namespace attnscope::cpu
