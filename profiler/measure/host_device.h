// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The Host CPU as a device: calls are timed by the steady clock, memory by the allocations made here.
#pragma once

#include <memory>
#include <vector>

#include "profiler/measure/measuring_device.h"

namespace attnscope {

std::unique_ptr<MeasuringDevice> make_host_device(
    std::vector<std::unique_ptr<Implementation>> implementations);

}  // namespace attnscope
