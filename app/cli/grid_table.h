// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A run of a grid as text for people, and as JSON for machines: in-app kernels beside the fastest peer.
#pragma once

#include <QString>

#include "profiler/protocol/run.h"

namespace attnscope {

QString grid_table(const Run& run);
/// The run's own document with a "grid" beside it.
QString grid_json(const Run& run);

}  // namespace attnscope
