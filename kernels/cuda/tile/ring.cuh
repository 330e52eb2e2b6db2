// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A place in a ring of buffers whose barriers go through phases 0, 1, 0, ….
#pragma once

#include "tile/element.cuh"

/// Walks a ring of buffers; `phase` changes each time round.
template <int stages>
struct RingPosition {
  uint32 stage = 0;
  uint32 phase = 0;

  ATTNSCOPE_DEVICE void advance() {
    if (++stage == stages) {
      stage = 0;
      phase ^= 1;
    }
  }
};
