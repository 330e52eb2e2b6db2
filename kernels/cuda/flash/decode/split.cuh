// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Keys split over several CTAs or warps: who takes which, and how their results become one. Nothing here is
// the device's own, so that a test can compile it for the host: ATTNSCOPE_DEVICE, infinity, exp2_fast and
// log2_fast are those of whoever includes it.
#pragma once

struct BlockRange {
  int first;
  int end;
};

/// The KV blocks of [first, end) that split number `split` of `splits` takes: each block is one split's, and
/// no split has two more than another. Empty ones come about where there are fewer blocks than splits.
ATTNSCOPE_DEVICE BlockRange split_blocks(int first, int end, int splits, int split) {
  const int blocks = end > first ? end - first : 0;
  const int each = blocks / splits;
  const int longer = blocks - each * splits;
  const int begin = first + split * each + (split < longer ? split : longer);
  return {begin, begin + each + (split < longer ? 1 : 0)};
}

/// Four neighbouring columns of one row of softmax(Q·Kᵀ)·V over some of the keys, normalised, and the base-2
/// logarithm of the row's sum of exponentials: −∞ and 0 where it saw no key.
struct PartialRow {
  float log2_sum;
  float at[4];
};

/// The result over all keys out of those over disjoint parts of them: each part counts 2^log2_sum. In which
/// order parts are added decides the last bits of the result.
class MergedRow {
 public:
  ATTNSCOPE_DEVICE void add(const PartialRow& part) {
    if (part.log2_sum == -infinity) return;
    const bool grows = part.log2_sum > largest_;
    const float factor = exp2_fast(grows ? largest_ - part.log2_sum : part.log2_sum - largest_);
    const float before = grows ? factor : 1.0f;
    const float weight = grows ? 1.0f : factor;
    if (grows) largest_ = part.log2_sum;
    total_ = total_ * before + weight;
    for (int i = 0; i < 4; ++i) sums_[i] = sums_[i] * before + part.at[i] * weight;
  }

  ATTNSCOPE_DEVICE PartialRow result() const {
    if (total_ == 0) return {-infinity, {0, 0, 0, 0}};
    const float scale = 1 / total_;
    return {largest_ + log2_fast(total_),
            {sums_[0] * scale, sums_[1] * scale, sums_[2] * scale, sums_[3] * scale}};
  }

 private:
  float largest_ = -infinity;
  float total_ = 0;
  float sums_[4] = {0, 0, 0, 0};
};
