// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/store/file_facts.h"

#include <sys/stat.h>
#include <sys/vfs.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "profiler/store/raw_file.h"
#include "profiler/store/schema.h"
#include "profiler/store/store.h"

namespace attnscope {

bool looks_like_database(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    return false;
  }
  const auto file = store::RawFile::open(path);
  std::array<char, 16> beginning{};
  return file && file->read(beginning, 0) == beginning.size() &&
         std::string_view(beginning.data(), beginning.size()) == store::sqlite_magic;
}

}  // namespace attnscope

namespace attnscope::store {
namespace {

constexpr std::size_t header_bytes = 100;

std::int32_t big_endian(const std::array<char, header_bytes>& header, std::size_t offset) {
  std::uint32_t value = 0;
  for (std::size_t index = 0; index < 4; ++index) {
    value = (value << 8U) | static_cast<unsigned char>(header.at(offset + index));
  }
  return static_cast<std::int32_t>(value);
}

bool has_content(const std::filesystem::path& path) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  return !error && size > 0;
}

}  // namespace

std::filesystem::path beside(const std::filesystem::path& path, const char* suffix) {
  std::filesystem::path other = path;
  other += suffix;
  return other;
}

FileVersions versions_of(const std::filesystem::path& path) {
  FileVersions versions;
  for (std::size_t file = 0; file < versions.files.size(); ++file) {
    struct stat facts {};
    if (stat(beside(path, database_file_suffixes.at(file)).c_str(), &facts) == 0) {
      versions.files.at(file) = {facts.st_ino, facts.st_size, facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec};
    }
  }
  return versions;
}

Result<FileFacts> read_file_facts(const std::filesystem::path& path) {
  FileFacts facts;
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    return facts;
  }
  const std::string name = path.string();
  if (error) {
    return fail(ErrorKind::failed, name + " cannot be read: " + error.message() + ".");
  }
  facts.exists = true;
  if (status.type() != std::filesystem::file_type::regular) {
    return fail(ErrorKind::failed, name + " is not a file.");
  }
  const std::optional<RawFile> file = RawFile::open(path);
  if (!file) {
    return fail(ErrorKind::failed, name + " cannot be read: " + std::strerror(errno) + ".");
  }
  std::array<char, header_bytes> header{};
  const std::optional<std::size_t> got = file->read(header, 0);
  if (!got) {
    return fail(ErrorKind::failed, name + " cannot be read.");
  }
  facts.has_log = has_content(beside(path, "-wal")) || has_content(beside(path, "-journal"));
  // Asked of the file system: SQLite calls a file of one byte empty.
  const std::uintmax_t bytes = std::filesystem::file_size(path, error);
  if (!error && bytes == 0) {
    facts.empty = true;
    return facts;
  }
  if (*got < header_bytes || std::string_view(header.data(), sqlite_magic.size()) != sqlite_magic) {
    return fail(ErrorKind::failed, name + " is not a SQLite database.");
  }
  facts.uses_wal = header[18] == 2 || header[19] == 2;
  facts.user_version = big_endian(header, 60);
  facts.application_id = big_endian(header, 68);
  return facts;
}

Result<void> check_identity(const FileFacts& facts, const std::filesystem::path& path) {
  const std::string name = path.string();
  if (facts.application_id != application_id) {
    return fail(ErrorKind::failed, name + " is a database of another program, not of attnscope.");
  }
  if (facts.user_version > schema_version) {
    return fail(ErrorKind::failed, name + " was written by a newer attnscope: it has format version " +
                                       std::to_string(facts.user_version) + ", this program reads up to " +
                                       std::to_string(schema_version) + ".");
  }
  if (facts.user_version < 1) {
    return fail(ErrorKind::failed, name + " has format version " + std::to_string(facts.user_version) +
                                       ", which no attnscope has ever written.");
  }
  return {};
}

bool is_on_network(const std::filesystem::path& path) {
  // Linux's magic numbers (statfs(2)); FUSE is there because sshfs is.
  constexpr std::array<std::uint32_t, 14> network_file_systems{
      0x6969,      // NFS
      0x517B,      // SMB
      0xFF534D42,  // CIFS
      0xFE534D42,  // SMB2
      0x01021997,  // 9P
      0x65735546,  // FUSE
      0x0BD00BD0,  // Lustre
      0x47504653,  // GPFS
      0x00C36400,  // Ceph
      0x19830326,  // BeeGFS
      0x5346414F,  // AFS
      0x73757245,  // Coda
      0x01161970,  // GFS2
      0x7461636F,  // OCFS2
  };
  std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
  struct statfs facts {};
  if (statfs(folder.c_str(), &facts) != 0) {
    return false;
  }
  const auto type = static_cast<std::uint32_t>(facts.f_type);
  return std::find(network_file_systems.begin(), network_file_systems.end(), type) !=
         network_file_systems.end();
}

}  // namespace attnscope::store
