// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// How a point that is being measured tells of its progress and learns that it is to stop.
#pragma once

#include <string_view>

namespace attnscope {

class PointWatch {
 public:
  virtual ~PointWatch() = default;
  /// A new phase begins: "preparing", "compiling", "allocating", "warming up", "timing", "counters",
  /// "checking".
  virtual void phase(std::string_view name) = 0;
  /// Something was finished: neither the device nor the loop hangs.
  virtual void alive() = 0;
  virtual bool cancelled() const = 0;
};

}  // namespace attnscope
