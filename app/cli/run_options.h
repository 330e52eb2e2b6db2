// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The flags of `attnscope run`, and the sweep that they ask for.
#pragma once

#include "app/cli/console.h"
#include "profiler/session/sweep.h"

namespace attnscope {

void add_run_options(CommandOptions& options);

/// "--causal" may stand alone, and may be followed by yes, no or both.
QStringList with_switch_values(const QStringList& arguments);

/// The sweep, checked as far as the flags go; devices and implementations are checked when it starts. Where
/// neither shape, lengths nor preset are given, the default sweep of the chosen device.
Result<Sweep> sweep_from(const CommandOptions& options, const Description& description);

}  // namespace attnscope
