// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A report as plain values: headings, sentences, tables and charts, the same for every format.
#pragma once

#include <QString>
#include <QStringList>
#include <cstdint>
#include <variant>
#include <vector>

#include "ui/charts/chart_spec.h"

namespace attnscope {

struct ReportSubheading {
  QString text;
};

struct ReportParagraph {
  QString text;
};

/// A command line, to be copied as it stands.
struct ReportCode {
  QString text;
};

struct ReportColumn {
  QString heading;
  bool is_number = false;  ///< aligned right
};

struct ReportTable {
  QString caption;
  std::vector<ReportColumn> columns;
  std::vector<QStringList> rows;  ///< a cell a column
};

struct ReportChart {
  ChartSpec spec;
};

using ReportBlock = std::variant<ReportSubheading, ReportParagraph, ReportCode, ReportTable, ReportChart>;

struct ReportSection {
  QString heading;
  std::vector<ReportBlock> blocks;
};

/// Nothing in it is markup, whatever the runs' labels hold.
struct ReportDocument {
  QString title;
  QString cover;                ///< the finding in one sentence
  QString byline;               ///< when, where and with what it was measured
  std::int64_t created_ms = 0;  ///< of the first run: a report has no time of its own
  std::vector<ReportSection> sections;
};

}  // namespace attnscope
