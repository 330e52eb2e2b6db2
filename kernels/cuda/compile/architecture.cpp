// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/compile/architecture.h"

#include <array>
#include <optional>

namespace attnscope {
namespace {

struct Target {
  ComputeCapability capability;
  const char* name;
};

/// What NVRTC 12.8 and newer compile for, oldest first. 9.0 is compiled as sm_90a: its cubins run on no other
/// chip anyway, and the "a" opens Hopper's own instructions.
constexpr std::array targets{Target{{7, 5}, "sm_75"},   Target{{8, 0}, "sm_80"},   Target{{8, 6}, "sm_86"},
                             Target{{8, 7}, "sm_87"},   Target{{8, 9}, "sm_89"},   Target{{9, 0}, "sm_90a"},
                             Target{{10, 0}, "sm_100"}, Target{{10, 3}, "sm_103"}, Target{{12, 0}, "sm_120"},
                             Target{{12, 1}, "sm_121"}};

}  // namespace

std::string to_string(ComputeCapability capability) {
  return std::to_string(capability.major) + "." + std::to_string(capability.minor);
}

std::string architecture_name(ComputeCapability capability) {
  switch (capability.major) {
    case 1:
      return "Tesla";
    case 2:
      return "Fermi";
    case 3:
      return "Kepler";
    case 5:
      return "Maxwell";
    case 6:
      return "Pascal";
    case 7:
      return capability.minor < 5 ? "Volta" : "Turing";
    case 8:
      return capability.minor == 9 ? "Ada" : "Ampere";
    case 9:
      return "Hopper";
    case 10:
    case 11:
    case 12:
      return "Blackwell";
    default:
      return "compute capability " + to_string(capability);
  }
}

Result<void> check_architecture(ComputeCapability capability, const std::string& what) {
  if (capability >= ComputeCapability{7, 5}) return {};
  return fail(ErrorKind::unsupported,
              architecture_name(capability) + " is not supported: " + what + " needs compute capability 7.5");
}

std::string compile_target(ComputeCapability capability) {
  std::optional<Target> older;
  for (const Target& target : targets) {
    if (target.capability == capability) return target.name;
    if (target.capability < capability) older = target;
  }
  if (!older) return "sm_" + std::to_string(capability.major) + std::to_string(capability.minor);
  // PTX for a plain architecture runs on every newer chip.
  return "compute_" + std::to_string(older->capability.major) + std::to_string(older->capability.minor);
}

}  // namespace attnscope
