// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// CUPTI, NVIDIA's profiling interface (12.8 or newer: it must have the range profiler), loaded at run time.
// Its host part lists and schedules metrics without a GPU or a driver.
#pragma once

#include <cupti_activity.h>
#include <cupti_profiler_host.h>
#include <cupti_profiler_target.h>
#include <cupti_range_profiler.h>
#include <cupti_result.h>
#include <cupti_target.h>
#include <cupti_version.h>

#include <string>

#include "kernels/problem/result.h"
#include "profiler/loader/symbol_table.h"

#define ATTNSCOPE_CUPTI_SYMBOLS(X)                \
  X(cuptiGetVersion)                              \
  X(cuptiGetResultString)                         \
  X(cuptiActivityEnable)                          \
  X(cuptiActivityDisable)                         \
  X(cuptiActivityRegisterCallbacks)               \
  X(cuptiActivityGetNextRecord)                   \
  X(cuptiActivityGetNumDroppedRecords)            \
  X(cuptiActivityFlushAll)                        \
  X(cuptiActivityPushExternalCorrelationId)       \
  X(cuptiActivityPopExternalCorrelationId)        \
  X(cuptiProfilerInitialize)                      \
  X(cuptiProfilerDeviceSupported)                 \
  X(cuptiDeviceGetChipName)                       \
  X(cuptiProfilerHostInitialize)                  \
  X(cuptiProfilerHostDeinitialize)                \
  X(cuptiProfilerHostGetSupportedChips)           \
  X(cuptiProfilerHostGetSubMetrics)               \
  X(cuptiProfilerHostConfigAddMetrics)            \
  X(cuptiProfilerHostGetConfigImageSize)          \
  X(cuptiProfilerHostGetConfigImage)              \
  X(cuptiProfilerHostGetNumOfPasses)              \
  X(cuptiProfilerHostEvaluateToGpuValues)         \
  X(cuptiRangeProfilerEnable)                     \
  X(cuptiRangeProfilerDisable)                    \
  X(cuptiRangeProfilerSetConfig)                  \
  X(cuptiRangeProfilerStart)                      \
  X(cuptiRangeProfilerStop)                       \
  X(cuptiRangeProfilerDecodeData)                 \
  X(cuptiRangeProfilerGetCounterDataSize)         \
  X(cuptiRangeProfilerCounterDataImageInitialize) \
  X(cuptiRangeProfilerGetCounterDataInfo)         \
  X(cuptiRangeProfilerCounterDataGetRangeInfo)

namespace attnscope {

struct Cupti {
  ATTNSCOPE_CUPTI_SYMBOLS(ATTNSCOPE_SYMBOL_MEMBER)

  std::string path;  ///< where the library was found
  int version = 0;   ///< cuptiGetVersion's number: 130001 in CUDA 13.0, 26 in 12.8
};

/// Loads CUPTI once in a process; safe from any thread. A library without the range profiler, or made for a
/// newer CUDA than the driver speaks, is passed over.
Result<const Cupti*> cupti();

/// Ok for CUPTI_SUCCESS, otherwise an error that says what was being done: "reading counters:
/// CUPTI_ERROR_…". A lack of permission becomes ErrorKind::unsupported.
Result<void> check_cupti(const Cupti& library, CUptiResult result, const std::string& doing);

}  // namespace attnscope
