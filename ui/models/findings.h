// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The titles of the charts: findings of the analysis in words. What is not certain is said neutrally.
#pragma once

#include <QString>
#include <string>

#include "profiler/analysis/finding.h"

namespace attnscope {

/// What a title needs to know beside the finding.
struct FindingContext {
  Metric metric = Metric::speedup;
  std::string implementation = "flash";
  std::string baseline = "standard";
};

QString finding_title(const Finding& finding, const FindingContext& context);

/// Why a finding is neutral, as an addition to a chart's subtitle; empty where it is not.
QString neutral_reason(const Finding& finding, const FindingContext& context);

}  // namespace attnscope
