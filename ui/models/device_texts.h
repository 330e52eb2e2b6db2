// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a device says of itself, and who else works on it, in words.
#pragma once

#include <QString>
#include <QStringList>
#include <optional>
#include <string>
#include <vector>

#include "profiler/protocol/message.h"

namespace attnscope {

/// One device's line of the set-up dock.
struct DeviceTexts {
  QString glance;                        ///< beside its name: "1980 MHz · 41 °C"; of the Host CPU its load
  QString detail;                        ///< "350 of 700 W · 12 of 80 GB"
  QString warning;                       ///< what makes figures worse: "Slowed down by heat."; mostly empty
  QStringList all;                       ///< everything, a sentence each
  std::optional<double> memory_percent;  ///< in use
};
DeviceTexts device_texts(const Telemetry& telemetry);

/// Why a device never has readings; empty where it may have some.
QString no_readings_label(const DeviceDescription& device);

/// "python3 (12 GB) and 2 more, 83 % busy"; empty where nobody works there.
QString use_label(const DeviceUse& use);

struct DeviceInUse {
  DeviceDescription device;
  DeviceUse use;
};
/// Those of the devices that others work on: GPUs only, the Host CPU always has something to do.
std::vector<DeviceInUse> devices_in_use(const Description& description,
                                        const std::vector<std::string>& device_uuids);
/// "GPU 0 · H100 80GB is in use: python3 (12 GB), 83 % busy." A sentence a device.
QString in_use_label(const std::vector<DeviceInUse>& devices);

}  // namespace attnscope
