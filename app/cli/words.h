// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Figures and outcomes in the words of the command line's tables.
#pragma once

#include <QString>

#include "profiler/analysis/statistics.h"
#include "profiler/protocol/run.h"

namespace attnscope {

QString text(const std::string& words);
QString number_words(std::int64_t value);     ///< "16,384"
QString time_words(double microseconds);      ///< "12.3 µs", "4.56 ms", "7.89 s"
QString bytes_words(std::uint64_t bytes);     ///< "137 GB", powers of ten
QString duration_words(double seconds);       ///< "40 s", "2 min 10 s", "1 h 5 min"
QString shape_words(const Problem& problem);  ///< "32/8 heads × 128, fp16, causal"
QString state_words(RunState state);
QString when_words(std::int64_t milliseconds);  ///< "2026-11-22 14:05", local time

/// Half the interval as part of the value: "±0.4 %"; empty where there is no interval.
QString interval_words(const Estimate& estimate);
/// "2.31× (2.29–2.33)".
QString ratio_words(const Estimate& estimate);

/// Why a point has no figures: "out of memory: needed 137 GB of 85"; empty where it was measured.
QString outcome_words(const Outcome& outcome);
/// "measured", "out of memory"…: one word for machines and summaries.
QString outcome_name(const Outcome& outcome);

}  // namespace attnscope
