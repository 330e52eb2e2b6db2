// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Colours as eyes without one of the three cones see them, and how different two colours look.
#pragma once

#include <QColor>

namespace attnscope {

enum class Vision { normal, protanopia, deuteranopia, tritanopia };

/// CIEDE2000 between two colours as that eye sees them (simulation of Machado, Oliveira and Fernandes, 2009).
double color_difference(const QColor& one, const QColor& other, Vision vision);

}  // namespace attnscope
