// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/occupancy.h"

#include <algorithm>
#include <array>
#include <limits>

namespace attnscope {
namespace {

constexpr int threads_per_warp = 32;
constexpr int register_unit = 256;  ///< registers are given to a warp in such pieces
constexpr int sub_partitions = 4;   ///< of an SM; a warp's registers all lie in one

template <typename Number>
Number round_up(Number value, Number unit) {
  return (value + unit - 1) / unit * unit;
}

int warps_per_block(const BlockResources& block) {
  return (block.threads + threads_per_warp - 1) / threads_per_warp;
}

int blocks_by_registers(const SmResources& sm, const BlockResources& block) {
  if (block.registers_per_thread == 0) return std::numeric_limits<int>::max();
  const int per_warp = round_up(block.registers_per_thread * threads_per_warp, register_unit);
  const int warps_per_partition = sm.registers / sub_partitions / per_warp;
  return warps_per_partition * sub_partitions / warps_per_block(block);
}

int blocks_by_shared_memory(const SmResources& sm, const BlockResources& block) {
  // From 8.0 on the driver keeps 1 KB of each block's shared memory, and gives it out in smaller pieces.
  const std::uint64_t reserved = sm.compute_capability >= 80 ? 1024 : 0;
  const std::uint64_t unit = sm.compute_capability >= 80 ? 128 : 256;
  const std::uint64_t taken = round_up(block.shared_memory_bytes + reserved, unit);
  if (taken == 0) return std::numeric_limits<int>::max();
  return static_cast<int>(std::min<std::uint64_t>(sm.shared_memory_bytes / taken, 1U << 20));
}

}  // namespace

std::optional<Occupancy> theoretical_occupancy(const SmResources& sm, const BlockResources& block) {
  if (block.threads <= 0 || sm.warps <= 0) return std::nullopt;
  struct Limit {
    const char* name;
    int blocks;
  };
  // Where several bind at once the first of them is named: full warps are nothing to complain about.
  const std::array limits = {
      Limit{"warps", sm.warps / warps_per_block(block)}, Limit{"registers", blocks_by_registers(sm, block)},
      Limit{"shared memory", blocks_by_shared_memory(sm, block)}, Limit{"blocks", sm.blocks}};
  const Limit& tightest = *std::min_element(
      limits.begin(), limits.end(), [](const Limit& a, const Limit& b) { return a.blocks < b.blocks; });
  if (tightest.blocks <= 0) return std::nullopt;
  return Occupancy{tightest.blocks, 100.0 * tightest.blocks * warps_per_block(block) / sm.warps,
                   tightest.name};
}

std::optional<SmResources> sm_resources(int compute_capability) {
  constexpr std::uint64_t kilobyte = 1024;
  constexpr int registers = 65536;
  constexpr std::array known = {SmResources{75, 32, 16, registers, 64 * kilobyte},
                                SmResources{80, 64, 32, registers, 164 * kilobyte},
                                SmResources{86, 48, 16, registers, 100 * kilobyte},
                                SmResources{87, 48, 16, registers, 164 * kilobyte},
                                SmResources{89, 48, 24, registers, 100 * kilobyte},
                                SmResources{90, 64, 32, registers, 228 * kilobyte},
                                SmResources{100, 64, 32, registers, 228 * kilobyte},
                                SmResources{103, 64, 32, registers, 228 * kilobyte},
                                SmResources{120, 48, 24, registers, 100 * kilobyte},
                                SmResources{121, 48, 24, registers, 100 * kilobyte}};
  const auto* const found = std::find_if(known.begin(), known.end(), [&](const SmResources& sm) {
    return sm.compute_capability == compute_capability;
  });
  if (found == known.end()) return std::nullopt;
  return *found;
}

std::optional<SmResources> sm_resources(const DeviceDescription& device) {
  if (!device.compute_capability || !device.max_warps_per_sm || !device.max_blocks_per_sm ||
      !device.registers_per_sm || !device.shared_memory_per_sm)
    return std::nullopt;
  return SmResources{*device.compute_capability, *device.max_warps_per_sm, *device.max_blocks_per_sm,
                     *device.registers_per_sm, *device.shared_memory_per_sm};
}

}  // namespace attnscope
