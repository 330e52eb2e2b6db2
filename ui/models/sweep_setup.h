// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the setup dock holds, as a plain value: turned into a sweep, and into what is known before it runs.
#pragma once

#include <QString>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "profiler/protocol/device.h"
#include "profiler/session/sweep.h"

namespace attnscope {

struct SweepSetup {
  std::vector<std::string> device_uuids;
  std::optional<std::string> preset;
  Problem shape;          ///< batch and lengths aside
  bool by_tokens = true;  ///< `amount` is tokens, else batch
  std::int64_t amount = 16384;
  std::int64_t shortest = 512;   ///< powers of two from here
  std::int64_t longest = 16384;  ///< to here
  std::vector<std::string> implementations;
  std::string python;  ///< as Sweep has it
};

/// The setup's sweep, with devices by their short names for the command line.
Sweep sweep_of(const SweepSetup& setup, const Description& description);
/// A setup that makes the sweep again, as far as the dock can show it.
SweepSetup setup_of(const Sweep& sweep, const Description& description);

/// The implementations that the ticked devices offer, in the worker's order, with what is said of them.
std::vector<OfferedImplementation> offered_by(const Description& description,
                                              const std::vector<std::string>& device_uuids);

/// Before Run: how many points, how long, what is not expected to fit.
struct SweepEstimate {
  std::int64_t points = 0;
  double seconds = 0;
  std::vector<std::pair<std::string, std::vector<std::int64_t>>> not_fitting;  ///< implementation, lengths
};
SweepEstimate estimate_of(const std::vector<Plan>& plans, const Description& description);

/// "80 points, about 2 min. Not expected to fit: standard, eager at 32k and 64k; standard at 64k."
QString estimate_label(const SweepEstimate& estimate);

}  // namespace attnscope
