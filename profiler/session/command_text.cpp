// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/command_text.h"

#include <QRegularExpression>

namespace attnscope {

QString command_text(const QStringList& words) {
  static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_./:,=+@%-]+$"));
  QStringList quoted;
  for (QString word : words) {
    if (!plain.match(word).hasMatch()) word = '\'' + word.replace('\'', QStringLiteral("'\\''")) + '\'';
    quoted << word;
  }
  return quoted.join(' ');
}

}  // namespace attnscope
