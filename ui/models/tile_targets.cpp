// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/tile_targets.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

#include "kernels/problem/tile_choice.h"
#include "ui/models/labels.h"

namespace attnscope {
namespace {

struct Targets {
  Q_DECLARE_TR_FUNCTIONS(attnscope::TileTargets)
};

/// Well-known GPUs of each architecture that flash is compiled for.
struct Architecture {
  int compute_capability;
  const char* gpus;
};
constexpr Architecture architectures[] = {{90, "H100, H200"},   {80, "A100"}, {86, "A10, RTX 3090"},
                                          {89, "L4, RTX 4090"}, {75, "T4"},   {100, "B200"},
                                          {120, "RTX 5090"}};

QStringList with_tiles(std::optional<int> compute_capability) {
  QStringList names;
  for (const char* name : {"flash", "flash-sm80"}) {
    if (tiled_kernel(name, compute_capability)) {
      names << QString::fromLatin1(name);
    }
  }
  return names;
}

}  // namespace

std::vector<TileTarget> tile_targets(const Description& description) {
  std::vector<TileTarget> targets;
  for (const Description::Device& entry : description.devices) {
    std::optional<int> capability;
    if (entry.device.kind == DeviceKind::cuda) {
      capability = entry.device.compute_capability.value_or(0);
    }
    const QStringList names = with_tiles(capability);
    if (!names.isEmpty()) {
      targets.push_back({device_label(entry.device), capability, entry.device.uuid, names});
    }
  }
  for (const Architecture& architecture : architectures) {
    const bool is_here = std::any_of(targets.begin(), targets.end(), [&](const TileTarget& target) {
      return target.compute_capability == architecture.compute_capability;
    });
    if (!is_here) {
      targets.push_back({Targets::tr("%1 (not here)").arg(QString::fromLatin1(architecture.gpus)),
                         architecture.compute_capability,
                         {},
                         with_tiles(architecture.compute_capability)});
    }
  }
  return targets;
}

}  // namespace attnscope
