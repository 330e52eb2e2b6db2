// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Standard attention: the whole score matrix in memory, one fused scale, mask and softmax pass over it.
#pragma once

#include <memory>

#include "kernels/cpu/engine.h"
#include "kernels/implementation/implementation.h"

namespace attnscope::cpu {

/// "standard".
std::unique_ptr<Implementation> make_standard(SharedEngine engine);

}  // namespace attnscope::cpu
