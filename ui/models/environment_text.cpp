// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/environment_text.h"

#include <QCoreApplication>

#include "ui/models/labels.h"

namespace attnscope {
namespace {

struct EnvironmentText {
  Q_DECLARE_TR_FUNCTIONS(attnscope::EnvironmentText)
};

QString separator() {
  return QStringLiteral(" · ");
}

}  // namespace

QStringList environment_lines(const Environment& environment, const MeasurementOptions& options) {
  QStringList lines;
  lines << to_label(environment.device.name);
  QStringList parts;
  if (environment.driver_version) {
    parts << EnvironmentText::tr("Driver %1").arg(to_label(*environment.driver_version));
  }
  if (environment.cuda_version) {
    parts << EnvironmentText::tr("CUDA %1.%2")
                 .arg(*environment.cuda_version / 1000)
                 .arg(*environment.cuda_version % 1000 / 10);
  }
  if (environment.power_limit_watts) {
    parts << EnvironmentText::tr("%1 W").arg(*environment.power_limit_watts, 0, 'f', 0);
  }
  if (environment.max_sm_clock_mhz) {
    parts << EnvironmentText::tr("up to %1 MHz").arg(*environment.max_sm_clock_mhz, 0, 'f', 0);
  }
  if (environment.mig_enabled.value_or(false)) {
    parts << EnvironmentText::tr("MIG on");
  }
  if (environment.ecc_enabled) {
    parts << (*environment.ecc_enabled ? EnvironmentText::tr("ECC on") : EnvironmentText::tr("ECC off"));
  }
  if (!parts.isEmpty()) {
    lines << parts.join(separator());
  }
  QStringList versions;
  for (const auto& [library, version] : environment.libraries) {
    versions << QStringLiteral("%1 %2").arg(to_label(library), to_label(version));
  }
  if (!versions.isEmpty()) {
    lines << versions.join(separator());
  }
  if (environment.device.kind == DeviceKind::cuda) {
    lines << (options.cold_l2 ? EnvironmentText::tr("L2 cleared before each sample")
                              : EnvironmentText::tr("L2 warm: not cleared between samples"));
  }
  QStringList origin;
  if (!environment.host.empty()) {
    origin << EnvironmentText::tr("Host %1").arg(to_label(environment.host));
  }
  if (!environment.program_version.empty()) {
    origin << EnvironmentText::tr("attnscope %1").arg(to_label(environment.program_version));
  }
  if (!origin.isEmpty()) {
    lines << origin.join(separator());
  }
  return lines;
}

QString timing_line(const Measured& measured) {
  QString line;
  if (measured.timing_source == "cupti") {
    line = EnvironmentText::tr("Timed by CUPTI activity records");
  } else if (measured.timing_source == "events") {
    line = EnvironmentText::tr("Timed by CUDA events: CUPTI could not be used");
  } else if (measured.timing_source == "steady_clock") {
    line = EnvironmentText::tr("Timed by the host's steady clock");
  } else {
    line = EnvironmentText::tr("Timed by %1").arg(to_label(measured.timing_source));
  }
  if (measured.dropped_records > 0) {
    line += EnvironmentText::tr("; broken records dropped: %1").arg(measured.dropped_records);
  }
  return line;
}

}  // namespace attnscope
