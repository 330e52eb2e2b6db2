// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The kernels that the build compiled, embedded in the program.
#pragma once

#include <string_view>

namespace attnscope {

/// A pack for use_baked_kernels(); empty where the build had no NVRTC.
std::string_view baked_kernels();

}  // namespace attnscope
