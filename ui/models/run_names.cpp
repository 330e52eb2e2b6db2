// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_names.h"

#include <QCoreApplication>
#include <QHash>
#include <algorithm>

namespace attnscope {
namespace {

struct RunNames {
  Q_DECLARE_TR_FUNCTIONS(attnscope::RunNames)
};

constexpr qsizetype longest_name = 18;

/// How many characters all names begin with, up to the last space among them.
qsizetype shared_beginning(const QStringList& names) {
  qsizetype length = names.front().size();
  for (const QString& name : names) {
    const auto differ = std::mismatch(name.begin(), name.end(), names.front().begin(), names.front().end());
    length = std::min<qsizetype>(length, differ.first - name.begin());
  }
  return length == 0 ? 0 : names.front().lastIndexOf(QLatin1Char(' '), length - 1) + 1;
}

QString without_middle(const QString& name) {
  constexpr qsizetype end = longest_name / 2;
  return name.size() <= longest_name
             ? name
             : name.left(longest_name - end - 1) + QStringLiteral("…") + name.right(end);
}

}  // namespace

QStringList short_run_names(const QStringList& names) {
  if (names.isEmpty()) {
    return {};
  }
  const bool alike = std::all_of(names.begin(), names.end(),
                                 [&names](const QString& name) { return name == names.front(); });
  const qsizetype skipped = alike ? 0 : shared_beginning(names);
  QStringList shortened;
  QHash<QString, int> seen;
  for (const QString& name : names) {
    const QString rest = name.mid(skipped).trimmed();
    const QString kept = without_middle(rest.isEmpty() ? name : rest);
    const int number = ++seen[kept];
    shortened << (number == 1 ? kept : RunNames::tr("%1 (%2)").arg(kept).arg(number));
  }
  return shortened;
}

}  // namespace attnscope
