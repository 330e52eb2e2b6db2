// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The sentences of a report.
#pragma once

#include <QString>
#include <QStringList>
#include <string>

#include "profiler/analysis/claims.h"
#include "profiler/analysis/cover_finding.h"
#include "ui/report/report_document.h"

namespace attnscope {

/// "On one H100 80GB, flash is 1.4 to 5.0× faster than standard from 512 to 32k tokens; at 32k tokens it
/// needs 64 MiB where standard needs 4.1 GiB."
QString cover_line(const Run& run, const CoverFinding& cover, const std::string& baseline);

/// "22 Nov 2026 14:05 UTC"; the same on every machine.
QString report_time(std::int64_t milliseconds);

QString claim_text(ClaimKind kind, const std::string& baseline);  ///< what is claimed
QString claim_standing(ClaimStanding standing);                   ///< "held", "not held", "not measured"
QString claim_figure(const ClaimCheck& check);                    ///< "3.1 to 8.0×, more than claimed"

/// What people wrote about the run: a line each of its note, and its tags.
QStringList note_lines(const Run& run);

/// How the run was measured, a sentence each.
QStringList method_lines(const Run& run, const MetricOptions& options);

}  // namespace attnscope
