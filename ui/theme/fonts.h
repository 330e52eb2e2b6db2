// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The type of the window: one family whose digits are all equally wide, so that columns of numbers line up
// (Qt 6.4 cannot switch a font's tabular figures on), and one for code.
#pragma once

#include <QFont>
#include <QString>

namespace attnscope {

/// Loads the fonts that lie beside the program, in share/attnscope/fonts; a bundle ships them.
void load_shipped_fonts();

QFont body_font();     ///< 13 px
QFont caption_font();  ///< 11 px: subtitles, axis labels, hints
QFont heading_font();  ///< 13 px bold: titles of cards
QFont section_font();  ///< 11 px bold: headings of groups
QFont large_font();    ///< 15 px bold: what the inspector speaks of
QFont mono_font();     ///< 12 px

/// Bodies of text are this many pixels tall; spacing is in multiples of `rhythm`.
inline constexpr int rhythm = 4;

}  // namespace attnscope
