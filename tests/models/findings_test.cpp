// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/findings.h"

#include <gtest/gtest.h>

namespace attnscope {
namespace {

FindingSubject on_one_gpu() {
  return {"flash", {{"GPU-1", "NVIDIA H100 80GB HBM3"}}};
}

TEST(FindingTitle, FasterRangeNamesImplementationDeviceAndLengths) {
  const FasterRange range{on_one_gpu(), 2.7, 5.0, 512, 32768};
  EXPECT_EQ(finding_title(range, {}), "flash is 2.7 to 5.0× faster than standard on H100 80GB, 512 to 32k");
}

TEST(FindingTitle, NamesTheCpuAndCountsSeveralDevices) {
  FasterRange range{{"flash", {{"CPU-1", "AMD EPYC"}}}, 2.7, 5.0, 512, 32768};
  EXPECT_EQ(finding_title(range, {}), "flash is 2.7 to 5.0× faster than standard on the CPU, 512 to 32k");
  range.subject.devices.push_back({"GPU-2", "NVIDIA H100 80GB HBM3"});
  EXPECT_EQ(finding_title(range, {}),
            "flash is 2.7 to 5.0× faster than standard on both devices, 512 to 32k");
}

TEST(FindingTitle, SlowerIsSaidAsATimesSlower) {
  const SlowerRange range{on_one_gpu(), 0.5, 0.77, 128, 256};
  EXPECT_EQ(finding_title(range, {}), "flash is 1.3 to 2.0× slower than standard on H100 80GB, 128 to 256");
}

TEST(FindingTitle, ACrossoverIsSaidWithItsInterval) {
  FasterFrom from{on_one_gpu(), 900, 1024, 3.1, 3.1, 16384};
  EXPECT_EQ(finding_title(from, {}), "flash overtakes standard on H100 80GB at 900 to 1k: 3.1× at 16k");
  from.starts_open = true;
  EXPECT_EQ(finding_title(from, {}), "flash overtakes standard on H100 80GB by 1k: 3.1× at 16k");
}

TEST(FindingTitle, TimeAndThroughput) {
  FindingContext context;
  context.metric = Metric::time;
  const TimeAtLength time{on_one_gpu(), {1960, 1960}, Interval{9400, 9400}, {561, 561}, 8192};
  EXPECT_EQ(finding_title(time, context),
            "One call takes 1.96 ms at 8k with flash, 9.40 ms with standard on H100 80GB");
  context.metric = Metric::throughput;
  EXPECT_EQ(finding_title(time, context), "flash reaches 561 TFLOP/s at 8k on H100 80GB");
  context.metric = Metric::percent_of_peak;
  EXPECT_EQ(finding_title(time, context), "Part of the GPU's peak") << "none is known";
  TimeAtLength of_peak = time;
  of_peak.peak_percent = Interval{56.7, 56.7};
  EXPECT_EQ(finding_title(of_peak, context), "flash reaches 57 % of the peak at 8k on H100 80GB");
}

TEST(FindingTitle, Memory) {
  FindingContext context;
  context.metric = Metric::peak_memory;
  EXPECT_EQ(finding_title(MemoryRatioAtLength{on_one_gpu(), {65, 65}, 8192}, context),
            "standard needs 65.0× the memory of flash at 8k on H100 80GB");
  EXPECT_EQ(finding_title(MemoryRatioAtLength{on_one_gpu(), {0.5, 0.5}, 8192}, context),
            "flash needs 2.0× the memory of standard at 8k on H100 80GB");
  const Neutral same{Neutral::Why::same};
  EXPECT_EQ(finding_title(same, context), "Peak memory of one call");
  EXPECT_EQ(neutral_reason(same, context), "flash and standard need the same");
  EXPECT_EQ(finding_title(BaselineOutOfMemory{on_one_gpu(), 65536, 131072}, context),
            "standard runs out of memory at 64k; flash fits up to 128k on H100 80GB");
}

TEST(FindingTitle, Occupancy) {
  FindingContext context;
  context.metric = Metric::tile_occupancy;
  EXPECT_EQ(finding_title(OccupancyFrom{on_one_gpu(), OccupancyKind::balance, 95, 4096, 65536}, context),
            "Tiles of flash keep the processors at least 95 % busy from 4k on H100 80GB");
  EXPECT_EQ(finding_title(OccupancyFrom{on_one_gpu(), OccupancyKind::balance, 95, 4096, 4096}, context),
            "Tiles of flash keep the processors at least 95 % busy at 4k on H100 80GB");
  EXPECT_EQ(finding_title(OccupancyRange{on_one_gpu(), OccupancyKind::achieved, 17.2, 18.4}, context),
            "flash: achieved occupancy 17 to 18 % on H100 80GB");
}

TEST(FindingTitle, NeutralClaimsNothingAndSaysWhy) {
  const Neutral neutral{Neutral::Why::cannot_tell};
  EXPECT_EQ(finding_title(neutral, {}), "Speed of flash against standard");
  EXPECT_EQ(neutral_reason(neutral, {}), "can't tell: an interval includes 1");
  EXPECT_EQ(neutral_reason(FasterRange{}, {}), "");
}

}  // namespace
}  // namespace attnscope
