// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// How the scratch memory of each standard implementation is cut up. Pure arithmetic.
#pragma once

#include <cstdint>

#include "kernels/problem/problem.h"

namespace attnscope {

/// A piece of the scratch memory, in bytes; it starts on a multiple of 256.
struct ScratchPart {
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;

  void* in(void* scratch) const { return static_cast<char*>(scratch) + offset; }
};

struct StandardScratch {
  ScratchPart scores;    ///< then the probabilities, in place
  ScratchPart pointers;  ///< tables of a pointer-array batch; empty where one stride walks the batch
  std::uint64_t bytes = 0;
};
StandardScratch standard_scratch(const Problem& problem);

/// Eager PyTorch holds two score matrices at its peak: an operation's input and its output. The input before
/// is freed when its name is bound anew, and its memory is what the next output gets. K and V, repeated for
/// grouped queries, stay.
struct EagerScratch {
  ScratchPart even;
  ScratchPart odd;
  ScratchPart key;  ///< empty where every query head has its KV head
  ScratchPart value;
  ScratchPart pointers;
  std::uint64_t bytes = 0;
};
EagerScratch eager_scratch(const Problem& problem);

/// The problem that `standard-eager` multiplies: K and V repeated, so that each query head has its own.
Problem with_repeated_heads(const Problem& problem);

/// Bytes of all score rows, padding included.
std::uint64_t score_bytes(const Problem& problem);

}  // namespace attnscope
