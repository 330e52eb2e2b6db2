// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/markdown_report.h"

#include <QRegularExpression>
#include <QStringList>
#include <algorithm>

namespace attnscope {
namespace {

/// A fence longer than any row of backticks within.
QString fenced(const QString& code) {
  int longest = 0;
  int row = 0;
  for (const QChar at : code) {
    row = at == QLatin1Char('`') ? row + 1 : 0;
    longest = std::max(longest, row);
  }
  const QString fence(std::max(3, longest + 1), QLatin1Char('`'));
  return fence + QStringLiteral("sh\n") + code + QLatin1Char('\n') + fence + QLatin1Char('\n');
}

QString row_of(const QStringList& cells) {
  return QStringLiteral("| ") + cells.join(QStringLiteral(" | ")) + QStringLiteral(" |\n");
}

QString table_text(const ReportTable& table) {
  QString text;
  if (!table.caption.isEmpty()) {
    text += QStringLiteral("**%1**\n\n").arg(markdown_text(table.caption));
  }
  QStringList headings;
  QStringList rules;
  for (const ReportColumn& column : table.columns) {
    headings << markdown_text(column.heading);
    rules << (column.is_number ? QStringLiteral("---:") : QStringLiteral("---"));
  }
  text += row_of(headings) + row_of(rules);
  for (const QStringList& row : table.rows) {
    QStringList cells;
    for (const QString& cell : row) cells << markdown_text(cell);
    text += row_of(cells);
  }
  return text;
}

/// A chart is left to its finding.
QString chart_text(const ChartSpec& chart) {
  return QStringLiteral("- %1 (%2)\n").arg(markdown_text(chart.title), markdown_text(chart.subtitle));
}

QString block_text(const ReportBlock& block) {
  if (const auto* heading = std::get_if<ReportSubheading>(&block)) {
    return QStringLiteral("### %1\n").arg(markdown_text(heading->text));
  }
  if (const auto* paragraph = std::get_if<ReportParagraph>(&block)) {
    return markdown_text(paragraph->text) + QLatin1Char('\n');
  }
  if (const auto* code = std::get_if<ReportCode>(&block)) return fenced(code->text);
  if (const auto* table = std::get_if<ReportTable>(&block)) return table_text(*table);
  return chart_text(std::get<ReportChart>(block).spec);
}

}  // namespace

QString markdown_text(const QString& label) {
  // An empty comment parts what a code host would otherwise turn into a link or a mention.
  const QString parting = QStringLiteral("<!-- -->");
  QString text;
  for (const QChar at : label.simplified()) {
    switch (at.unicode()) {
      case '&':
        text += QStringLiteral("&amp;");
        break;
      case '<':
        text += QStringLiteral("&lt;");
        break;
      case '>':
        text += QStringLiteral("&gt;");
        break;
      case '$':
        text += QStringLiteral("<span>$</span>");
        break;
      case '@':
      case '#':
        text += at + parting;
        break;
      default:
        if (QStringLiteral("\\`*_[]|~").contains(at)) text += QLatin1Char('\\');
        text += at;
    }
  }
  static const QRegularExpression list(QStringLiteral("^(\\d*)([-+.)])(?=\\s|$)"));
  static const QRegularExpression link(QStringLiteral("(www(?=\\.)|:(?=//)|GH-(?=\\d))"),
                                       QRegularExpression::CaseInsensitiveOption);
  text.replace(list, QStringLiteral("\\1\\\\2"));
  text.replace(link, QStringLiteral("\\1") + parting);
  return text;
}

QByteArray markdown_of(const ReportDocument& document) {
  QString text =
      QStringLiteral("# %1\n\n**%2**\n\n%3\n")
          .arg(markdown_text(document.title), markdown_text(document.cover), markdown_text(document.byline));
  for (const ReportSection& section : document.sections) {
    text += QStringLiteral("\n## %1\n").arg(markdown_text(section.heading));
    bool after_chart = false;
    for (const ReportBlock& block : section.blocks) {
      const bool is_chart = std::holds_alternative<ReportChart>(block);
      if (!is_chart || !after_chart) text += QLatin1Char('\n');
      text += block_text(block);
      after_chart = is_chart;
    }
  }
  return text.toUtf8();
}

}  // namespace attnscope
