// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Aligned columns of text.
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

namespace attnscope {

class TextTable {
 public:
  /// A heading that begins with ">" makes a column of figures, aligned right.
  explicit TextTable(QStringList headings);

  void add(const QStringList& row) { rows_.push_back(row); }
  /// An empty line between groups.
  void gap() { rows_.push_back({}); }
  QString text() const;

 private:
  QStringList headings_;
  std::vector<QStringList> rows_;
};

}  // namespace attnscope
