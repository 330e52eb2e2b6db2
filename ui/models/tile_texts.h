// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the tile map and the tile timeline show, in sentences: their titles, and what a screen reader says.
#pragma once

#include <QString>

#include "kernels/problem/problem.h"
#include "kernels/problem/tile_config.h"
#include "profiler/analysis/tile_timeline.h"
#include "profiler/protocol/message.h"

namespace attnscope {

/// "97 % of the computed scores count: of 1,024 tiles a head 496 are whole, 32 partly masked, 496 skipped".
QString tile_map_title(const Problem& problem, const TileConfig& tile);

/// "Tiles kept 132 SMs busy 95 % of 61.2 µs; 3 % was lost in the tail".
QString timeline_title(const TileTimeline& timeline, const TileTrace& trace, bool threads);

/// Who ran dry first, who idled, how many waves; what the instrumented build and its clock do to the figures.
QString timeline_note(const TileTimeline& timeline, const TileTrace& trace, bool threads);

/// "1 CTA an SM, 18.8 % occupancy, limited by registers".
QString residency_text(const Inspection& inspection);

}  // namespace attnscope
