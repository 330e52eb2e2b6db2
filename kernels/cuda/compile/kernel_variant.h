// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// One kernel, as it is to be compiled, and the key under which its machine code is kept.
#pragma once

#include <compare>
#include <string>
#include <vector>

namespace attnscope {

struct KernelVariant {
  std::string source;  ///< an embedded device source: "flash/mma/flash_sm80.cu"
  /// The kernel's name as profilers show it. The source declares
  /// `extern "C" __global__ void ATTNSCOPE_KERNEL(…)`, and this name takes that place.
  std::string entry;
  std::vector<std::string> defines;  ///< "HEAD_DIM=128"; each is passed as -D
  std::string target;                ///< "sm_90a": machine code; "compute_75": PTX for the driver to compile

  auto operator<=>(const KernelVariant&) const = default;
};

/// The compiler's options for a variant, in order.
std::vector<std::string> compiler_options(const KernelVariant& variant);

/// 32 hexadecimal digits over the source, all it includes, and the options: a file name that changes whenever
/// the code could.
std::string key_of(const KernelVariant& variant);

std::string to_string(const KernelVariant& variant);  ///< "flash_sm90_fp16_d128 for sm_90a"

}  // namespace attnscope
