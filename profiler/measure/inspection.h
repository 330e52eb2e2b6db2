// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What one variant takes of the device, without timing it.
#pragma once

#include "profiler/measure/measuring_device.h"
#include "profiler/protocol/message.h"

namespace attnscope {

/// Compiles the variant and runs it once, unmeasured, to see which kernels it launches.
Result<Inspection> inspect(MeasuringDevice& device, const PlannedPoint& planned);

}  // namespace attnscope
