// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/finding_series.h"

#include <algorithm>

namespace attnscope::finding {

std::vector<Series> series_for(const Run& run, Metric metric, const FindingQuestion& question) {
  return series_in(series_of(run, metric, question.options), question);
}

std::vector<Series> series_in(std::vector<Series> all, const FindingQuestion& question) {
  std::erase_if(all, [&question](const Series& series) {
    return series.implementation != question.implementation ||
           (question.device_uuid && series.device_uuid != *question.device_uuid);
  });
  return all;
}

FindingSubject subject_of(const std::vector<Series>& series) {
  FindingSubject subject;
  for (const Series& one : series) {
    subject.implementation = one.implementation;
    subject.devices.push_back({one.device_uuid, one.device_name});
  }
  return subject;
}

const SeriesValue* value_at(const Series& series, std::int64_t seqlen) {
  for (const SeriesValue& value : series.values) {
    if (value.seqlen == seqlen && value.estimate) {
      return &value;
    }
  }
  return nullptr;
}

std::optional<std::int64_t> length_for(const std::vector<Series>& series, const FindingQuestion& question) {
  if (question.seqlen) {
    return question.seqlen;
  }
  if (series.empty()) {
    return std::nullopt;
  }
  const std::vector<SeriesValue>& first = series.front().values;
  const auto longest = std::find_if(first.rbegin(), first.rend(), [&series](const SeriesValue& value) {
    return bounds_at(series, value.seqlen).has_value();
  });
  return longest == first.rend() ? std::nullopt : std::optional(longest->seqlen);
}

std::optional<Interval> bounds_at(const std::vector<Series>& series, std::int64_t seqlen) {
  std::optional<Interval> bounds;
  for (const Series& one : series) {
    const SeriesValue* value = value_at(one, seqlen);
    if (value == nullptr) {
      return std::nullopt;
    }
    const double number = value->estimate->value;
    bounds = bounds ? Interval{std::min(bounds->low, number), std::max(bounds->high, number)}
                    : Interval{number, number};
  }
  return bounds;
}

Neutral why_nothing(const std::vector<Series>& series) {
  for (const Series& one : series) {
    for (const SeriesValue& value : one.values) {
      if (value.gap == Gap::pending || value.gap == Gap::failed || value.gap == Gap::cancelled) {
        return Neutral{Neutral::Why::points_missing};
      }
    }
  }
  return Neutral{Neutral::Why::nothing_measured};
}

}  // namespace attnscope::finding
