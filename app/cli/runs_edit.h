// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// `attnscope runs` with RUNs: names, notes, tags, and throwing runs away.
#pragma once

#include "app/cli/console.h"

namespace attnscope {

void add_edit_options(CommandOptions& options);

/// Whether an option asks for a change.
bool asks_for_edit(const CommandOptions& options);

/// Does what the options ask for to the RUNs; the exit code.
int edit_runs(const CommandOptions& options);

}  // namespace attnscope
