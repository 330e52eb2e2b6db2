// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Counts heap allocations of the whole test program, in every thread.
#pragma once

#include <functional>

namespace attnscope {

int allocations_during(const std::function<void()>& action);

}  // namespace attnscope
