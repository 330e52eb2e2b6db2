// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Whether the NVIDIA driver lets this process read hardware counters, from what the system says of itself.
#pragma once

#include <filesystem>

#include "kernels/problem/result.h"

namespace attnscope {

/// `driver_parameters` is the driver's list (/proc/driver/nvidia/params), `process_status` the process's
/// (/proc/self/status). Ok if counters are open to all, if the process has CAP_SYS_ADMIN, or if nothing is
/// known.
Result<void> counters_permitted(const std::filesystem::path& driver_parameters,
                                const std::filesystem::path& process_status);

}  // namespace attnscope
