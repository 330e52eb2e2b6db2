// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A roofline on a painter: grid, roofs, series and words.
#pragma once

#include <QPainter>
#include <cstddef>
#include <optional>

#include "ui/views/roofline_labels.h"

namespace attnscope {

/// `current` is the mark under the pointer, which gets a ring of its own.
void draw_roofline(QPainter& painter, const RooflineChart& chart, const RooflineScale& scale,
                   const RooflineLabels& labels, std::optional<std::size_t> current);

}  // namespace attnscope
