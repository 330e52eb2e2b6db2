// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What a kernel variant takes of an SM, known without loading it: from the report that is kept beside its
// machine code, or by compiling it. Needs no GPU.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kernels/cuda/compile/compiler.h"
#include "kernels/cuda/compile/kernel_loader.h"
#include "kernels/cuda/compile/kernel_variant.h"

namespace attnscope {

struct KernelReport {
  KernelResources resources;
  KernelOrigin origin = KernelOrigin::compiled;
};

/// The baked report, the one in the user's cache, or that of a fresh compilation, which leaves code and
/// report in the cache. `unsupported` for a variant that the driver compiles on the GPU (a "compute_…"
/// target).
Result<KernelReport> kernel_report(const KernelVariant& variant);

/// The key under which the report of a variant is kept, and its text.
std::string report_key_of(const KernelVariant& variant);
std::string report_text(const KernelResources& resources);
std::optional<KernelResources> parse_report_text(std::string_view text);

}  // namespace attnscope
