// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Implementations that came through the C interface, as the measuring loop sees all others.
#pragma once

#include <memory>
#include <vector>

#include "kernels/implementation/implementation.h"
#include "profiler/protocol/device.h"

namespace attnscope {

/// New objects for a device of that kind, in the order of registration.
std::vector<std::unique_ptr<Implementation>> registered_implementations(DeviceKind kind);

}  // namespace attnscope
