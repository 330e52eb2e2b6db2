// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_search.h"

#include <algorithm>

#include "ui/models/labels.h"
#include "ui/models/run_list_model.h"

namespace attnscope {
namespace {

bool has_tag(const RunSummary& summary, const QString& beginning) {
  return std::any_of(summary.tags.begin(), summary.tags.end(), [&beginning](const std::string& tag) {
    return to_label(tag).startsWith(beginning, Qt::CaseInsensitive);
  });
}

}  // namespace

bool matches(const RunEntry& entry, const QString& query) {
  const QStringList words = query.split(' ', Qt::SkipEmptyParts);
  if (words.isEmpty()) {
    return true;
  }
  const RunSummary& summary = entry.summary;
  QStringList fields{to_label(summary.header.name),
                     to_label(summary.note),
                     to_label(summary.shape),
                     devices_label(summary.header),
                     entry.file,
                     to_label(summary.header.id)};
  for (const std::string& tag : summary.tags) {
    fields << to_label(tag);
  }
  return std::all_of(words.begin(), words.end(), [&](const QString& word) {
    if (word.startsWith('#') && word.size() > 1) {
      return has_tag(summary, word.mid(1));
    }
    return std::any_of(fields.begin(), fields.end(),
                       [&word](const QString& field) { return field.contains(word, Qt::CaseInsensitive); });
  });
}

}  // namespace attnscope
