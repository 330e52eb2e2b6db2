// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The memory that frameworks in this process allocate from.
#pragma once

#include "profiler/measure/framework_memory.h"

namespace attnscope {

/// The one of this process, on the GPU whose context is current.
FrameworkMemory& framework_memory();

}  // namespace attnscope
