// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A model's config.json, as Hugging Face's transformers writes it, as a shape to measure.
#pragma once

#include <filesystem>

#include "kernels/problem/result.h"
#include "profiler/session/presets.h"

namespace attnscope {

/// Heads, KV heads, head dim, type, mask, window, softmax scale, soft cap and ALiBi of the model; its text
/// part where it has several. The id is empty. Refuses with a sentence what is no such file, and shapes that
/// cannot be measured.
Result<Preset> preset_from_config(const std::filesystem::path& path);

}  // namespace attnscope
