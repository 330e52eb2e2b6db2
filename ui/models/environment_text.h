// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The circumstances of a run in short lines.
#pragma once

#include <QString>
#include <QStringList>

#include "profiler/protocol/run.h"

namespace attnscope {

/// "Driver 580.159 · CUDA 13.0 · 700 W", "L2 cleared before each sample", …
QStringList environment_lines(const Environment& environment, const MeasurementOptions& options);

/// Where a point's times come from: "Timed by CUPTI, L2 cold".
QString timing_line(const Measured& measured);

}  // namespace attnscope
