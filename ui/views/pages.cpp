// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/pages.h"

#include <QCoreApplication>

#include "ui/views/advice_page.h"
#include "ui/views/compare_page.h"
#include "ui/views/help_page.h"
#include "ui/views/report_page.h"
#include "ui/views/roofline_page.h"
#include "ui/views/tiles_page.h"

namespace attnscope {
namespace {

struct Pages {
  Q_DECLARE_TR_FUNCTIONS(attnscope::Pages)
};

template <typename Made>
Page* make(const PageParts& parts, QWidget* parent) {
  return new Made(parts, parent);
}

}  // namespace

std::vector<PageEntry> page_entries() {
  return {
      {explore_page, Pages::tr("Explore"), Pages::tr("Measure, and look at one run"), nullptr},
      {QStringLiteral("compare"), Pages::tr("Compare"), Pages::tr("Lay runs beside a baseline"),
       make<ComparePage>},
      {QStringLiteral("report"), Pages::tr("Report"), Pages::tr("Turn runs into a page for people"),
       make<ReportPage>},
      {QStringLiteral("tiles"), Pages::tr("Tiles"),
       Pages::tr("Choose a tile, and see where and when tiles ran"), make<TilesPage>},
      {QStringLiteral("roofline"), Pages::tr("Roofline"), Pages::tr("See what bounds a point"),
       make<RooflinePage>},
      {QStringLiteral("advice"), Pages::tr("Advice"),
       Pages::tr("Which implementation to use at which lengths"), make<AdvicePage>},
      {help_page, Pages::tr("Help"), Pages::tr("Read what each page is for and each figure means"),
       make<HelpPage>},
  };
}

}  // namespace attnscope
