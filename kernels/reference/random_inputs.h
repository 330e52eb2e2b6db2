// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Standard normal test inputs that depend only on the seed: the same on every machine and with any number of
// threads, so that two runs, or a GPU and the reference, see the same numbers.
#pragma once

#include <cstdint>

#include "kernels/problem/problem.h"

namespace attnscope {

/// Which tensor: each gets numbers of its own from one seed.
enum class InputTensor : std::uint32_t { query, key, value };

/// Fills `count` elements of `dtype` at `destination` with normal(0, 1) values; element i depends only on
/// (seed, tensor, i). `threads` 0 means all that this process may use.
void random_inputs(Dtype dtype, std::uint64_t seed, InputTensor tensor, std::int64_t count, void* destination,
                   int threads = 0);

}  // namespace attnscope
