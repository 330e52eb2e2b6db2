// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What tiles can be chosen for: the devices of this machine, and GPUs that are not here, by their
// architecture.
#pragma once

#include <QString>
#include <QStringList>
#include <optional>
#include <string>
#include <vector>

#include "profiler/protocol/device.h"

namespace attnscope {

struct TileTarget {
  QString label;
  std::optional<int> compute_capability;  ///< absent: the Host CPU
  std::string uuid;                       ///< empty: not here
  QStringList implementations;            ///< those whose tiles can be chosen

  bool is_here() const { return !uuid.empty(); }
};

/// This machine's devices first.
std::vector<TileTarget> tile_targets(const Description& description);

}  // namespace attnscope
