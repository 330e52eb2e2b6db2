// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What happens to one score between Q·Kᵀ and the softmax, and to one probability behind it: soft cap, ALiBi
// and dropout, as every implementation and the reference have them.
#pragma once

#include <cstdint>

#include "kernels/problem/problem.h"

namespace attnscope {

/// Whether scores are anything but scale · q·k, or probabilities anything but the softmax.
bool plain_scores(const Problem& problem);

/// The bias of query head `head`, a positive number: key j's score loses slope · |j − d|, where d is the
/// position at which the query sits. Heads 0 … n − 1 of a power of two n have 2^(−8 (head + 1) / n); of
/// another number of heads, the largest power of two n below it as above, and the rest every second slope of
/// 2n heads (Press, Smith, Lewis, "Train short, test long", 2022, and its published code).
double alibi_slope(std::int64_t query_heads, std::int64_t head);

/// scale · dot, capped and biased as the problem says. Masks are not its business.
double score(const Problem& problem, std::int64_t head, std::int64_t query, std::int64_t key, double dot);

/// Dropout draws 16 random bits for each probability and drops it if they are below this: the probability is
/// dropout to the nearest 1/65536, and at most 65535/65536.
std::uint32_t dropout_threshold(const Problem& problem);

/// What the probabilities that are kept are multiplied by: 65536 / (65536 − threshold).
double dropout_scale(const Problem& problem);

/// Whether a probability is kept. `batch_head` is batch · query_heads + head.
///
/// The bits are Philox 4×32 with ten rounds (Salmon et al., 2011), keyed with dropout_seed (low word, high
/// word). One draw of 128 bits serves the eight probabilities that a lane of a tensor-core fragment holds of
/// 16 rows and 16 keys: rows r and r + 8, keys 2t, 2t + 1, 2t + 8 and 2t + 9 of their 16. Its counter is
///   word 0: (key / 16) · 4 + t, with t = key % 8 / 2      word 1: (query / 16) · 8 + query % 8
///   word 2: batch_head                                     word 3: 0
/// and of its eight halfwords, lowest first, the probability takes number
///   query % 16 / 8 · 4 + key % 16 / 8 · 2 + key % 2.
bool dropout_keeps(const Problem& problem, std::int64_t batch_head, std::int64_t query, std::int64_t key);

}  // namespace attnscope
