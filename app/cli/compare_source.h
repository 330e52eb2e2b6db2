// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where the runs of `attnscope compare` come from, and the noise floors that come with them.
#pragma once

#include <QString>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/console.h"
#include "profiler/analysis/noise_floor.h"

namespace attnscope {

class CompareSource {
 public:
  explicit CompareSource(const CommandOptions& options) : options_(options) {}

  /// `wanted` is a run of the usual database as `show` takes it, or a file: a database, an export or a
  /// worker's stream. Of a file it is the newest run, or with FILE:RUN the one named.
  Result<Run> load(const QString& wanted);

  /// The noise floors of the usual database, where there is one, and of every database that a run came from.
  Result<std::vector<NoiseMeasurement>> noise();

 private:
  Result<Store*> usual_database();
  Result<Run> load_from_file(const QString& path, const QString& run);
  Result<void> add_noise(Store& store);

  const CommandOptions& options_;
  std::optional<Store> usual_;
  std::vector<NoiseMeasurement> of_files_;
};

}  // namespace attnscope
