// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What was not the same when two runs were measured, beside what was meant to differ: the first place to look
// for the cause of a verdict.
#pragma once

#include <string>
#include <vector>

#include "profiler/protocol/run.h"

namespace attnscope {

enum class EnvironmentSubject {
  device,
  driver,
  cuda,
  power_limit,   ///< W
  max_sm_clock,  ///< MHz
  sm_clock,      ///< MHz, median over the samples of both runs' points; told from 1 % on
  held_back,     ///< samples taken while heat or hardware held the clock down, percent; told from 1 on
  mig,
  ecc,
  host,
  program_version,
  kernel_hash,
  library,  ///< named
  cold_l2,
  timing_source,
  seed,
  samples,  ///< fewest and most
  target_interval,
  point_budget,  ///< s
};

struct EnvironmentDifference {
  EnvironmentSubject subject = EnvironmentSubject::device;
  std::string library;  ///< for EnvironmentSubject::library
  std::string device;   ///< the other run's, where the subject belongs to one: its UUID
  std::string base;     ///< values; empty where a run does not say
  std::string other;
  bool operator==(const EnvironmentDifference&) const = default;
};

/// How the two runs were measured.
std::vector<EnvironmentDifference> option_differences(const MeasurementOptions& base,
                                                      const MeasurementOptions& other);

/// What surrounded one device's part of each run.
std::vector<EnvironmentDifference> environment_differences(const Run& base, const std::string& base_device,
                                                           const Run& other, const std::string& other_device);

}  // namespace attnscope
