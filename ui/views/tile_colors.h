// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The colours of tiles, the same in map, timeline and legend.
#pragma once

#include "ui/theme/theme.h"

namespace attnscope {

struct TileColors {
  QColor full;
  QColor partial;
  QColor skipped;
};

inline TileColors tile_colors() {
  const Theme& theme = Theme::instance();
  const QColor flash = theme.implementation(QStringLiteral("flash"));
  return {flash, blended(theme.colors().warning, theme.colors().panel, 0.8),
          blended(theme.colors().grid, theme.colors().panel, 0.6)};
}

}  // namespace attnscope
