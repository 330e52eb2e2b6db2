// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Philox 4×32 with ten rounds, as kernels/problem/philox.h has it on the host.
#pragma once

#include "tile/element.cuh"

struct PhiloxWords {
  uint32 at[4];
};

ATTNSCOPE_DEVICE PhiloxWords philox(uint32 counter0, uint32 counter1, uint32 counter2, uint32 key0,
                                    uint32 key1) {
  PhiloxWords words{{counter0, counter1, counter2, 0}};
#pragma unroll
  for (int round = 0; round < 10; ++round) {
    const uint64 product0 = static_cast<uint64>(0xD2511F53u) * words.at[0];
    const uint64 product1 = static_cast<uint64>(0xCD9E8D57u) * words.at[2];
    words = {{static_cast<uint32>(product1 >> 32) ^ words.at[1] ^ key0, static_cast<uint32>(product1),
              static_cast<uint32>(product0 >> 32) ^ words.at[3] ^ key1, static_cast<uint32>(product0)}};
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  return words;
}
