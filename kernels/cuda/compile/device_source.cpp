// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/compile/device_source.h"

#include <algorithm>
#include <optional>

namespace attnscope {
namespace {

std::optional<DeviceSource> find(std::string_view name) {
  for (const DeviceSource& source : device_sources())
    if (source.name == name) return source;
  return std::nullopt;
}

void add_with_includes(std::string_view name, std::vector<DeviceSource>& found) {
  if (std::any_of(found.begin(), found.end(), [&](const DeviceSource& known) { return known.name == name; }))
    return;
  const std::optional<DeviceSource> source = find(name);
  if (!source) return;  // The compiler says so better than we would.
  found.push_back(*source);
  constexpr std::string_view include = "#include \"";
  for (std::size_t at = source->text.find(include); at != std::string_view::npos;
       at = source->text.find(include, at)) {
    at += include.size();
    const std::size_t end = source->text.find('"', at);
    if (end == std::string_view::npos) return;
    add_with_includes(source->text.substr(at, end - at), found);
  }
}

}  // namespace

std::vector<DeviceSource> device_source_with_includes(std::string_view name) {
  std::vector<DeviceSource> found;
  add_with_includes(name, found);
  return found;
}

}  // namespace attnscope
