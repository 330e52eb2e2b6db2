// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cpu/vector_kernels.h"

#include "kernels/cpu/vector_kernels_builds.h"

namespace attnscope::cpu {

std::string_view name_of(InstructionSet set) {
  switch (set) {
    case InstructionSet::portable:
      return "portable";
    case InstructionSet::avx2:
      return "AVX2";
    case InstructionSet::avx512:
      return "AVX-512";
  }
  return "portable";
}

const VectorKernels* kernels_for(InstructionSet set) {
  switch (set) {
    case InstructionSet::portable:
      return &portable_kernels();
#if defined(__x86_64__)
    case InstructionSet::avx2:
      return &avx2_kernels();
    case InstructionSet::avx512:
      return &avx512_kernels();
#else
    case InstructionSet::avx2:
    case InstructionSet::avx512:
      return nullptr;
#endif
  }
  return nullptr;
}

std::vector<InstructionSet> usable_instruction_sets() {
  std::vector<InstructionSet> sets;
#if defined(__x86_64__)
  // These also ask whether the operating system saves the wide registers.
  const bool avx2 =
      __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  if (avx512) sets.push_back(InstructionSet::avx512);
  if (avx2) sets.push_back(InstructionSet::avx2);
#endif
  sets.push_back(InstructionSet::portable);
  return sets;
}

}  // namespace attnscope::cpu
