// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/table.h"

#include <algorithm>

namespace attnscope {
namespace {

/// Columns that a text takes; surrogate pairs and combining marks count once or not at all.
qsizetype width_of(const QString& text) {
  qsizetype width = 0;
  for (const QChar character : text) {
    if (!character.isLowSurrogate() && !character.isMark()) ++width;
  }
  return width;
}

QString without_trailing_blanks(QString line) {
  while (line.endsWith(' ')) line.chop(1);
  return line + '\n';
}

}  // namespace

TextTable::TextTable(QStringList headings) : headings_(std::move(headings)) {}

QString TextTable::text() const {
  std::vector<qsizetype> widths;
  std::vector<bool> right;
  QStringList headings;
  for (const QString& heading : headings_) {
    right.push_back(heading.startsWith('>'));
    headings << (right.back() ? heading.mid(1) : heading);
    widths.push_back(width_of(headings.last()));
  }
  const auto columns = static_cast<std::size_t>(headings.size());
  for (const QStringList& row : rows_) {
    for (std::size_t column = 0; column < columns && column < static_cast<std::size_t>(row.size());
         ++column) {
      widths[column] = std::max(widths[column], width_of(row[static_cast<qsizetype>(column)]));
    }
  }
  const auto line = [&](const QStringList& cells) {
    QString text;
    for (std::size_t column = 0; column < columns; ++column) {
      const QString cell = cells.value(static_cast<qsizetype>(column));
      const QString blanks(widths[column] - width_of(cell), ' ');
      text += (right[column] ? blanks + cell : cell + blanks) + QStringLiteral("  ");
    }
    return without_trailing_blanks(text);
  };
  QString text = line(headings);
  for (const QStringList& row : rows_) text += row.isEmpty() ? QStringLiteral("\n") : line(row);
  return text;
}

}  // namespace attnscope
