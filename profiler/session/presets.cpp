// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/presets.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "profiler/session/presets_json.h"

namespace attnscope {
namespace {

/// The file is ours and a test reads all of it, so what is wrong with it may throw.
Preset preset_from(const nlohmann::json& entry) {
  Preset preset;
  preset.id = entry.at("id");
  preset.name = entry.at("name");
  preset.source = entry.at("source");
  Problem& shape = preset.shape;
  shape.query_heads = entry.at("query_heads");
  shape.kv_heads = entry.at("kv_heads");
  shape.head_dim = entry.at("head_dim");
  const auto dtype = dtype_named(entry.at("dtype").get<std::string>());
  if (!dtype) throw std::runtime_error("unknown dtype in " + preset.id);
  shape.dtype = *dtype;
  shape.causal = entry.at("causal");
  if (entry.contains("window_left")) shape.window_left = entry.at("window_left");
  if (entry.contains("softmax_scale")) shape.softmax_scale = entry.at("softmax_scale");
  if (entry.contains("soft_cap")) shape.soft_cap = entry.at("soft_cap");
  if (entry.contains("alibi")) shape.alibi = entry.at("alibi");
  return preset;
}

std::vector<Preset> read_presets() {
  std::vector<Preset> all;
  const auto document = nlohmann::json::parse(presets_json);
  for (const auto& entry : document.at("presets")) all.push_back(preset_from(entry));
  return all;
}

}  // namespace

const std::vector<Preset>& presets() {
  static const std::vector<Preset> all = read_presets();
  return all;
}

Result<Preset> preset_named(const std::string& id) {
  const std::vector<Preset>& all = presets();
  const auto found =
      std::find_if(all.begin(), all.end(), [&id](const Preset& preset) { return preset.id == id; });
  if (found != all.end()) return *found;
  std::string ids;
  for (const Preset& preset : all) ids += (ids.empty() ? "" : ", ") + preset.id;
  return fail(ErrorKind::not_found, "there is no preset \"" + id + "\"; there are " + ids);
}

}  // namespace attnscope
