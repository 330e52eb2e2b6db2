// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs with chosen figures, for tests of what is derived from them.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "profiler/protocol/run.h"

namespace attnscope::testing {

inline Problem problem_at(std::int64_t seqlen) {
  Problem problem;
  problem.query_seqlen = seqlen;
  problem.kv_seqlen = seqlen;
  return problem;
}

/// `count` samples around a median, the interval about `spread` times the median on each side.
inline Measured measured_with(double median_us, double spread = 0.001, int count = 21) {
  Measured measured;
  for (int index = 0; index < count; ++index) {
    const double offset = count == 1 ? 0 : 2.0 * index / (count - 1) - 1;
    Sample sample;
    sample.span_us = median_us * (1 + 2 * spread * offset);
    sample.device_time_us = sample.span_us;
    measured.samples.push_back(sample);
  }
  return measured;
}

class RunBuilder {
 public:
  RunBuilder() {
    run_.header.id = "run-1";
    run_.header.state = RunState::finished;
    device("GPU-1", "First GPU");
  }
  /// Goes on with a run.
  explicit RunBuilder(Run run) : run_(std::move(run)) {}
  RunBuilder& device(const std::string& uuid, const std::string& name) {
    Environment environment;
    environment.device.uuid = uuid;
    environment.device.name = name;
    environment.device.kind = DeviceKind::cuda;
    run_.header.environments.push_back(environment);
    return *this;
  }
  /// Following points are on this device.
  RunBuilder& on(std::string uuid) {
    uuid_ = std::move(uuid);
    return *this;
  }
  RunBuilder& state(RunState state) {
    run_.header.state = state;
    return *this;
  }
  RunBuilder& add(const std::string& implementation, std::int64_t seqlen, Outcome outcome) {
    return add(implementation, problem_at(seqlen), std::move(outcome));
  }
  RunBuilder& add(const std::string& implementation, const Problem& problem, Outcome outcome) {
    run_.points.push_back(Point{uuid_, implementation, problem, std::move(outcome)});
    return *this;
  }
  RunBuilder& time(const std::string& implementation, std::int64_t seqlen, double median_us,
                   double spread = 0.001) {
    return add(implementation, seqlen, measured_with(median_us, spread));
  }
  RunBuilder& memory(const std::string& implementation, std::int64_t seqlen, std::uint64_t bytes) {
    Measured measured = measured_with(10);
    measured.memory.peak_bytes = bytes;
    return add(implementation, seqlen, measured);
  }
  RunBuilder& pending(const std::string& implementation, std::int64_t seqlen) {
    run_.pending.push_back(PendingPoint{uuid_, PlannedPoint{implementation, problem_at(seqlen)}});
    return *this;
  }
  const Run& run() const { return run_; }

 private:
  Run run_;
  std::string uuid_ = "GPU-1";
};

}  // namespace attnscope::testing
