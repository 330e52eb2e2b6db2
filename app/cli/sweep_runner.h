// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs one sweep to its end, with progress on stderr; Ctrl-C cancels it in good order.
#pragma once

#include "profiler/session/sweep.h"
#include "profiler/session/transport.h"
#include "profiler/store/store.h"

namespace attnscope {

struct SweepEnd {
  std::string run_id;
  RunState state = RunState::finished;
  std::int64_t failed_points = 0;
};

/// Fails where the sweep cannot start, or the store could not be written.
Result<SweepEnd> run_sweep(Store store, const Transport& transport, const Sweep& sweep,
                           const Description& description);

}  // namespace attnscope
