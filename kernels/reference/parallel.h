// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A parallel loop for work that is not timed. Threads start and end with the call.
#pragma once

#include <cstdint>
#include <functional>

namespace attnscope {

/// Calls body(index) once for each index of [0, count), on up to `threads` threads (0: all that this process
/// may use). Returns when all are done; body must not throw.
void parallel_for(std::int64_t count, int threads, const std::function<void(std::int64_t)>& body);

}  // namespace attnscope
