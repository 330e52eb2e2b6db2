// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Everything that the inspector says about one point, in words. Pure: built from a run, shown by a view.
#pragma once

#include <QString>
#include <QStringList>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "profiler/analysis/ceilings.h"
#include "profiler/analysis/metrics.h"
#include "profiler/protocol/run.h"

namespace attnscope {

enum class Tone { plain, good, warning };

struct DetailRow {
  QString label;
  QString value;
  QString note;  ///< after the value, in secondary colour
  Tone tone = Tone::plain;
  QString help;
};

struct MeterRow {
  QString label;
  double percent = 0;
  QString help;
};

struct KernelDetail {
  QString name;
  QString figures;
};

struct PointDetails {
  std::string implementation;
  QString title;     ///< "flash at 8,192"
  QString subtitle;  ///< "GPU 0 · H100 80GB · batch 2 · causal · fp16"
  QString bound;     ///< what bounds it, in a sentence; empty where it was not measured
  QString outcome;   ///< why there are no figures; empty where measured
  std::vector<DetailRow> rows;
  std::vector<double> samples_us;
  std::vector<MeterRow> meters;
  QString occupancy_note;  ///< the limiter in a sentence
  std::vector<KernelDetail> kernels;
  QStringList environment;
  QString command;  ///< repeats the run
  QStringList remarks;
};

/// `ceilings` of any devices: the roofs that what bounds the point is told by.
PointDetails details_of(const Run& run, std::size_t point_index, const MetricOptions& options,
                        std::span<const CeilingMeasurement> ceilings = {});

}  // namespace attnscope
