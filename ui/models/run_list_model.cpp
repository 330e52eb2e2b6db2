// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_list_model.h"

#include <QFont>
#include <algorithm>
#include <utility>

#include "ui/models/labels.h"
#include "ui/models/run_search.h"

namespace attnscope {
namespace {

bool is_number(int column) {
  return column == RunListModel::points || column == RunListModel::speedup ||
         column == RunListModel::crossover;
}

}  // namespace

QString devices_label(const RunHeader& header) {
  std::vector<std::pair<QString, int>> models;
  for (const Environment& environment : header.environments) {
    const QString model = device_model_label(environment.device);
    const auto found = std::find_if(models.begin(), models.end(),
                                    [&model](const auto& known) { return known.first == model; });
    if (found == models.end()) {
      models.emplace_back(model, 1);
    } else {
      ++found->second;
    }
  }
  QStringList words;
  for (const auto& [model, count] : models) {
    words << (count > 1 ? QStringLiteral("%1 × %2").arg(count).arg(model) : model);
  }
  return words.join(QStringLiteral(", "));
}

RunListModel::RunListModel(QObject* parent) : QAbstractTableModel(parent) {}

void RunListModel::set_entries(const std::vector<RunEntry>& entries) {
  all_entries_ = entries;
  choose_entries();
}

void RunListModel::set_query(const QString& query) {
  query_ = query;
  choose_entries();
}

void RunListModel::choose_entries() {
  std::vector<RunEntry> entries;
  for (const RunEntry& entry : all_entries_) {
    const std::string& id = entry.summary.header.id;
    if (id == current_ || ticked_.contains(id) || matches(entry, query_)) {
      entries.push_back(entry);
    }
  }
  const bool same_runs = entries.size() == entries_.size() &&
                         std::equal(entries.begin(), entries.end(), entries_.begin(),
                                    [](const RunEntry& left, const RunEntry& right) {
                                      return left.summary.header.id == right.summary.header.id;
                                    });
  if (same_runs) {
    // Only figures moved on: selection and scroll position stay.
    entries_ = std::move(entries);
    if (!entries_.empty()) {
      emit dataChanged(index(0, 0), index(rowCount() - 1, column_count - 1));
    }
    return;
  }
  beginResetModel();
  entries_ = std::move(entries);
  endResetModel();
}

void RunListModel::set_current(const std::string& run_id) {
  if (run_id == current_) {
    return;
  }
  current_ = run_id;
  if (!entries_.empty()) {
    emit dataChanged(index(0, overlay), index(rowCount() - 1, column_count - 1));
  }
}

void RunListModel::set_figures(const std::string& run_id, const RunFigures& figures) {
  figures_.insert_or_assign(run_id, figures);
  const int row = row_of(run_id);
  if (row < rowCount()) {
    figures_of_points_[run_id] = entries_[static_cast<std::size_t>(row)].summary.measured;
    emit dataChanged(index(row, speedup), index(row, crossover));
  }
}

std::optional<std::string> RunListModel::without_figures() const {
  for (const RunEntry& entry : entries_) {
    const auto known = figures_of_points_.find(entry.summary.header.id);
    if (known == figures_of_points_.end() || known->second != entry.summary.measured) {
      return entry.summary.header.id;
    }
  }
  return std::nullopt;
}

void RunListModel::set_now(const QDateTime& now) {
  now_ = now;
}

std::string RunListModel::id_at(int row) const {
  return row >= 0 && row < rowCount() ? entries_[static_cast<std::size_t>(row)].summary.header.id
                                      : std::string();
}

int RunListModel::row_of(const std::string& run_id) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&run_id](const RunEntry& entry) {
    return entry.summary.header.id == run_id;
  });
  return static_cast<int>(found - entries_.begin());
}

bool RunListModel::tick(const std::string& run_id) {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&run_id](const RunEntry& entry) {
    return entry.summary.header.id.rfind(run_id, 0) == 0;
  });
  return found != entries_.end() &&
         setData(index(static_cast<int>(found - entries_.begin()), overlay), Qt::Checked, Qt::CheckStateRole);
}

std::vector<std::string> RunListModel::overlays() const {
  std::vector<std::string> ids;
  for (const RunEntry& entry : entries_) {
    if (ticked_.count(entry.summary.header.id) > 0) {
      ids.push_back(entry.summary.header.id);
    }
  }
  return ids;
}

int RunListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(entries_.size());
}

int RunListModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : column_count;
}

QString RunListModel::text(const RunEntry& entry, int column) const {
  const RunSummary& summary = entry.summary;
  const auto figures = figures_.find(summary.header.id);
  switch (column) {
    case name:
      return to_label(summary.header.name);
    case measured:
      return date_label(summary.header.created_ms, now_.isValid() ? now_ : QDateTime::currentDateTime());
    case device:
      return devices_label(summary.header);
    case shape:
      return to_label(summary.shape);
    case points: {
      const std::int64_t done =
          summary.measured + summary.out_of_memory + summary.unsupported + summary.failed;
      return done == summary.header.planned_points
                 ? count_label(done)
                 : tr("%1 of %2").arg(count_label(done), count_label(summary.header.planned_points));
    }
    case speedup:
      return figures == figures_.end() || !figures->second.best_speedup
                 ? QString()
                 : ratio_label(*figures->second.best_speedup);
    case crossover:
      return figures == figures_.end() ? QString() : figures->second.crossover;
    case remark:
      return remarks(entry).join(QStringLiteral(" · "));
    default:
      return {};
  }
}

