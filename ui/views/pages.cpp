// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/pages.h"

#include <QCoreApplication>

namespace attnscope {
namespace {

struct Pages {
  Q_DECLARE_TR_FUNCTIONS(attnscope::Pages)
};

}  // namespace

std::vector<PageEntry> page_entries() {
  return {
      {explore_page, Pages::tr("Explore"), Pages::tr("Measure, and look at one run"), nullptr},
  };
}

}  // namespace attnscope
