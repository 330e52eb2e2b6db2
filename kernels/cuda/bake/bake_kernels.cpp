// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// attnscope_bake_kernels PACK FOLDER ARCHITECTURE…
//   Compiles the default kernels for each compute capability ("9.0") and writes them to PACK. FOLDER keeps
//   each kernel by its key, so that a second run compiles only what has changed. Without NVRTC the pack is
//   empty, which is no error: the program then compiles at run time. Run by the build.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "kernels/cuda/compile/compiler.h"
#include "kernels/cuda/compile/kernel_report.h"
#include "kernels/cuda/compile/kernel_store.h"
#include "kernels/cuda/flash/flash_variants.h"
#include "kernels/cuda/standard/softmax_form.h"
#include "profiler/loader/nvrtc.h"

namespace attnscope {
namespace {

std::optional<ComputeCapability> parse_capability(const std::string& text) {
  ComputeCapability capability;
  const char* const end = text.data() + text.size();
  const auto major = std::from_chars(text.data(), end, capability.major);
  if (major.ec != std::errc() || major.ptr == end || *major.ptr != '.') return std::nullopt;
  const auto minor = std::from_chars(major.ptr + 1, end, capability.minor);
  if (minor.ec != std::errc() || minor.ptr != end) return std::nullopt;
  return capability;
}

std::vector<KernelVariant> default_variants(ComputeCapability capability) {
  std::vector<KernelVariant> variants = default_flash_variants(capability);
  for (KernelVariant& variant : default_standard_variants(capability)) variants.push_back(std::move(variant));
  return variants;
}

/// Compiles every `step`-th missing variant into the folder. Runs in a process of its own: NVRTC does one
/// compilation at a time in each.
void compile_share(const std::vector<KernelVariant>& variants, const KernelCache& folder, unsigned first,
                   unsigned step) {
  if (const auto compiler = nvrtc(); !compiler) {
    if (first == 0)
      std::fprintf(stderr, "No kernels baked, they will be compiled at run time: %s\n",
                   compiler.error().message.c_str());
    return;
  }
  for (std::size_t i = first; i < variants.size(); i += step) {
    const std::string key = key_of(variants[i]);
    const std::string report_key = report_key_of(variants[i]);
    if (folder.find(key) && folder.find(report_key)) continue;
    const auto kernel = compile(variants[i]);
    if (kernel) {
      folder.store(key, kernel->image);
      folder.store(report_key, report_text(kernel->report.resources));
    } else {
      std::fprintf(stderr, "Not baked: %s\n", kernel.error().message.c_str());
    }
  }
}

bool all_there(const std::vector<KernelVariant>& variants, const KernelCache& folder) {
  for (const KernelVariant& variant : variants)
    if (!folder.find(key_of(variant)) || !folder.find(report_key_of(variant))) return false;
  return true;
}

int bake(const std::string& pack_path, const KernelCache& folder,
         const std::vector<KernelVariant>& variants) {
  if (!all_there(variants, folder)) {
    const unsigned workers = std::max(std::thread::hardware_concurrency(), 1U);
    std::vector<pid_t> children;
    for (unsigned i = 0; i < workers; ++i) {
      const pid_t child = fork();
      if (child == 0) {
        compile_share(variants, folder, i, workers);
        _exit(0);
      }
      if (child > 0) children.push_back(child);
    }
    for (const pid_t child : children) waitpid(child, nullptr, 0);
  }

  std::ofstream pack(pack_path, std::ios::binary | std::ios::trunc);
  for (const KernelVariant& variant : variants) {
    for (const std::string& key : {key_of(variant), report_key_of(variant)})
      if (const auto entry = folder.find(key)) pack << pack_entry(key, *entry);
  }
  pack.close();
  if (!pack) {
    std::fprintf(stderr, "%s cannot be written\n", pack_path.c_str());
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace attnscope

int main(int count, char** values) {
  const std::vector<std::string> arguments(values + 1, values + count);
  if (arguments.size() < 2) {
    std::fprintf(stderr, "usage: attnscope_bake_kernels PACK FOLDER ARCHITECTURE...\n");
    return 2;
  }
  std::vector<attnscope::KernelVariant> variants;
  for (std::size_t i = 2; i < arguments.size(); ++i) {
    const auto capability = attnscope::parse_capability(arguments[i]);
    if (!capability) {
      std::fprintf(stderr, "%s is not a compute capability such as 9.0\n", arguments[i].c_str());
      return 2;
    }
    for (attnscope::KernelVariant& variant : attnscope::default_variants(*capability))
      variants.push_back(std::move(variant));
  }
  return attnscope::bake(arguments[0], attnscope::KernelCache(arguments[1]), variants);
}
