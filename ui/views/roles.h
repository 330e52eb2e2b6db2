// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a text or a surface is; its font and colours follow from that, in both themes.
#pragma once

class QWidget;

namespace attnscope {

enum class Role {
  body,
  strong,     ///< body, bold
  secondary,  ///< body in secondary colour
  caption,    ///< small, in secondary colour
  heading,    ///< of a group of fields
  title,      ///< what a panel speaks of
  good,
  warning,
  mono,
  panel,     ///< a surface: panel colour behind everything
  hairline,  ///< a surface: a line
};

/// Gives the widget its role's font and palette, now and whenever the theme changes.
void set_role(QWidget* widget, Role role);

}  // namespace attnscope
