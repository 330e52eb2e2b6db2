// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Attention as written in a framework: every operation its own pass over whole tensors.
#pragma once

#include <memory>

#include "kernels/cpu/engine.h"
#include "kernels/implementation/implementation.h"

namespace attnscope::cpu {

/// "standard-eager".
std::unique_ptr<Implementation> make_standard_eager(SharedEngine engine);

}  // namespace attnscope::cpu
