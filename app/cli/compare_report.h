// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A comparison of two runs as text for people, and as JSON for machines.
#pragma once

#include <QString>
#include <vector>

#include "app/cli/compare_limits.h"
#include "profiler/analysis/comparison.h"

namespace attnscope {

/// What a comparison is about.
struct CompareMetrics {
  bool time = true;
  bool memory = true;
  bool occupancy = true;
};

/// A point that is worse than a limit allows.
struct Regression {
  std::size_t point = 0;  ///< in RunComparison::points
  CompareLimit limit;
};

/// The runs have to outlive it.
struct CompareReport {
  const Run* base = nullptr;
  const Run* other = nullptr;
  RunComparison comparison;
  std::vector<Regression> regressions;
};

QString compare_text(const CompareReport& report, const CompareMetrics& metrics);
/// All reports, which have the same base, as one document.
QString compare_json(const std::vector<CompareReport>& reports, const CompareMetrics& metrics);

// Words of tables and documents.
QString time_verdict_words(Verdict verdict);       ///< "faster", "slower", "same", "can't tell"
QString memory_verdict_words(Verdict verdict);     ///< "less", "more", "same"
QString occupancy_verdict_words(Verdict verdict);  ///< "lower", "higher", "same"
QString subject_words(const EnvironmentDifference& difference);

}  // namespace attnscope
