// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of the look that a style sheet says best: bars, menus, tabs, docks, tables, tool tips. Controls
// are drawn by ControlStyle.
#pragma once

#include <QString>

namespace attnscope {

struct ThemeColors;

QString style_sheet(const ThemeColors& colors);

}  // namespace attnscope
