// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Invented runs with every field filled, and folders to keep databases in.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "profiler/analysis/ceilings.h"
#include "profiler/analysis/noise_floor.h"
#include "profiler/protocol/run.h"

namespace attnscope::testing {

/// A folder that goes with its test.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

Environment example_environment(const std::string& uuid);
RunHeader example_header(const std::string& id);
Problem example_problem(std::int64_t seqlen);
/// Everything that a measured point can hold; `samples` of them.
Point measured_point(const std::string& implementation, std::int64_t seqlen, int samples);
PendingPoint pending_point(const std::string& implementation, std::int64_t seqlen);
/// A finished run with one point of each outcome.
Run example_run(const std::string& id);
/// Six processes, two points.
NoiseMeasurement example_noise(const std::string& device_uuid, std::int64_t measured_ms);
CeilingMeasurement example_ceilings(const std::string& device_uuid, std::int64_t measured_ms);

std::string bytes_of_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, const std::string& bytes);
/// Names in a folder, sorted.
std::vector<std::string> names_in(const std::filesystem::path& folder);

}  // namespace attnscope::testing
