// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// `attnscope doctor --noise`: measures the same few points in several fresh workers, and stores how much they
// differ as the device's noise floor.
#pragma once

#include "app/cli/console.h"

namespace attnscope {

/// The exit code. Uses --device and --worker-prefix.
int measure_noise(const CommandOptions& options);

}  // namespace attnscope
