// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Shapes of well-known models, from resources/presets.json, each with its source.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kernels/problem/problem.h"
#include "kernels/problem/result.h"

namespace attnscope {

struct Preset {
  std::string id;      ///< "llama-3-8b"
  std::string name;    ///< "Llama 3 8B"
  std::string source;  ///< where the figures come from
  Problem shape;       ///< heads, head_dim, dtype, mask, and what is done to the scores
};

/// All presets, in the file's order.
const std::vector<Preset>& presets();

/// Refuses an unknown id and lists those there are.
Result<Preset> preset_named(const std::string& id);

}  // namespace attnscope
