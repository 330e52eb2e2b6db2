// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// GPU architectures by compute capability: what they are called, which are supported, what to compile for.
#pragma once

#include <compare>
#include <string>

#include "kernels/problem/result.h"

namespace attnscope {

struct ComputeCapability {
  int major = 0;
  int minor = 0;
  auto operator<=>(const ComputeCapability&) const = default;
};

std::string to_string(ComputeCapability capability);  ///< "9.0"

/// NVIDIA's name of the architecture, "Volta"; "compute capability N.M" for one that is newer than this list.
std::string architecture_name(ComputeCapability capability);

/// Ok from compute capability 7.5 on; otherwise "Volta is not supported: flash attention needs compute
/// capability 7.5", where `what` is "flash attention".
Result<void> check_architecture(ComputeCapability capability, const std::string& what);

/// The compiler's target for this GPU: "sm_90a" (machine code), or "compute_120" (PTX that the driver
/// compiles) for a GPU that is newer than the compilers known here.
std::string compile_target(ComputeCapability capability);

}  // namespace attnscope
