// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What the findings share: the series that a question is about, and their values at one length.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "profiler/analysis/finding.h"

namespace attnscope::finding {

/// The series of the question's implementation on the devices that it asks about.
std::vector<Series> series_for(const Run& run, Metric metric, const FindingQuestion& question);
/// Those of a run's series that are.
std::vector<Series> series_in(std::vector<Series> all, const FindingQuestion& question);

FindingSubject subject_of(const std::vector<Series>& series);

/// The series' value at a length, where it has one.
const SeriesValue* value_at(const Series& series, std::int64_t seqlen);

/// The question's length, or the longest one at which every series has an estimate.
std::optional<std::int64_t> length_for(const std::vector<Series>& series, const FindingQuestion& question);

/// Least and greatest estimate of all series at one length; absent if one of them has none.
std::optional<Interval> bounds_at(const std::vector<Series>& series, std::int64_t seqlen);

/// Why there is nothing to say: no point at all, or points that are missing.
Neutral why_nothing(const std::vector<Series>& series);

}  // namespace attnscope::finding
