// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// How much samples of one run say that their neighbours did not: times drift with the clock and temperature,
// so that twice as many samples are often not twice the knowledge.
#pragma once

#include <optional>
#include <span>

namespace attnscope {

/// The correlation of neighbouring samples, estimated from two series that are taken to share it (the same
/// point in two runs): two short series tell more than one.
///
/// It is the lag-one autocorrelation of ranks, which single slow calls cannot dominate, corrected for the
/// bias of short series (Marriott and Pope 1954), averaged over both by their lengths. It is 0 unless it is
/// significant (2.5 %, one-sided): of ten independent samples the estimate alone scatters by ±0.45, and
/// believing it would cost most of what ten samples can tell. Never negative and at most 0.95.
double common_autocorrelation(std::span<const double> first, std::span<const double> second);

/// How many independent samples tell as much about the mean as `count` correlated ones: n (1 − ρ) / (1 + ρ),
/// and at least 2. A drift looks like a high correlation, and lowers it accordingly.
double effective_samples(double count, double autocorrelation);

}  // namespace attnscope
