// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What a flash kernel takes of a GPU that need not be there.
#pragma once

#include <optional>
#include <string>

#include "kernels/cuda/compile/kernel_report.h"
#include "kernels/cuda/flash/flash_tiles.h"

namespace attnscope {

struct FlashInspection {
  TileConfig tile;
  std::string kernel;  ///< its name, as profilers show it
  int threads = 0;     ///< of a CTA
  std::int64_t shared_bytes = 0;
  KernelReport report;
};

/// For the implementation `name` ("flash", "flash-sm80") on a GPU of this compute capability, with its own
/// tile or the one chosen. `unsupported` where the implementation, the problem or the tile is.
Result<FlashInspection> inspect_flash(const Problem& problem, ComputeCapability capability,
                                      const std::string& name, const std::optional<TileChoice>& choice);

}  // namespace attnscope
