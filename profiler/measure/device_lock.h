// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// One worker measures on a device at a time, whoever started it, and the Host CPU never beside another
// device: file locks that end with the process, however it ends.
#pragma once

#include <functional>
#include <string>

#include "kernels/problem/result.h"
#include "profiler/protocol/device.h"

namespace attnscope {

class DeviceLock {
 public:
  /// Waits until the device is free, asking `give_up` ten times a second; `waiting` is called as often while
  /// it waits. An error where it gave up. Where no lock can be made at all (a read-only folder) it goes on
  /// without one: measuring is worth more.
  static Result<DeviceLock> take(const std::string& folder, const DeviceDescription& device,
                                 const std::function<bool()>& give_up, const std::function<void()>& waiting);

  DeviceLock(DeviceLock&& other) noexcept;
  DeviceLock& operator=(DeviceLock&&) = delete;
  ~DeviceLock();

  bool held() const { return all_ >= 0; }

 private:
  DeviceLock() = default;
  int all_ = -1;  ///< shared by GPUs, taken alone by the Host CPU
  int own_ = -1;  ///< the device's own
};

}  // namespace attnscope
