// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/loader/shared_library.h"

#include <dlfcn.h>
#include <link.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <set>
#include <string_view>

namespace attnscope {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::string(value);
}

/// Subfolders of `folder`, newest-looking name first, so that cuda-13.0 comes before cuda-12.8.
std::vector<fs::path> subfolders(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (std::error_code ignored; entry->is_directory(ignored)) found.push_back(entry->path());
  }
  std::sort(found.rbegin(), found.rend());
  return found;
}

class FolderList {
 public:
  void add(const fs::path& path, const std::string& origin) {
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    if (error || !fs::is_directory(real, error) || !seen_.insert(real).second) return;
    folders_.push_back({path, origin});
  }
  void add_toolkit(const fs::path& root, const std::string& origin) {
    for (const char* inside : {"lib64", "targets/x86_64-linux/lib", "targets/sbsa-linux/lib", "lib",
                               "extras/CUPTI/lib64", "nvidia/cu13/lib"})
      add(root / inside, origin);
  }
  void add_python_packages(const fs::path& site_packages) {
    for (const fs::path& package : subfolders(site_packages / "nvidia"))
      add(package / "lib", "a Python package");
  }
  std::vector<LibraryFolder> take() { return std::move(folders_); }

 private:
  std::vector<LibraryFolder> folders_;
  std::set<fs::path> seen_;
};

/// The import path of the python3 on PATH; empty where there is none.
std::vector<fs::path> python_import_path() {
  const char* command = "python3 -c 'import sys; print(*sys.path[1:], sep=chr(10))' 2>/dev/null </dev/null";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command, "re"), &pclose);  // NOLINT(cert-env33-c)
  if (!pipe) return {};
  std::string text;
  std::array<char, 4096> buffer{};
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe.get()))
    text.append(buffer.data(), count);
  std::vector<fs::path> folders;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    if (end > start) folders.emplace_back(text.substr(start, end - start));
    start = end + 1;
  }
  return folders;
}

std::string loaded_path(void* handle, const std::string& asked) {
  link_map* map = nullptr;
  if (dlinfo(handle, RTLD_DI_LINKMAP, &map) == 0 && map != nullptr && map->l_name != nullptr &&
      *map->l_name != '\0')
    return map->l_name;
  return asked;
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : std::string(between)) + word;
  return text;
}

/// One search: tries candidates and keeps account of what was looked at.
class Attempt {
 public:
  explicit Attempt(const LibrarySearch& search) : search_(search) {}

  std::optional<SharedLibrary> in_folders(const std::vector<LibraryFolder>& folders) {
    for (const LibraryFolder& folder : folders) {
      looked_in_.push_back(folder.path.string() + " (" + folder.origin + ")");
      for (const std::string& soname : search_.sonames) {
        const fs::path file = folder.path / soname;
        if (std::error_code error; !fs::exists(file, error)) continue;
        if (auto library = one(file.string())) return library;
      }
    }
    return std::nullopt;
  }

  std::optional<SharedLibrary> on_linker_path() {
    looked_in_.emplace_back("the linker's path");
    for (const std::string& soname : search_.sonames)
      if (auto library = one(soname)) return library;
    return std::nullopt;
  }

  Error error() const {
    std::string text = search_.name + " (" + joined(search_.sonames, " or ") + ") ";
    text += rejected_.empty() ? "was not found" : "could not be used: " + joined(rejected_, "; ");
    return {ErrorKind::not_found, text + "; looked in " + joined(looked_in_, ", "), 0};
  }

 private:
  std::optional<SharedLibrary> one(const std::string& file) {
    void* handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
      // A bare soname that is nowhere is no news; a file that is there and does not load is.
      const char* why = dlerror();  // NOLINT(concurrency-mt-unsafe)
      const std::string reason = why == nullptr ? file + " does not load" : why;
      if (file.find('/') != std::string::npos ||
          reason.find("cannot open shared object file") == std::string::npos)
        rejected_.push_back(reason);
      return std::nullopt;
    }
    SharedLibrary library(handle, loaded_path(handle, file));
    if (search_.accept) {
      if (const Result<void> verdict = search_.accept(library); !verdict) {
        rejected_.push_back(library.path() + ": " + verdict.error().message);
        dlclose(handle);
        return std::nullopt;
      }
    }
    return library;
  }

  const LibrarySearch& search_;
  std::vector<std::string> looked_in_;
  std::vector<std::string> rejected_;
};

}  // namespace

void* SharedLibrary::symbol(const char* name) const {
  return dlsym(handle_, name);
}

std::vector<LibraryFolder> toolkit_library_folders() {
  FolderList list;
  for (const char* variable : {"CUDA_HOME", "CUDA_PATH"})
    if (const auto root = environment(variable)) list.add_toolkit(*root, variable);
  list.add_toolkit("/usr/local/cuda", "a usual CUDA folder");
  for (const fs::path& root : subfolders("/usr/local"))
    if (root.filename().string().rfind("cuda-", 0) == 0) list.add_toolkit(root, "a usual CUDA folder");
  for (const char* root : {"/opt/cuda", "/usr/lib/cuda"}) list.add_toolkit(root, "a usual CUDA folder");
  return list.take();
}

std::vector<LibraryFolder> driver_library_folders() {
  FolderList list;
  for (const char* folder : {"/usr/local/nvidia/lib64", "/usr/lib/wsl/lib", "/usr/lib/x86_64-linux-gnu",
                             "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/run/opengl-driver/lib"})
    list.add(folder, "a usual driver folder");
  return list.take();
}

std::vector<LibraryFolder> python_library_folders() {
  FolderList list;
  for (const char* variable : {"VIRTUAL_ENV", "CONDA_PREFIX"}) {
    const auto prefix = environment(variable);
    if (!prefix) continue;
    list.add(fs::path(*prefix) / "lib", variable);
    for (const fs::path& python : subfolders(fs::path(*prefix) / "lib"))
      if (python.filename().string().rfind("python", 0) == 0)
        list.add_python_packages(python / "site-packages");
  }
  for (const fs::path& folder : python_import_path()) list.add_python_packages(folder);
  return list.take();
}

Result<SharedLibrary> load_library(const LibrarySearch& search) {
  Attempt attempt(search);
  std::optional<SharedLibrary> library;
  if (search.of_the_driver) {
    library = attempt.on_linker_path();
    if (!library) library = attempt.in_folders(driver_library_folders());
  } else {
    library = attempt.in_folders(toolkit_library_folders());
    if (!library) library = attempt.on_linker_path();
    if (!library) library = attempt.in_folders(python_library_folders());
  }
  if (library) return *std::move(library);
  return tl::unexpected(attempt.error());
}

}  // namespace attnscope
