// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/compile/kernel_variant.h"

#include "kernels/cuda/compile/device_source.h"
#include "kernels/cuda/compile/digest.h"

namespace attnscope {

std::vector<std::string> compiler_options(const KernelVariant& variant) {
  std::vector<std::string> options{"--gpu-architecture=" + variant.target, "--std=c++20",
                                   "--ptxas-options=-v", "-DATTNSCOPE_KERNEL=" + variant.entry};
  for (const std::string& define : variant.defines) options.push_back("-D" + define);
  return options;
}

std::string key_of(const KernelVariant& variant) {
  Digest digest;
  for (const DeviceSource& source : device_source_with_includes(variant.source)) {
    digest.add(source.name);
    digest.add(source.text);
  }
  for (const std::string& option : compiler_options(variant)) digest.add(option);
  return digest.hexadecimal();
}

std::string to_string(const KernelVariant& variant) {
  return variant.entry + " for " + variant.target;
}

}  // namespace attnscope
