// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/cover_finding.h"

#include <algorithm>

#include "profiler/analysis/finding_series.h"

namespace attnscope {
namespace {

void count(const SeriesValue& value, SpeedupTally& tally) {
  if (!value.estimate) {
    const Gap gap = value.gap == Gap::no_baseline ? value.baseline_gap : value.gap;
    if (gap == Gap::pending || gap == Gap::failed || gap == Gap::cancelled || gap == Gap::not_measured) {
      ++tally.missing;
    }
    return;
  }
  const double speedup = value.estimate->value;
  const bool first = tally.points() == 0;
  tally.speedups.low = first ? speedup : std::min(tally.speedups.low, speedup);
  tally.speedups.high = first ? speedup : std::max(tally.speedups.high, speedup);
  tally.from_seqlen = first ? value.seqlen : std::min(tally.from_seqlen, value.seqlen);
  tally.to_seqlen = std::max(tally.to_seqlen, value.seqlen);
  const auto& interval = value.estimate->interval;
  if (interval && interval->low > 1) {
    ++tally.faster;
  } else if (interval && interval->high < 1) {
    ++tally.slower;
  } else {
    ++tally.undecided;
  }
}

Finding speed_of(const SpeedupTally& tally, const FindingSubject& subject) {
  if (tally.points() == 0) {
    return Neutral{tally.missing > 0 ? Neutral::Why::points_missing : Neutral::Why::nothing_measured};
  }
  if (tally.missing > 0) return Neutral{Neutral::Why::points_missing};
  if (tally.faster == tally.points()) {
    return FasterRange{subject, tally.speedups.low, tally.speedups.high, tally.from_seqlen, tally.to_seqlen};
  }
  if (tally.slower == tally.points()) {
    return SlowerRange{subject, tally.speedups.low, tally.speedups.high, tally.from_seqlen, tally.to_seqlen};
  }
  return Neutral{Neutral::Why::mixed};
}

const Point* partner_of(const Run& run, const Point& point, const std::string& baseline) {
  const auto found = std::find_if(run.points.begin(), run.points.end(), [&](const Point& other) {
    return other.implementation == baseline && other.device_uuid == point.device_uuid &&
           other.problem == point.problem;
  });
  return found == run.points.end() ? nullptr : &*found;
}

void add_memory(const Run& run, const FindingQuestion& question, CoverFinding& cover) {
  for (const Point& point : run.points) {
    const auto* measured = std::get_if<Measured>(&point.outcome);
    const bool asked = point.implementation == question.implementation &&
                       (!question.device_uuid || *question.device_uuid == point.device_uuid);
    const Point* partner =
        asked && measured != nullptr ? partner_of(run, point, question.options.baseline) : nullptr;
    if (partner == nullptr) continue;
    const std::int64_t length = point.problem.kv_seqlen;
    if (std::holds_alternative<OutOfMemory>(partner->outcome)) {
      cover.baseline_out_of_memory_at = std::min(cover.baseline_out_of_memory_at.value_or(length), length);
    }
    const auto needs = value_of(point, Metric::peak_memory, question.options);
    const auto baseline_needs = value_of(*partner, Metric::peak_memory, question.options);
    if (!needs || !baseline_needs || needs->value <= 0) continue;
    const MemoryPair pair{length, needs->value, baseline_needs->value};
    const bool more = !cover.memory || pair.seqlen > cover.memory->seqlen ||
                      (pair.seqlen == cover.memory->seqlen &&
                       pair.baseline_bytes - pair.bytes > cover.memory->baseline_bytes - cover.memory->bytes);
    if (more) cover.memory = pair;
  }
}

}  // namespace

CoverFinding cover_finding(const Run& run, const FindingQuestion& question) {
  CoverFinding cover;
  const std::vector<Series> all = finding::series_for(run, Metric::speedup, question);
  std::vector<Problem> shapes;
  for (const Series& series : all) {
    for (const SeriesValue& value : series.values) count(value, cover.tally);
    if (std::find(shapes.begin(), shapes.end(), series.shape) == shapes.end()) shapes.push_back(series.shape);
    const FindingSubject::Device device{series.device_uuid, series.device_name};
    auto& devices = cover.subject.devices;
    if (std::find(devices.begin(), devices.end(), device) == devices.end()) devices.push_back(device);
  }
  cover.subject.implementation = question.implementation;
  cover.shapes = shapes.size();
  cover.speed = speed_of(cover.tally, cover.subject);
  // A crossover is a length of one shape.
  if (std::holds_alternative<Neutral>(cover.speed) && cover.shapes == 1) {
    Finding of_shape = speedup_finding(run, question);
    if (std::holds_alternative<FasterFrom>(of_shape)) cover.speed = std::move(of_shape);
  }
  add_memory(run, question, cover);
  return cover;
}

}  // namespace attnscope
