// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_choice_model.h"

#include <algorithm>

#include "ui/models/labels.h"
#include "ui/models/run_list_model.h"
#include "ui/models/run_search.h"

namespace attnscope {

QString run_choice_label(const RunEntry& entry, const std::vector<RunEntry>& among, const QDateTime& now) {
  const QString name = to_label(entry.summary.header.name);
  const auto namesakes = std::count_if(among.begin(), among.end(), [&entry](const RunEntry& other) {
    return other.summary.header.name == entry.summary.header.name;
  });
  return namesakes > 1 ? QStringLiteral("%1 · %2").arg(name, date_label(entry.summary.header.created_ms, now))
                       : name;
}

RunChoiceModel::RunChoiceModel(QObject* parent) : QAbstractListModel(parent) {}

void RunChoiceModel::set_entries(const std::vector<RunEntry>& entries) {
  entries_ = entries;
  std::erase_if(ticked_, [this](const std::string& id) {
    return std::none_of(entries_.begin(), entries_.end(),
                        [&id](const RunEntry& entry) { return entry.summary.header.id == id; });
  });
  rebuild();
}

void RunChoiceModel::set_query(const QString& query) {
  query_ = query;
  rebuild();
}

void RunChoiceModel::set_excluded(const std::string& run_id) {
  if (excluded_ != run_id) {
    excluded_ = run_id;
    ticked_.erase(run_id);
    rebuild();
  }
}

void RunChoiceModel::set_ticked(const std::vector<std::string>& run_ids) {
  ticked_ = {run_ids.begin(), run_ids.end()};
  rebuild();
}

void RunChoiceModel::rebuild() {
  std::vector<std::size_t> rows;
  for (std::size_t index = 0; index < entries_.size(); ++index) {
    const std::string& id = entries_[index].summary.header.id;
    if (id != excluded_ && (ticked_.contains(id) || matches(entries_[index], query_))) {
      rows.push_back(index);
    }
  }
  if (rows.size() == rows_.size()) {
    // The same number of lines: where the cursor stands stays.
    rows_ = std::move(rows);
    if (!rows_.empty()) {
      emit dataChanged(index(0), index(rowCount() - 1));
    }
    return;
  }
  beginResetModel();
  rows_ = std::move(rows);
  endResetModel();
}

std::vector<std::string> RunChoiceModel::ticked() const {
  std::vector<std::string> ids;
  for (const RunEntry& entry : entries_) {
    if (ticked_.contains(entry.summary.header.id)) {
      ids.push_back(entry.summary.header.id);
    }
  }
  return ids;
}

std::string RunChoiceModel::id_at(int row) const {
  return row >= 0 && row < rowCount() ? entries_[rows_[static_cast<std::size_t>(row)]].summary.header.id
                                      : std::string();
}

int RunChoiceModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant RunChoiceModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
    return {};
  }
  const RunEntry& entry = entries_[rows_[static_cast<std::size_t>(index.row())]];
  switch (role) {
    case Qt::DisplayRole:
      return run_choice_label(entry, entries_, now_.isValid() ? now_ : QDateTime::currentDateTime());
    case Qt::ToolTipRole:
      return tr("%1, %2\n%3 on %4")
          .arg(to_label(entry.summary.header.name),
               date_label(entry.summary.header.created_ms,
                          now_.isValid() ? now_ : QDateTime::currentDateTime()),
               to_label(entry.summary.shape), devices_label(entry.summary.header))
          .toHtmlEscaped()
          .replace('\n', QStringLiteral("<br>"));
    case Qt::CheckStateRole:
      return ticked_.contains(entry.summary.header.id) ? Qt::Checked : Qt::Unchecked;
    default:
      return {};
  }
}

bool RunChoiceModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (role != Qt::CheckStateRole || !index.isValid()) {
    return false;
  }
  const std::string id = id_at(index.row());
  if (value.toInt() == Qt::Checked) {
    ticked_.insert(id);
  } else {
    ticked_.erase(id);
  }
  emit dataChanged(index, index, {Qt::CheckStateRole});
  emit tickedChanged();
  return true;
}

Qt::ItemFlags RunChoiceModel::flags(const QModelIndex& index) const {
  if (!index.isValid()) {
    return Qt::NoItemFlags;
  }
  return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemNeverHasChildren;
}

}  // namespace attnscope
