// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Which keys a query sees, as Problem defines it: lengths align bottom right.
#pragma once

#include "standard/arguments.cuh"
#include "standard/element.cuh"

namespace attnscope {

/// Keys [first, end); first = end = 0 where there are none.
struct VisibleKeys {
  long long first;
  long long end;
};

__device__ inline VisibleKeys visible_keys(const VisibleWindow& window, long long query) {
  const long long diagonal = query + window.kv_seqlen - window.query_seqlen;
  const long long first = max(0ll, diagonal - window.left);
  const long long end = min(window.kv_seqlen, diagonal + window.right + 1);
  return first < end ? VisibleKeys{first, end} : VisibleKeys{0, 0};
}

/// The vector that starts at key `start`, its invisible elements −∞.
__device__ inline Vector masked_at(const Vector& packed, const VisibleKeys& keys, long long start) {
  constexpr long long width = Element::per_vector;
  return masked(packed, static_cast<int>(min(max(keys.first - start, 0ll), width)),
                static_cast<int>(min(max(keys.end - start, 0ll), width)));
}

}  // namespace attnscope
