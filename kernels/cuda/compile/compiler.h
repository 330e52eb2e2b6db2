// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Compiles a kernel variant with NVRTC and reads what the assembler says about it. Needs no GPU.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/cuda/compile/kernel_variant.h"
#include "kernels/problem/result.h"

namespace attnscope {

/// What one kernel takes of an SM.
struct KernelResources {
  int registers = 0;  ///< per thread
  std::int64_t stack_bytes = 0;
  std::int64_t spill_store_bytes = 0;
  std::int64_t spill_load_bytes = 0;
  std::int64_t static_shared_bytes = 0;
};

/// The assembler's report.
struct CompilerReport {
  KernelResources resources;
  std::vector<std::string> warnings;  ///< one line each, as the compiler wrote them
};

struct CompiledKernel {
  std::string image;  ///< a cubin, or PTX text for a "compute_…" target (whose report is empty)
  CompilerReport report;
};

/// Reads the text that NVRTC logs under --ptxas-options=-v.
CompilerReport parse_compiler_log(std::string_view log);

/// The error holds the compiler's own words.
Result<CompiledKernel> compile(const KernelVariant& variant);

}  // namespace attnscope
