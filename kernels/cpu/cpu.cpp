// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cpu/cpu.h"

#include "kernels/cpu/engine.h"
#include "kernels/cpu/flash.h"
#include "kernels/cpu/standard.h"
#include "kernels/cpu/standard_eager.h"

namespace attnscope {

std::vector<std::unique_ptr<Implementation>> make_cpu_implementations(int threads, cpu::InstructionSet set) {
  const auto engine =
      std::make_shared<cpu::Engine>(*cpu::kernels_for(set), threads > 0 ? threads : cpu::usable_threads());
  std::vector<std::unique_ptr<Implementation>> implementations;
  implementations.push_back(cpu::make_standard(engine));
  implementations.push_back(cpu::make_standard_eager(engine));
  implementations.push_back(cpu::make_flash(engine));
  return implementations;
}

std::vector<std::unique_ptr<Implementation>> make_cpu_implementations(int threads) {
  return make_cpu_implementations(threads, cpu::usable_instruction_sets().front());
}

}  // namespace attnscope
