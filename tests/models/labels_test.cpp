// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/labels.h"

#include <gtest/gtest.h>

#include <QTimeZone>

namespace attnscope {
namespace {

TEST(Labels, LengthsAreShortWherePowersOfTwo) {
  EXPECT_EQ(length_label(512), "512");
  EXPECT_EQ(length_label(8192), "8k");
  EXPECT_EQ(length_label(1 << 20), "1M");
  EXPECT_EQ(length_label(1500), "1,500");
}

TEST(Labels, TimesTakeTheUnitThatFits) {
  EXPECT_EQ(span_label(12.34), "12.3 µs");
  EXPECT_EQ(span_label(999.7), "1.00 ms");
  EXPECT_EQ(span_label(1960), "1.96 ms");
  EXPECT_EQ(span_label(2.5e6), "2.50 s");
}

TEST(Labels, MemoryInPowersOfTwoCardsInPowersOfTen) {
  EXPECT_EQ(memory_label(134217728), "128 MiB");
  EXPECT_EQ(memory_label(8.1 * (1ULL << 30)), "8.1 GiB");
  EXPECT_EQ(memory_label(0), "0 B");
  EXPECT_EQ(capacity_label(80'000'000'000), "80 GB");
}

TEST(Labels, IntervalsAreHalfWidthsOfTheValue) {
  EXPECT_EQ(half_width_label({100, Interval{99.5, 100.5}}), "± 0.5 %");
  EXPECT_EQ(half_width_label({100, std::nullopt}), "");
}

TEST(Labels, DatesAreRelativeToNow) {
  const QDateTime now(QDate(2026, 11, 22), QTime(14, 30), QTimeZone::utc());
  EXPECT_EQ(date_label(now.addSecs(-1680).toMSecsSinceEpoch(), now), "today 14:02");
  EXPECT_EQ(date_label(now.addDays(-1).toMSecsSinceEpoch(), now), "yesterday 14:30");
  EXPECT_EQ(date_label(now.addDays(-4).toMSecsSinceEpoch(), now), "18 Nov");
  EXPECT_EQ(date_label(now.addYears(-1).toMSecsSinceEpoch(), now), "22 Nov 2025");
}

TEST(Labels, DevicesLoseTheirMakersDecoration) {
  DeviceDescription device;
  device.kind = DeviceKind::cuda;
  device.ordinal = 1;
  device.name = "NVIDIA H100 80GB HBM3";
  EXPECT_EQ(device_label(device), "GPU 1 · H100 80GB");
  device.kind = DeviceKind::host_cpu;
  EXPECT_EQ(device_label(device), "Host CPU");
}

TEST(Labels, ShapesSayHeadsTypeAndMask) {
  Problem shape;
  shape.query_heads = 32;
  shape.kv_heads = 8;
  shape.causal = true;
  EXPECT_EQ(shape_label(shape), "32/8 × 128 fp16 causal");
  shape.kv_heads = 32;
  shape.causal = false;
  shape.window_left = 4095;
  EXPECT_EQ(shape_label(shape), "32/32 × 128 fp16 window 4096");
}

}  // namespace
}  // namespace attnscope
