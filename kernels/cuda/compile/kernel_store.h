// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Where compiled kernels are kept: baked into the program at build time, or in the user's cache.
// An entry is a small header (magic, key, length, checksum) and the image; anything that does not match is a
// miss.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace attnscope {

/// Kernels that the build compiled, as one run of entries; set once at start, before kernels are loaded.
void use_baked_kernels(std::string_view pack);
std::optional<std::string_view> find_baked_kernel(const std::string& key);

/// One entry, as it stands in a pack and in a cache file.
std::string pack_entry(const std::string& key, std::string_view image);
std::optional<std::string_view> find_in_pack(std::string_view pack, const std::string& key);

/// Files in a folder, one an entry, each written whole or not at all.
class KernelCache {
 public:
  explicit KernelCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// $XDG_CACHE_HOME/attnscope/cubin, or ~/.cache/attnscope/cubin; absent where neither is set.
  static std::optional<KernelCache> of_user();

  std::optional<std::string> find(const std::string& key) const;

  /// A cache that cannot be written is no error: the next start compiles again.
  bool store(const std::string& key, std::string_view image) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace attnscope
