// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What an in-app variant would take of a GPU of some compute capability. No GPU is needed or opened.
#pragma once

#include "profiler/protocol/message.h"

namespace attnscope {

/// Compiles the variant, or reads the report kept of it; occupancy is arithmetic. `compute_capability`: 90
/// for 9.0.
Result<Inspection> inspect_on_paper(const PlannedPoint& planned, int compute_capability);

}  // namespace attnscope
