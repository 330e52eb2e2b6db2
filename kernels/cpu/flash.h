// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Flash attention: tiled, with an online softmax; never holds the score matrix.
#pragma once

#include <memory>

#include "kernels/cpu/engine.h"
#include "kernels/implementation/implementation.h"

namespace attnscope::cpu {

/// "flash".
std::unique_ptr<Implementation> make_flash(SharedEngine engine);

}  // namespace attnscope::cpu
