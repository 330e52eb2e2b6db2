// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The only way from a worker's events to the store: live sweeps and imported streams both come through here.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "kernels/problem/result.h"
#include "profiler/protocol/message.h"
#include "profiler/store/store.h"

namespace attnscope {

/// Records one live run. After a failure it goes on trying: what can be stored is stored.
class Recorder {
 public:
  explicit Recorder(Store store) : store_(std::move(store)) {}

  /// Stores the header, with a fresh id, and what is planned. The id of the run.
  Result<std::string> begin(RunHeader header, const std::vector<Plan>& plans);
  Result<void> environment(const Environment& environment);
  Result<void> point(const Point& point);
  Result<void> end(RunState state);

  const std::string& run_id() const { return run_id_; }

 private:
  Store store_;
  std::string run_id_;
};

/// Makes a run of a recorded stream and stores it. A stream that breaks off keeps its whole points and is
/// interrupted; lines that are no messages are passed over; a stream that is stored already is left as it is.
/// The id of the run.
Result<std::string> import_stream(const std::filesystem::path& path, Store& store);

/// Whether the file begins as a worker's stream does.
bool looks_like_stream(const std::filesystem::path& path);

}  // namespace attnscope