/// What people wrote, how the run ended where that is not as planned, and where it comes from.
QStringList RunListModel::remarks(const RunEntry& entry) {
  const RunSummary& summary = entry.summary;
  QStringList words;
  switch (summary.header.state) {
    case RunState::running:
      words << tr("running");
      break;
    case RunState::cancelled:
      words << tr("cancelled");
      break;
    case RunState::interrupted:
      words << tr("interrupted");
      break;
    case RunState::finished:
      break;
  }
  for (const std::string& tag : summary.tags) {
    words << '#' + to_label(tag);
  }
  if (!summary.note.empty()) {
    words << to_label(summary.note).simplified();
  }
  if (entry.origin == RunOrigin::sample || summary.header.is_sample) {
    words << tr("sample");
  } else if (entry.origin == RunOrigin::opened) {
    words << entry.file;
  }
  return words;
}

QString RunListModel::tip(const RunEntry& entry, int column) const {
  const RunSummary& summary = entry.summary;
  switch (column) {
    case overlay:
      return summary.header.id == current_ ? tr("This run is the one looked at")
                                           : tr("Lay this run over the one looked at");
    case points:
      return tr("%1 measured, %2 out of memory, %3 not supported, %4 failed")
          .arg(summary.measured)
          .arg(summary.out_of_memory)
          .arg(summary.unsupported)
          .arg(summary.failed);
    case measured:
      return QLocale::c().toString(QDateTime::fromMSecsSinceEpoch(summary.header.created_ms),
                                   QStringLiteral("d MMM yyyy HH:mm:ss"));
    default:
      return text(entry, column);
  }
}

QVariant RunListModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
    return {};
  }
  const RunEntry& entry = entries_[static_cast<std::size_t>(index.row())];
  const std::string& id = entry.summary.header.id;
  switch (role) {
    case Qt::DisplayRole:
      return text(entry, index.column());
    case Qt::ToolTipRole:
      return tip(entry, index.column()).toHtmlEscaped();
    case Qt::AccessibleTextRole:
      return index.column() == overlay ? tr("Show %1 in the charts").arg(to_label(entry.summary.header.name))
                                       : text(entry, index.column());
    case Qt::TextAlignmentRole:
      return QVariant::fromValue(
          Qt::Alignment(Qt::AlignVCenter | (is_number(index.column()) ? Qt::AlignRight : Qt::AlignLeft)));
    case Qt::FontRole: {
      if (id != current_ || index.column() != name) {
        return {};
      }
      QFont font;
      font.setBold(true);
      return font;
    }
    case Qt::CheckStateRole:
      if (index.column() == overlay) {
        return id == current_ || ticked_.count(id) > 0 ? Qt::Checked : Qt::Unchecked;
      }
      return {};
    default:
      return {};
  }
}

bool RunListModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (role != Qt::CheckStateRole || !index.isValid() || index.column() != overlay ||
      id_at(index.row()) == current_) {
    return false;
  }
  const std::string id = id_at(index.row());
  if (value.toInt() == Qt::Checked) {
    ticked_.insert(id);
  } else {
    ticked_.erase(id);
  }
  emit dataChanged(index, index, {Qt::CheckStateRole});
  emit overlaysChanged();
  return true;
}

Qt::ItemFlags RunListModel::flags(const QModelIndex& index) const {
  if (!index.isValid()) {
    return Qt::NoItemFlags;
  }
  Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
  if (index.column() == overlay && id_at(index.row()) != current_) {
    flags |= Qt::ItemIsUserCheckable;
  }
  return flags;
}

QVariant RunListModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= column_count) {
    return {};
  }
  if (role == Qt::TextAlignmentRole) {
    return QVariant::fromValue(
        Qt::Alignment(Qt::AlignVCenter | (is_number(section) ? Qt::AlignRight : Qt::AlignLeft)));
  }
  if (role == Qt::ToolTipRole && section == crossover) {
    return tr("The length from which flash is faster for good");
  }
  if (role == Qt::ToolTipRole && section == overlay) {
    return tr("Ticked runs lie over the run looked at");
  }
  if (role != Qt::DisplayRole) {
    return {};
  }
  switch (section) {
    case name:
      return tr("Run");
    case measured:
      return tr("Measured");
    case device:
      return tr("Device");
    case shape:
      return tr("Shape");
    case points:
      return tr("Points");
    case speedup:
      return tr("Best speedup");
    case crossover:
      return tr("Crossover");
    case remark:
      return tr("Notes");
    default:
      return QString();
  }
}

}  // namespace attnscope
