// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/compile/kernel_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

#include "kernels/cuda/compile/digest.h"

namespace attnscope {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view magic = "attnscope-kernel-1\n";
constexpr std::size_t digest_length = 32;
constexpr std::size_t header_length = magic.size() + digest_length + digest_length + sizeof(std::uint64_t);

std::string_view& baked_pack() {
  static std::string_view pack;
  return pack;
}

std::string checksum(std::string_view image) {
  Digest digest;
  digest.add(image);
  return digest.hexadecimal();
}

/// Closes a descriptor and removes the file unless it was renamed into place.
class TemporaryFile {
 public:
  explicit TemporaryFile(fs::path path)
      : path_(std::move(path)),
        descriptor_(open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644)) {}
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (descriptor_ < 0) return;
    close(descriptor_);
    if (!kept_) unlink(path_.c_str());
  }

  bool write_all(std::string_view bytes) const {
    if (descriptor_ < 0) return false;
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return fsync(descriptor_) == 0;
  }

  bool rename_to(const fs::path& target) {
    kept_ = std::rename(path_.c_str(), target.c_str()) == 0;
    return kept_;
  }

 private:
  fs::path path_;
  int descriptor_;
  bool kept_ = false;
};

}  // namespace

void use_baked_kernels(std::string_view pack) {
  baked_pack() = pack;
}

std::optional<std::string_view> find_baked_kernel(const std::string& key) {
  return find_in_pack(baked_pack(), key);
}

std::string pack_entry(const std::string& key, std::string_view image) {
  std::string entry(magic);
  entry += key;
  entry += checksum(image);
  const std::uint64_t length = image.size();
  entry.append(reinterpret_cast<const char*>(&length), sizeof length);
  entry += image;
  return entry;
}

std::optional<std::string_view> find_in_pack(std::string_view pack, const std::string& key) {
  while (pack.size() >= header_length && pack.substr(0, magic.size()) == magic) {
    const std::string_view entry_key = pack.substr(magic.size(), digest_length);
    const std::string_view entry_checksum = pack.substr(magic.size() + digest_length, digest_length);
    std::uint64_t length = 0;
    std::memcpy(&length, pack.data() + header_length - sizeof length, sizeof length);
    if (length > pack.size() - header_length) return std::nullopt;
    const std::string_view image = pack.substr(header_length, length);
    if (entry_key == key && entry_checksum == checksum(image)) return image;
    pack.remove_prefix(header_length + length);
  }
  return std::nullopt;
}

std::optional<KernelCache> KernelCache::of_user() {
  for (const auto& [variable, inside] : {std::pair{"XDG_CACHE_HOME", ""}, std::pair{"HOME", ".cache"}}) {
    const char* folder = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe)
    if (folder != nullptr && *folder == '/')
      return KernelCache(fs::path(folder) / inside / "attnscope" / "cubin");
  }
  return std::nullopt;
}

std::optional<std::string> KernelCache::find(const std::string& key) const {
  std::ifstream file(folder_ / key, std::ios::binary);
  if (!file) return std::nullopt;
  const std::string entry{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const std::optional<std::string_view> image = find_in_pack(entry, key);
  if (!image) return std::nullopt;
  return std::string(*image);
}

bool KernelCache::store(const std::string& key, std::string_view image) const {
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) return false;
  static std::atomic<unsigned> counter{0};
  TemporaryFile file(folder_ / (key + "." + std::to_string(getpid()) + "." + std::to_string(counter++)));
  return file.write_all(pack_entry(key, image)) && file.rename_to(folder_ / key);
}

}  // namespace attnscope
