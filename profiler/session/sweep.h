// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A sweep as people ask for it (lengths × implementations × devices for one model shape), turned into plans.
// The command line and the window build the same Sweep; to_command_line gives the command that repeats it.
#pragma once

#include <QString>
#include <QStringList>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernels/problem/problem.h"
#include "kernels/problem/result.h"
#include "profiler/protocol/device.h"
#include "profiler/protocol/plan.h"

namespace attnscope {

struct Sweep {
  std::string name;                   ///< for people; derived from the shape where empty
  std::optional<std::string> preset;  ///< "llama-3-8b", for the command line
  std::optional<std::string> grid;    ///< "paper": the shapes and lengths are a grid's (paper_grid.h)
  std::string python;                 ///< interpreter asked for, for the command line; empty: the usual one
  std::vector<Problem> shapes;  ///< heads, head_dim, dtype, mask…; batch and lengths are set per point
  std::vector<std::int64_t> seqlens;         ///< KV lengths, ascending
  std::optional<std::int64_t> query_seqlen;  ///< fixed query length (decode); absent: same as KV length
  std::optional<std::int64_t> batch;         ///< exactly one of batch and tokens
  std::optional<std::int64_t> tokens;        ///< B = max(1, ⌊tokens / S⌋)
  std::vector<std::string> implementations;
  std::optional<TileChoice> tile;             ///< for all of them; absent: their own
  std::vector<std::string> device_selectors;  ///< "cpu", "cuda:0", "all", a UUID
  MeasurementOptions options;
};

/// "128..16384" (powers of two), "512,1000,2048", or both mixed; ascending, without repeats.
Result<std::vector<std::int64_t>> parse_seqlens(const std::string& text);

/// The devices that the selectors name, in the order described; an unknown one is refused, and the message
/// lists what there is. "best" is a GPU if there is one, else the Host CPU.
Result<std::vector<DeviceDescription>> select_devices(const Description& description,
                                                      const std::vector<std::string>& selectors);

/// One plan a device; implementations interleaved per length, so that a ratio's two sides are measured close
/// together. Refuses (usage) nonsense numbers and implementations that no chosen device offers. A peer
/// (peers.h) that a GPU's machine does not have is planned all the same: its points say how to install it.
Result<std::vector<Plan>> plans_of(const Sweep& sweep, const Description& description);

/// The default sweep: standard, standard-eager and flash on the best device, sized to the device's kind.
Sweep default_sweep(const Description& description);

/// `attnscope run …` that repeats the sweep.
QStringList to_command_line(const Sweep& sweep);

}  // namespace attnscope
