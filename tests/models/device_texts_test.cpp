// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the window says of devices, from readings.
#include "ui/models/device_texts.h"

#include <gtest/gtest.h>

#include "profiler/protocol/point.h"
#include "tests/models/fixture_runs.h"

namespace attnscope {
namespace {

Telemetry reading_at_rest() {
  Telemetry reading;
  reading.device_uuid = "GPU-1";
  reading.sm_clock_mhz = 1980;
  reading.power_watts = 349.6;
  reading.power_limit_watts = 700;
  reading.temperature_celsius = 41;
  reading.used_memory_bytes = 12'000'000'000;
  reading.total_memory_bytes = 80'000'000'000;
  reading.use.busy_percent = 0;
  return reading;
}

TEST(DeviceTextsTest, AGpuAtRestHasNoWarning) {
  const DeviceTexts texts = device_texts(reading_at_rest());
  EXPECT_EQ(texts.glance, "1980 MHz · 41 °C");
  EXPECT_EQ(texts.detail, "350 of 700 W · 12 of 80 GB");
  EXPECT_EQ(texts.warning, "");
  EXPECT_DOUBLE_EQ(texts.memory_percent.value_or(0), 15);
}

TEST(DeviceTextsTest, WhatADriverDoesNotTellIsLeftOut) {
  Telemetry reading;
  reading.sm_clock_mhz = 1410;
  reading.used_memory_bytes = 600'000'000;
  const DeviceTexts texts = device_texts(reading);
  EXPECT_EQ(texts.glance, "1410 MHz");
  EXPECT_EQ(texts.detail, "600 MB in use");
  EXPECT_FALSE(texts.memory_percent.has_value());
}

TEST(DeviceTextsTest, TheHostCpuShowsItsLoad) {
  Telemetry reading;
  reading.use.busy_percent = 97;
  reading.used_memory_bytes = 9'000'000'000;
  reading.total_memory_bytes = 64'000'000'000;
  const DeviceTexts texts = device_texts(reading);
  EXPECT_EQ(texts.glance, "97 % load");
  EXPECT_EQ(texts.detail, "9 of 64 GB");
  EXPECT_EQ(texts.warning, "") << "a processor that works is nothing to warn of";
}

TEST(DeviceTextsTest, HeatAndHardwareAreWarnedOfAPowerCapIsNormal) {
  Telemetry reading = reading_at_rest();
  reading.throttle = static_cast<std::uint32_t>(Throttle::power_cap);
  EXPECT_EQ(device_texts(reading).warning, "");
  EXPECT_TRUE(device_texts(reading).all.contains("At its power limit, which is normal under load."));
  reading.throttle = static_cast<std::uint32_t>(Throttle::thermal);
  EXPECT_EQ(device_texts(reading).warning, "Slowed down by heat.");
  reading.throttle = static_cast<std::uint32_t>(Throttle::hardware);
  EXPECT_TRUE(device_texts(reading).warning.startsWith("Slowed down by its hardware"));
}

TEST(DeviceTextsTest, OthersAreNamedAsFarAsTheyMayBe) {
  DeviceUse use;
  use.busy_percent = 83;
  EXPECT_EQ(use_label(use), "83 % busy");
  use.others = {{4242, "python3", 38'000'000'000, true}};
  EXPECT_EQ(use_label(use), "python3 (38 GB), 83 % busy");
  use.others.push_back({77, "", {}, true});
  use.others.push_back({78, "Xorg", 1'000'000, false});
  use.busy_percent = 5;
  EXPECT_EQ(use_label(use), "python3 (38 GB) and 1 more");
  use.others = {{77, "", {}, true}};
  EXPECT_EQ(use_label(use), "process 77");
  use.others = {{77, "a\x1b[31m\nb", {}, true}};
  EXPECT_FALSE(use_label(use).contains('\x1b'));
  Telemetry reading = reading_at_rest();
  reading.use = use;
  EXPECT_TRUE(device_texts(reading).warning.startsWith("In use: "));
}

TEST(DeviceTextsTest, AGpuThatIsGoneIsSaidInWords) {
  Telemetry reading;
  reading.problem = "the driver reaches it no more: GPU is lost";
  const DeviceTexts texts = device_texts(reading);
  EXPECT_EQ(texts.glance, "not reached");
  EXPECT_EQ(texts.warning, "No readings: the driver reaches it no more: GPU is lost.");
}

TEST(DeviceTextsTest, OnlyChosenGpusInUseAreAskedAbout) {
  Description description = fixture::make_description(2, false);
  for (Description::Device& device : description.devices) device.use.busy_percent = 90;
  const std::string first = description.devices[0].device.uuid;
  const std::string host = description.devices[2].device.uuid;
  const auto busy = devices_in_use(description, {first, host});
  ASSERT_EQ(busy.size(), 1U);
  EXPECT_EQ(in_use_label(busy), "GPU 0 · H100 80GB is in use: 90 % busy.");
  description.devices[0].use.busy_percent = 4;
  EXPECT_TRUE(devices_in_use(description, {first, host}).empty());
}

}  // namespace
}  // namespace attnscope
