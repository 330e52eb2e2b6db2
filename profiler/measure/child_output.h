// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What another program prints, for a program that may hang, fail or print rubbish.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "kernels/problem/result.h"

namespace attnscope {

/// Runs `command` (found on PATH) with no input and gives what it wrote to standard output. An error where it
/// cannot be started, ends with anything but 0, which is told with its last words, or takes longer than
/// `patience`, when it is killed.
Result<std::string> output_of(const std::vector<std::string>& command, std::chrono::milliseconds patience);

}  // namespace attnscope
