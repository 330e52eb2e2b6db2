// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/device_texts.h"

#include <QCoreApplication>
#include <algorithm>

#include "profiler/protocol/point.h"
#include "ui/models/labels.h"

namespace attnscope {
namespace {

struct DeviceWords {
  Q_DECLARE_TR_FUNCTIONS(attnscope::DeviceWords)
};

const QString middle_dot = QStringLiteral(" · ");

bool is_held(const Telemetry& telemetry, Throttle reason) {
  return (telemetry.throttle & static_cast<std::uint32_t>(reason)) != 0;
}

QString whole(double value) {
  return QString::number(value, 'f', 0);
}

/// "12 of 80 GB"; units differ where little is in use.
QString memory_words(const Telemetry& telemetry) {
  if (!telemetry.used_memory_bytes) {
    return {};
  }
  const QString used = capacity_label(*telemetry.used_memory_bytes);
  if (!telemetry.total_memory_bytes) {
    return DeviceWords::tr("%1 in use").arg(used);
  }
  const QString total = capacity_label(*telemetry.total_memory_bytes);
  const QString unit = total.mid(total.lastIndexOf(' '));
  return DeviceWords::tr("%1 of %2").arg(used.endsWith(unit) ? used.chopped(unit.size()) : used, total);
}

QString power_words(const Telemetry& telemetry) {
  if (!telemetry.power_watts) {
    return {};
  }
  return telemetry.power_limit_watts
             ? DeviceWords::tr("%1 of %2 W")
                   .arg(whole(*telemetry.power_watts), whole(*telemetry.power_limit_watts))
             : DeviceWords::tr("%1 W").arg(whole(*telemetry.power_watts));
}

QString process_label(const GpuProcess& process) {
  const QString name = process.name.empty() ? DeviceWords::tr("process %1").arg(process.process_id)
                                            : to_label(process.name).simplified();
  return process.memory_bytes ? DeviceWords::tr("%1 (%2)").arg(name, capacity_label(*process.memory_bytes))
                              : name;
}

/// Heat and hardware are flagged; the power cap is normal under load.
QStringList slowdowns(const Telemetry& telemetry) {
  QStringList lines;
  if (is_held(telemetry, Throttle::thermal)) {
    lines << DeviceWords::tr("Slowed down by heat.");
  }
  if (is_held(telemetry, Throttle::hardware)) {
    lines << DeviceWords::tr("Slowed down by its hardware: power supply or protection.");
  }
  return lines;
}

QStringList every_line(const Telemetry& telemetry) {
  QStringList lines;
  if (telemetry.sm_clock_mhz) {
    lines << DeviceWords::tr("Clock %1 MHz").arg(whole(*telemetry.sm_clock_mhz));
  }
  if (telemetry.temperature_celsius) {
    lines << DeviceWords::tr("Temperature %1 °C").arg(whole(*telemetry.temperature_celsius));
  }
  if (const QString power = power_words(telemetry); !power.isEmpty()) {
    lines << DeviceWords::tr("Power %1").arg(power);
  }
  if (const QString memory = memory_words(telemetry); !memory.isEmpty()) {
    lines << DeviceWords::tr("Memory %1").arg(memory);
  }
  if (telemetry.use.busy_percent) {
    lines << DeviceWords::tr("Busy %1").arg(percent_label(*telemetry.use.busy_percent));
  }
  if (is_held(telemetry, Throttle::power_cap)) {
    lines << DeviceWords::tr("At its power limit, which is normal under load.");
  }
  lines += slowdowns(telemetry);
  for (const GpuProcess& process : telemetry.use.others) {
    lines << (process.computes ? DeviceWords::tr("In use by %1, process %2")
                               : DeviceWords::tr("Drawn on by %1, process %2"))
                 .arg(process_label(process))
                 .arg(process.process_id);
  }
  return lines;
}

}  // namespace

QString use_label(const DeviceUse& use) {
  QStringList computing;
  for (const GpuProcess& process : use.others) {
    if (process.computes) {
      computing << process_label(process);
    }
  }
  QStringList parts;
  if (computing.size() > 1) {
    parts << DeviceWords::tr("%1 and %2 more").arg(computing.front()).arg(computing.size() - 1);
  } else {
    parts = computing;
  }
  if (use.busy_percent.value_or(0) > idle_up_to_percent) {
    parts << DeviceWords::tr("%1 % busy").arg(whole(*use.busy_percent));
  }
  return parts.join(QStringLiteral(", "));
}

DeviceTexts device_texts(const Telemetry& telemetry) {
  DeviceTexts texts;
  if (!telemetry.problem.empty()) {
    texts.glance = DeviceWords::tr("not reached");
    texts.warning = DeviceWords::tr("No readings: %1.").arg(to_label(telemetry.problem));
    texts.all = QStringList{texts.warning};
    return texts;
  }
  QStringList glance;
  if (telemetry.sm_clock_mhz) {
    glance << DeviceWords::tr("%1 MHz").arg(whole(*telemetry.sm_clock_mhz));
  }
  if (telemetry.temperature_celsius) {
    glance << DeviceWords::tr("%1 °C").arg(whole(*telemetry.temperature_celsius));
  }
  const bool is_gpu = !glance.isEmpty() || telemetry.power_watts.has_value();
  if (!is_gpu && telemetry.use.busy_percent) {
    glance << DeviceWords::tr("%1 % load").arg(whole(*telemetry.use.busy_percent));
  }
  texts.glance = glance.join(middle_dot);
  QStringList detail{power_words(telemetry), memory_words(telemetry)};
  detail.removeAll(QString());
  texts.detail = detail.join(middle_dot);
  QStringList warning = slowdowns(telemetry);
  if (is_gpu && is_in_use(telemetry.use)) {
    warning << DeviceWords::tr("In use: %1.").arg(use_label(telemetry.use));
  }
  texts.warning = warning.join(' ');
  texts.all = every_line(telemetry);
  if (telemetry.used_memory_bytes && telemetry.total_memory_bytes.value_or(0) > 0) {
    texts.memory_percent = 100.0 * static_cast<double>(*telemetry.used_memory_bytes) /
                           static_cast<double>(*telemetry.total_memory_bytes);
  }
  return texts;
}

QString no_readings_label(const DeviceDescription& device) {
  // The driver puts the partition's profile at the end of its name: "NVIDIA H100 80GB HBM3 MIG 1g.10gb".
  const bool is_partition =
      device.kind == DeviceKind::cuda && to_label(device.name).contains(QStringLiteral(" MIG "));
  return is_partition ? DeviceWords::tr("MIG partition: no live readings") : QString();
}

std::vector<DeviceInUse> devices_in_use(const Description& description,
                                        const std::vector<std::string>& device_uuids) {
  std::vector<DeviceInUse> found;
  for (const Description::Device& device : description.devices) {
    const bool chosen =
        std::find(device_uuids.begin(), device_uuids.end(), device.device.uuid) != device_uuids.end();
    if (chosen && device.device.kind == DeviceKind::cuda && is_in_use(device.use)) {
      found.push_back({device.device, device.use});
    }
  }
  return found;
}

QString in_use_label(const std::vector<DeviceInUse>& devices) {
  QStringList lines;
  for (const DeviceInUse& busy : devices) {
    lines << DeviceWords::tr("%1 is in use: %2.").arg(device_label(busy.device), use_label(busy.use));
  }
  return lines.join(' ');
}

}  // namespace attnscope
