// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What the build knows of itself.
#pragma once

#include <string>

namespace attnscope {

std::string worker_version();  ///< "0.1.0"
std::string kernel_hash();     ///< of the sources under kernels/, 16 hexadecimal digits

}  // namespace attnscope
