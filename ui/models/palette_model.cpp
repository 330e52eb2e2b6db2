// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/palette_model.h"

#include <algorithm>

namespace attnscope {
namespace {

/// 0: a word of the text begins so; 1: it is somewhere within; absent: not all words are there.
std::optional<int> rank_of(const QString& text, const QStringList& words) {
  int rank = 0;
  for (const QString& word : words) {
    if (!text.contains(word, Qt::CaseInsensitive)) {
      return std::nullopt;
    }
    const bool begins =
        text.startsWith(word, Qt::CaseInsensitive) || text.contains(' ' + word, Qt::CaseInsensitive);
    rank += begins ? 0 : 1;
  }
  return rank;
}

}  // namespace

PaletteModel::PaletteModel(QObject* parent) : QAbstractListModel(parent) {}

void PaletteModel::set_entries(std::vector<PaletteEntry> entries) {
  entries_ = std::move(entries);
  rebuild();
}

void PaletteModel::set_query(const QString& query) {
  query_ = query;
  rebuild();
}

void PaletteModel::rebuild() {
  beginResetModel();
  const QStringList words = query_.split(' ', Qt::SkipEmptyParts);
  std::vector<std::pair<int, std::size_t>> ranked;
  for (std::size_t index = 0; index < entries_.size(); ++index) {
    if (const auto rank = rank_of(entries_[index].text, words)) {
      ranked.emplace_back(*rank, index);
    }
  }
  std::sort(ranked.begin(), ranked.end());
  rows_.clear();
  for (const auto& [rank, index] : ranked) {
    rows_.push_back(index);
  }
  endResetModel();
}

bool PaletteModel::choose(int row) const {
  if (row < 0 || row >= rowCount()) {
    return false;
  }
  // What is chosen may change the entries.
  const PaletteEntry entry = entries_[rows_[static_cast<std::size_t>(row)]];
  if (entry.enabled) {
    entry.choose();
  }
  return entry.enabled;
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
    return {};
  }
  const PaletteEntry& entry = entries_[rows_[static_cast<std::size_t>(index.row())]];
  switch (role) {
    case Qt::DisplayRole:
      return entry.detail.isEmpty() ? entry.text : QStringLiteral("%1  ·  %2").arg(entry.text, entry.detail);
    case Qt::ToolTipRole:
      return entry.detail.toHtmlEscaped();
    case detail_role:
      return entry.detail;
    default:
      return {};
  }
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex& index) const {
  if (!index.isValid()) {
    return Qt::NoItemFlags;
  }
  // One that cannot be chosen now can be read all the same: it says why.
  const bool enabled = entries_[rows_[static_cast<std::size_t>(index.row())]].enabled;
  return enabled ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren
                 : Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

}  // namespace attnscope
