// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The colours of both themes by role, and the colour of each implementation.
#pragma once

#include <QColor>
#include <QString>
#include <QStringList>

namespace attnscope {

/// Text roles (text, secondary, accent, good, warning, bad) are readable, contrast 4.5 or more, on each of
/// background, panel, hover and grid; accent_text is so on accent.
struct ThemeColors {
  QColor background;  ///< of the window, and of fields on a panel
  QColor panel;       ///< cards, docks, bars
  QColor line;        ///< hairlines and frames of controls
  QColor grid;        ///< grid lines, grooves
  QColor hover;       ///< under the pointer; selected rows
  QColor text;
  QColor secondary;  ///< captions, units, axis labels
  QColor accent;     ///< primary button, selection, focus
  QColor accent_text;
  QColor good;
  QColor warning;
  QColor bad;
};

const ThemeColors& theme_colors(bool dark);

/// Colour means implementation, in every chart, list and report. A name that has no colour of its own gets
/// one of a few others, always the same one.
QColor implementation_color(const QString& implementation, bool dark);

/// The implementations that have colours of their own: the five that every chart may hold first.
QStringList colored_implementations();

/// One that comes from outside the program; its marker is hollow.
bool is_peer(const QString& implementation);

/// `amount` of `over` laid on `under`, both opaque.
QColor blended(const QColor& over, const QColor& under, double amount);

/// Ratio of the luminances as WCAG 2 defines it, 1 to 21.
double contrast_ratio(const QColor& one, const QColor& other);

}  // namespace attnscope
