// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Attention on the Host CPU: "standard", "standard-eager" and "flash", threaded and vectorised, through the
// same door as the GPU's. Pointers are host pointers and the stream is null; launch returns when the work is
// done.
#pragma once

#include <memory>
#include <vector>

#include "kernels/cpu/vector_kernels.h"
#include "kernels/implementation/implementation.h"

namespace attnscope {

/// All implementations, sharing one set of waiting threads. `threads` 0 means all that this process may use.
/// Uses the best vector instructions of this processor.
std::vector<std::unique_ptr<Implementation>> make_cpu_implementations(int threads = 0);

/// The same with one set of instructions, which must be among cpu::usable_instruction_sets().
std::vector<std::unique_ptr<Implementation>> make_cpu_implementations(int threads, cpu::InstructionSet set);

}  // namespace attnscope
