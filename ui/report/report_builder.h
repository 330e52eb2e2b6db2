// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// From runs to a report. Pure: the same runs and options give the same report.
#pragma once

#include <QString>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "kernels/problem/result.h"
#include "profiler/analysis/comparison.h"
#include "profiler/analysis/metrics.h"
#include "ui/report/report_document.h"

namespace attnscope {

enum class ReportPart { notes, claims, charts, comparison, tables, method, environment, commands };

/// Every part, in the order in which a report has them.
const std::vector<ReportPart>& all_report_parts();
QString report_part_label(ReportPart part);     ///< "Well-known claims": a heading
std::string report_part_name(ReportPart part);  ///< "claims": for command lines

struct ReportOptions {
  std::set<ReportPart> parts{all_report_parts().begin(), all_report_parts().end()};
  std::string baseline;  ///< of speedups; empty: standard, or what the first run has in its place
  FlopConvention flops = FlopConvention::exact;
  std::span<const NoiseMeasurement> noise{};  ///< for verdicts between runs
};

/// The first run is the one that the cover speaks of, and the base that the others are compared with.
/// A usage error without runs, or where no run has a point.
Result<ReportDocument> build_report(const std::vector<const Run*>& runs, const ReportOptions& options);

}  // namespace attnscope
