// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The tables of a report.
#pragma once

#include <string>
#include <vector>

#include "profiler/analysis/claims.h"
#include "profiler/analysis/comparison.h"
#include "ui/report/report_document.h"

namespace attnscope {

/// A table a device and shape: each point with its intervals, or why there is none.
std::vector<ReportTable> point_tables(const Run& run, const MetricOptions& options);

/// A row a claim; the device is named where there are several.
ReportTable claims_table(const Run& run, const std::vector<ClaimCheck>& checks, const std::string& baseline);

/// A table a device and shape: the verdicts of another run against the base.
std::vector<ReportTable> comparison_tables(const RunComparison& comparison);

ReportTable difference_table(const RunComparison& comparison);

/// A row a circumstance of each device of the run.
ReportTable environment_table(const Environment& environment);

}  // namespace attnscope
