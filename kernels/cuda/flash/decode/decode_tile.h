// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// When flash_decode.cu computes a problem, and how it cuts it up: query heads that share a KV head packed
// into tiles of 16 or 32 rows, the keys of each tile split over CTAs.
#pragma once

#include <cstdint>

#include "kernels/cuda/flash/flash_tiles.h"

namespace attnscope {

/// Whether `flash` packs heads and splits keys for this problem: so few query rows that tall tiles would
/// leave most of the GPU idle, in fp16 or bf16, on sm_80 or newer.
bool is_decode(const Problem& problem, ComputeCapability capability, std::int64_t multiprocessors);

/// The cut; it fits the GPU.
FlashTile decode_tile(const Problem& problem, ComputeCapability capability, std::int64_t multiprocessors);

/// Shared memory of one CTA.
std::int64_t decode_shared_bytes(const FlashTile& tile);

/// The splits' results in scratch memory, in bytes: outputs in fp32, then sums of exponentials. None with one
/// split.
struct DecodeScratch {
  std::uint64_t outputs = 0;
  std::uint64_t log2_sums = 0;

  std::uint64_t bytes() const { return outputs + log2_sums; }
};
DecodeScratch decode_scratch(const Problem& problem, const FlashTile& tile);

/// Query rows of all heads that share one KV head, and those of a full tile.
std::int64_t packed_rows(const Problem& problem);
std::int64_t rows_of_tile(const Problem& problem, const FlashTile& tile);

}  // namespace attnscope
