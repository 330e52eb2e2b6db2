// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Device sources embedded in the program, by the name that an #include between them uses:
// "flash/mma/flash_sm80.cu", "tile/mma.cuh". Paths are relative to kernels/cuda.
#pragma once

#include <string_view>
#include <vector>

namespace attnscope {

struct DeviceSource {
  std::string_view name;
  std::string_view text;
};

/// All embedded sources, sorted by name.
const std::vector<DeviceSource>& device_sources();

/// The source called `name` and everything that it includes, each once, itself first; empty if there is none
/// of that name.
std::vector<DeviceSource> device_source_with_includes(std::string_view name);

}  // namespace attnscope
