// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The devices of this machine, described cheaply and opened when they are first measured on.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "profiler/measure/measuring_device.h"
#include "profiler/measure/worker.h"
#include "profiler/protocol/device.h"

namespace attnscope {

class Devices {
 public:
  explicit Devices(const WorkerOptions& options) : options_(options) {}

  Description describe();

  /// Opens the device the first time; a `not_found` error lists what there is.
  Result<MeasuringDevice*> get(const std::string& uuid);

 private:
  const WorkerOptions& options_;
  std::map<std::string, std::unique_ptr<MeasuringDevice>> open_;
};

}  // namespace attnscope
