// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/occupancy.h"

#include <gtest/gtest.h>

namespace attnscope {
namespace {

constexpr std::uint64_t kilobyte = 1024;

// NVIDIA's programming guide, table of technical specifications.
constexpr SmResources turing{75, 32, 16, 65536, 64 * kilobyte};
constexpr SmResources ampere{80, 64, 32, 65536, 164 * kilobyte};
constexpr SmResources hopper{90, 64, 32, 65536, 228 * kilobyte};

struct Case {
  const char* what;
  SmResources sm;
  BlockResources block;
  int blocks;
  double percent;
  const char* limiter;
};

// Computed by hand.
const Case cases[] = {
    // 168 registers · 32 = 5,376 a warp; 16,384 a quarter hold 3; 12 warps are 3 blocks.
    {"flash, 4 warps", hopper, {128, 168, 48 * kilobyte}, 3, 18.75, "registers"},
    // 8 blocks of 8 warps fill 64; 32 registers · 32 = 1,024 a warp, 64 warps fit.
    {"elementwise", hopper, {256, 32, 0}, 8, 100, "warps"},
    // 32 blocks of one warp are half of 64.
    {"one warp", hopper, {32, 16, 0}, 32, 50, "blocks"},
    // 200 KB and 1 KB of the driver's leave room for one block of 12 warps; registers for 12 warps as well.
    {"12 warps", hopper, {384, 168, 200 * kilobyte}, 1, 18.75, "registers"},
    // 100,000 + 1,024 rounded up to 101,120: one of 167,936.
    {"much shared memory", ampere, {128, 128, 100000}, 1, 6.25, "shared memory"},
    // Three warps: 40 · 32 = 1,280, 12 a quarter, 48 warps, 16 blocks.
    {"odd warps", ampere, {96, 40, 0}, 16, 75, "registers"},
    // 163 KB + 1 KB is all that there is.
    {"largest block", ampere, {128, 64, 163 * kilobyte}, 1, 6.25, "shared memory"},
    // Turing keeps nothing for itself: two blocks of 32 KB fill 64 KB.
    {"Turing", turing, {128, 64, 32 * kilobyte}, 2, 25, "shared memory"},
    // 33 registers take as many as 40: 1,280 a warp.
    {"register unit", turing, {256, 33, 0}, 4, 100, "warps"},
    // A part of a warp is a warp.
    {"40 threads", turing, {40, 16, 0}, 16, 100, "warps"},
};

TEST(TheoreticalOccupancy, AgreesWithHandComputedCases) {
  for (const Case& one : cases) {
    const auto occupancy = theoretical_occupancy(one.sm, one.block);
    ASSERT_TRUE(occupancy) << one.what;
    EXPECT_EQ(occupancy->blocks_per_sm, one.blocks) << one.what;
    EXPECT_DOUBLE_EQ(occupancy->percent, one.percent) << one.what;
    EXPECT_EQ(occupancy->limiter, one.limiter) << one.what;
  }
}

TEST(TheoreticalOccupancy, IsAbsentForABlockThatDoesNotFit) {
  EXPECT_FALSE(theoretical_occupancy(turing, {128, 64, 65 * kilobyte}));
  EXPECT_FALSE(theoretical_occupancy(hopper, {1024, 255, 0}));
  EXPECT_FALSE(theoretical_occupancy(hopper, {0, 32, 0}));
}

TEST(SmResources, AreAbsentWhereTheDeviceTellsNone) {
  EXPECT_FALSE(sm_resources(DeviceDescription{}));
}

}  // namespace
}  // namespace attnscope
