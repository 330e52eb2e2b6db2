// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/findings.h"

#include <gtest/gtest.h>

namespace attnscope {
namespace {

FindingSubject on_one_gpu() {
  return {"flash", {{"GPU-1", "NVIDIA H100 80GB HBM3"}}};
}

TEST(FindingTitle, FasterRangeNamesImplementationAndLengths) {
  const FasterRange range{on_one_gpu(), 2.7, 5.0, 512, 32768};
  EXPECT_EQ(finding_title(range, {}), "flash is 2.7 to 5.0× faster than standard, 512 to 32k");
}

TEST(FindingTitle, NamesTheDeviceWhereSeveralShow) {
  FindingContext context;
  context.name_device = true;
  FasterRange range{on_one_gpu(), 2.7, 5.0, 512, 32768};
  EXPECT_EQ(finding_title(range, context),
            "flash is 2.7 to 5.0× faster than standard on H100 80GB, 512 to 32k");
  range.subject.devices.push_back({"GPU-2", "NVIDIA H100 80GB HBM3"});
  EXPECT_EQ(finding_title(range, context),
            "flash is 2.7 to 5.0× faster than standard on both devices, 512 to 32k");
}

TEST(FindingTitle, SlowerIsSaidAsATimesSlower) {
  const SlowerRange range{on_one_gpu(), 0.5, 0.77, 128, 256};
  EXPECT_EQ(finding_title(range, {}), "flash is 1.3 to 2.0× slower than standard, 128 to 256");
}

TEST(FindingTitle, FasterFromALength) {
  const FasterFrom from{on_one_gpu(), 900, 1024, 3.1, 3.1, 16384};
  EXPECT_EQ(finding_title(from, {}), "flash is faster than standard from 1k on: 3.1× at 16k");
}

TEST(FindingTitle, TimeAndThroughput) {
  FindingContext context;
  context.metric = Metric::time;
  const TimeAtLength time{on_one_gpu(), {1960, 1960}, Interval{9400, 9400}, {561, 561}, 8192};
  EXPECT_EQ(finding_title(time, context), "One call takes 1.96 ms at 8k with flash, 9.40 ms with standard");
  context.metric = Metric::throughput;
  EXPECT_EQ(finding_title(time, context), "flash reaches 561 TFLOP/s at 8k");
}

TEST(FindingTitle, Memory) {
  FindingContext context;
  context.metric = Metric::peak_memory;
  EXPECT_EQ(finding_title(MemoryRatioAtLength{on_one_gpu(), {65, 65}, 8192}, context),
            "standard needs 65.0× the memory of flash at 8k");
  EXPECT_EQ(finding_title(MemoryRatioAtLength{on_one_gpu(), {1, 1.001}, 8192}, context),
            "standard needs as much memory as flash at 8k");
  EXPECT_EQ(finding_title(BaselineOutOfMemory{on_one_gpu(), 65536, 131072}, context),
            "standard runs out of memory at 64k; flash fits up to 128k");
}

TEST(FindingTitle, Occupancy) {
  FindingContext context;
  context.metric = Metric::tile_occupancy;
  EXPECT_EQ(finding_title(OccupancyFrom{on_one_gpu(), OccupancyKind::balance, 95, 4096}, context),
            "Tiles of flash keep the processors at least 95 % busy from 4k");
  EXPECT_EQ(finding_title(OccupancyRange{on_one_gpu(), OccupancyKind::achieved, 17.2, 18.4}, context),
            "flash: achieved occupancy 17 to 18 %");
}

TEST(FindingTitle, NeutralClaimsNothingAndSaysWhy) {
  const Neutral neutral{Neutral::Why::cannot_tell};
  EXPECT_EQ(finding_title(neutral, {}), "Speed of flash against standard");
  EXPECT_EQ(neutral_reason(neutral, {}), "can't tell: an interval includes 1");
  EXPECT_EQ(neutral_reason(FasterRange{}, {}), "");
}

}  // namespace
}  // namespace attnscope
