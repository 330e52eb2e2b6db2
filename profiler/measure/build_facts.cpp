// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/build_facts.h"

namespace attnscope {

std::string worker_version() {
  return ATTNSCOPE_VERSION;
}

std::string kernel_hash() {
  return ATTNSCOPE_KERNEL_HASH;
}

}  // namespace attnscope
