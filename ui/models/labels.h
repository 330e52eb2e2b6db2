// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Figures, devices and shapes in the words of the window.
#pragma once

#include <QDateTime>
#include <QString>
#include <cstdint>
#include <string>

#include "kernels/problem/problem.h"
#include "profiler/analysis/metrics.h"
#include "profiler/protocol/device.h"

namespace attnscope {

/// Text from a file or a worker. Control characters other than line ends and tabs, and marks that turn the
/// direction of writing, become "�": a label must not steer what stands around it.
QString to_label(const std::string& text);

QString count_label(std::int64_t value);          ///< "16,384"
QString length_label(std::int64_t length);        ///< "512", "8k", "64k", "1M"; others in full
QString span_label(double microseconds);          ///< "1.96 ms"
QString throughput_label(double tflops);          ///< "561 TFLOP/s"
QString ratio_label(double ratio);                ///< "4.8×"
QString percent_label(double percent);            ///< "18.8 %"
QString memory_label(double bytes);               ///< "8.1 GiB", powers of two
QString capacity_label(std::uint64_t bytes);      ///< "80 GB", as cards are sold
QString error_label(double error);                ///< "2.1e-4"
QString seconds_label(double seconds);            ///< "40 s", "1 min 12 s"
QString rough_seconds_label(double seconds);      ///< "about 2 min"
QString half_width_label(const Estimate& value);  ///< "± 0.4 %", empty without an interval
QString range_label(const Interval& interval);    ///< "4.7–4.9", for ratios
/// "today 14:02", "yesterday 14:02", "18 Nov", "18 Nov 2025".
QString date_label(std::int64_t milliseconds, const QDateTime& now);

QString implementation_label(const std::string& implementation);  ///< "standard, eager"
QString device_label(const DeviceDescription& device);            ///< "GPU 0 · H100 80GB", "Host CPU"
QString device_model_label(const DeviceDescription& device);      ///< "H100 80GB", "Host CPU"
QString shape_label(const Problem& shape);                        ///< "32/8 × 128 fp16 causal"
QString occupancy_label(OccupancyKind kind);                      ///< "achieved"

/// A value of a chart in its unit.
QString value_label(Metric metric, double value);

}  // namespace attnscope
