// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/kernel_summary.h"

#include <gtest/gtest.h>

namespace attnscope {
namespace {

DeviceDescription h100() {
  DeviceDescription device;
  device.kind = DeviceKind::cuda;
  device.multiprocessors = 132;
  device.compute_capability = 90;
  device.max_warps_per_sm = 64;
  device.max_blocks_per_sm = 32;
  device.registers_per_sm = 65536;
  device.shared_memory_per_sm = 228 * 1024;
  return device;
}

DeviceActivity kernel(const char* name, std::uint64_t start_us, std::uint64_t duration_us, int blocks = 264,
                      int registers = 32) {
  DeviceActivity activity;
  activity.name = name;
  activity.start_ns = start_us * 1000;
  activity.end_ns = (start_us + duration_us) * 1000;
  activity.grid[0] = blocks;
  activity.threads_per_block = 256;
  activity.registers_per_thread = registers;
  return activity;
}

TimedCall call(std::vector<DeviceActivity> kernels) {
  TimedCall timed;
  timed.kernels = std::move(kernels);
  return timed;
}

TEST(SummariseKernels, TakesTheMedianOverCallsAndAddsUpLaunches) {
  const std::vector<TimedCall> calls = {
      call({kernel("gemm", 0, 10), kernel("softmax", 10, 5), kernel("gemm", 15, 20)}),
      call({kernel("gemm", 0, 12), kernel("softmax", 12, 6), kernel("gemm", 18, 20)}),
      call({kernel("gemm", 0, 50), kernel("softmax", 50, 7), kernel("gemm", 57, 50)})};
  const auto records = summarise_kernels(calls, h100());
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].name, "gemm");
  EXPECT_EQ(records[0].launches, 2);
  EXPECT_DOUBLE_EQ(records[0].duration_us, 32);
  EXPECT_EQ(records[1].launches, 1);
  EXPECT_DOUBLE_EQ(records[1].duration_us, 6);
  EXPECT_EQ(records[0].theoretical_occupancy_percent, 100.0);
  EXPECT_EQ(records[0].blocks_per_sm, 8);
  // 264 blocks on 132 · 8 slots fill a quarter of a wave.
  EXPECT_DOUBLE_EQ(records[0].wave_fill_percent.value_or(0), 25);
}

TEST(SummariseKernels, KeepsDifferentShapesOfOneNameApart) {
  const std::vector<TimedCall> calls = {call({kernel("gemm", 0, 10, 264), kernel("gemm", 10, 10, 132)})};
  EXPECT_EQ(summarise_kernels(calls, h100()).size(), 2U);
}

TEST(AddCounters, WeightsPercentagesByTimeAndAddsTheRest) {
  const std::vector<DeviceActivity> launched = {kernel("gemm", 0, 10), kernel("gemm", 10, 30)};
  std::vector<KernelRecord> records = summarise_kernels(std::vector{call(launched)}, h100());
  const std::string achieved = "sm__warps_active.avg.pct_of_peak_sustained_active";
  const std::vector<KernelCounters> counters = {{{achieved, 20}, {"dram__bytes_read.sum", 5}},
                                                {{achieved, 60}, {"dram__bytes_read.sum", 7}}};
  ASSERT_TRUE(add_counters(records, launched, counters));
  EXPECT_DOUBLE_EQ(records[0].counters.at(achieved), 50);
  EXPECT_DOUBLE_EQ(records[0].achieved_occupancy_percent.value_or(0), 50);
  EXPECT_DOUBLE_EQ(records[0].counters.at("dram__bytes_read.sum"), 12);
}

TEST(AddCounters, RefusesCountersOfOtherKernels) {
  const std::vector<DeviceActivity> launched = {kernel("gemm", 0, 10)};
  std::vector<KernelRecord> records = summarise_kernels(std::vector{call(launched)}, h100());
  EXPECT_FALSE(add_counters(records, launched, std::vector<KernelCounters>(2)));
  EXPECT_TRUE(records[0].counters.empty());
}

TEST(SummariseOccupancy, WeightsKernelsByTheirTime) {
  // 256 threads with 128 registers: two blocks, 25 %; with 32: 100 %.
  const std::vector<TimedCall> calls = {call({kernel("a", 0, 30, 264, 128), kernel("b", 30, 10, 264, 32)})};
  const auto records = summarise_kernels(calls, h100());
  const TileOccupancy occupancy = summarise_occupancy(Problem{}, std::nullopt, records, h100());
  EXPECT_DOUBLE_EQ(occupancy.theoretical_percent.value_or(0), (30 * 25.0 + 10 * 100.0) / 40);
  EXPECT_EQ(occupancy.limiter, "registers");
  EXPECT_FALSE(occupancy.achieved_percent);
  EXPECT_FALSE(occupancy.mask_density_percent);
  EXPECT_TRUE(occupancy.wave_fill_percent);
}

TEST(SummariseOccupancy, GivesBalanceInsteadOfWaveFillForUnequalTiles) {
  Problem causal;
  causal.causal = true;
  const TileConfig tile{128, 64, 2, 4, false};
  const auto records = summarise_kernels(std::vector{call({kernel("flash", 0, 10, 128)})}, h100());
  const TileOccupancy occupancy = summarise_occupancy(causal, tile, records, h100());
  EXPECT_FALSE(occupancy.wave_fill_percent);
  ASSERT_TRUE(occupancy.balance_percent);
  EXPECT_NEAR(*occupancy.balance_percent, 100 * balance(causal, tile, std::int64_t{132} * 8), 1e-9);
  EXPECT_NEAR(occupancy.mask_density_percent.value_or(0), 100 * count_tiles(causal, tile).mask_density(),
              1e-9);
}

TEST(FallbackRemark, NamesTheKernelThatRanInPlaceOfItsOwn) {
  const auto records = summarise_kernels(
      std::vector{call({kernel("cudnn::sdpa<float, 128>(Params)", 0, 90), kernel("prepare", 90, 5)})},
      h100());
  EXPECT_EQ(fallback_remark("torch-flash", "flash_fwd|flash::", records).value_or(""),
            "torch-flash fell back: the kernel that ran is cudnn::sdpa, which is none of its own");
  EXPECT_FALSE(fallback_remark("torch-cudnn", "nothing|cudnn", records));
  EXPECT_FALSE(fallback_remark("torch-math", "", records)) << "any may run";
  EXPECT_FALSE(fallback_remark("torch-flash", "flash_fwd", {})) << "what ran is not known";
  EXPECT_TRUE(fallback_remark("torch-flash", "flash_fwd|", records)) << "an empty part is in no name";
}

TEST(MeasuredBalance, IsBusyTimeOverSlotTime) {
  const std::vector<TileRecord> records = {{0, 0, 100, 200}, {1, 1, 100, 150}};
  EXPECT_DOUBLE_EQ(measured_balance_percent(records, 2).value_or(0), 75);
  EXPECT_FALSE(measured_balance_percent({}, 2));
  EXPECT_FALSE(measured_balance_percent(records, 0));
  const std::vector<TileRecord> backwards = {{0, 0, 200, 100}};
  EXPECT_FALSE(measured_balance_percent(backwards, 1));
}

}  // namespace
}  // namespace attnscope
