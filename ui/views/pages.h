// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The list of the window's pages: their order is that of the switch, of Ctrl+1, Ctrl+2, … and of the menu.
#pragma once

#include <QString>
#include <vector>

#include "ui/views/page.h"

namespace attnscope {

struct PageEntry {
  QString name;   ///< of `snapshot --page`, and remembered: never translated
  QString title;  ///< in the switch and the menu
  QString tip;
  Page* (*make)(const PageParts& parts,
                QWidget* parent);  ///< null for Explore, which the window itself builds
};

inline const QString explore_page = QStringLiteral("explore");
inline const QString help_page = QStringLiteral("help");

std::vector<PageEntry> page_entries();

}  // namespace attnscope
