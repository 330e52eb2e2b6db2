// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Theoretical occupancy: how many blocks of a kernel fit on an SM at once, and what keeps more from fitting.
// Pure arithmetic on what a GPU has and a kernel takes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "profiler/protocol/device.h"

namespace attnscope {

/// What an SM has.
struct SmResources {
  int compute_capability = 0;  ///< 90 for 9.0
  int warps = 0;
  int blocks = 0;
  int registers = 0;
  std::uint64_t shared_memory_bytes = 0;
};

/// What a block takes.
struct BlockResources {
  int threads = 0;
  int registers_per_thread = 0;
  std::uint64_t shared_memory_bytes = 0;  ///< static + dynamic
};

struct Occupancy {
  int blocks_per_sm = 0;
  double percent = 0;   ///< resident warps / most warps
  std::string limiter;  ///< "warps", "registers", "shared memory" or "blocks"
};

/// Absent where a block does not fit at all, or nothing is known of the block.
std::optional<Occupancy> theoretical_occupancy(const SmResources& sm, const BlockResources& block);

/// Absent where the device does not have or tell them (the Host CPU).
std::optional<SmResources> sm_resources(const DeviceDescription& device);

/// What NVIDIA's CUDA programming guide says of an SM of this compute capability (90 for 9.0); absent for one
/// that is not known here.
std::optional<SmResources> sm_resources(int compute_capability);

}  // namespace attnscope
