// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Finds a shared library on this machine and loads it at run time. Nothing of NVIDIA's is linked, so the
// program starts anywhere and can say what is missing.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "kernels/problem/result.h"

namespace attnscope {

/// A loaded library. It stays loaded until the process ends: NVIDIA's libraries start threads and register
/// exit handlers, and do not survive being unloaded.
class SharedLibrary {
 public:
  SharedLibrary(void* handle, std::string path) : handle_(handle), path_(std::move(path)) {}

  /// The symbol's address, or null.
  void* symbol(const char* name) const;

  /// Where it was found; the bare soname where the linker found it and does not say.
  const std::string& path() const { return path_; }

 private:
  void* handle_ = nullptr;
  std::string path_;
};

/// What to look for.
struct LibrarySearch {
  std::string name;                  ///< for people: "NVRTC"
  std::vector<std::string> sonames;  ///< preferred first: {"libnvrtc.so.13", "libnvrtc.so.12"}
  /// The driver's own libraries come with the driver: a toolkit's folder holds stubs at best.
  bool of_the_driver = false;
  /// Looks at a candidate that loads (its version, say); an error goes on to the next candidate and is told.
  std::function<Result<void>(const SharedLibrary&)> accept;
};

/// A folder to look in, and in words why.
struct LibraryFolder {
  std::filesystem::path path;
  std::string origin;  ///< "CUDA_HOME", "a usual CUDA folder", "a Python package"
};

/// CUDA_HOME and CUDA_PATH, then the usual CUDA folders; those that exist.
std::vector<LibraryFolder> toolkit_library_folders();

/// Folders of the driver's libraries outside the linker's path (containers, WSL); those that exist.
std::vector<LibraryFolder> driver_library_folders();

/// nvidia/*/lib of VIRTUAL_ENV's, CONDA_PREFIX's and python3's packages. Starts python3, so it is asked last.
std::vector<LibraryFolder> python_library_folders();

/// Loads the first candidate that is accepted: the toolkit's folders, the linker's path, then Python's
/// packages (for the driver's libraries: the linker's path, then the driver's folders). The error tells, in
/// plain words, where was looked and why what was found was not taken.
Result<SharedLibrary> load_library(const LibrarySearch& search);

}  // namespace attnscope
