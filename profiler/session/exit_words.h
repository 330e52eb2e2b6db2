// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// How a child process ended, in words that fit after "the worker".
#pragma once

#include <QString>

namespace attnscope {

/// A worker whose device can no longer be used ends with this, after it has reported the point (FORMAT.md).
inline constexpr int exit_device_lost = 75;

QString words_for_exit(int code);      ///< "ended with exit code 3"
QString words_for_signal(int signal);  ///< "was killed by signal 11 (segmentation fault)"

}  // namespace attnscope
