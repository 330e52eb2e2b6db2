// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// NVRTC, NVIDIA's run-time compiler (12.8 or newer), loaded at run time. Needs no GPU and no driver.
#pragma once

#include <nvrtc.h>

#include <string>

#include "kernels/problem/result.h"
#include "profiler/loader/symbol_table.h"

#define ATTNSCOPE_NVRTC_SYMBOLS(X) \
  X(nvrtcVersion)                  \
  X(nvrtcGetErrorString)           \
  X(nvrtcCreateProgram)            \
  X(nvrtcDestroyProgram)           \
  X(nvrtcCompileProgram)           \
  X(nvrtcGetCUBINSize)             \
  X(nvrtcGetCUBIN)                 \
  X(nvrtcGetPTXSize)               \
  X(nvrtcGetPTX)                   \
  X(nvrtcGetProgramLogSize)        \
  X(nvrtcGetProgramLog)

namespace attnscope {

struct Nvrtc {
  ATTNSCOPE_NVRTC_SYMBOLS(ATTNSCOPE_SYMBOL_MEMBER)

  std::string path;  ///< where the library was found
  int major = 0;
  int minor = 0;
};

/// Loads NVRTC once in a process; safe from any thread. A version older than 12.8 is passed over.
Result<const Nvrtc*> nvrtc();

}  // namespace attnscope
