// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "profiler/capture/activity.h"

namespace attnscope {
namespace {

TEST(PeakBytes, OfNothingIsNothing) {
  EXPECT_EQ(peak_bytes({}), 0U);
}

TEST(PeakBytes, IsTheHighestOfTheRunningSum) {
  EXPECT_EQ(peak_bytes({{true, 1, 100}, {true, 2, 50}, {false, 1, 100}, {true, 3, 70}}), 150U);
}

TEST(PeakBytes, TakesTheSizeOfAReleaseFromItsAllocation) {
  // CUPTI may report 0 bytes for a release.
  EXPECT_EQ(peak_bytes({{true, 1, 100}, {false, 1, 0}, {true, 2, 80}}), 100U);
}

TEST(PeakBytes, PassesOverReleasesOfWhatWasTakenBefore) {
  EXPECT_EQ(peak_bytes({{false, 9, 1000}, {true, 1, 100}}), 100U);
}

TEST(PeakBytes, CountsAnAddressThatIsUsedAgain) {
  EXPECT_EQ(peak_bytes({{true, 1, 100}, {false, 1, 100}, {true, 1, 300}, {false, 1, 300}}), 300U);
}

}  // namespace
}  // namespace attnscope
