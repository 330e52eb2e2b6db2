// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The list of runs: one line a run, ticked to lay it over the run looked at.
#pragma once

#include <QAbstractTableModel>
#include <QDateTime>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ui/models/run_figures.h"
#include "ui/models/run_library.h"

namespace attnscope {

class RunListModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { overlay, name, measured, device, shape, points, speedup, crossover, remark, column_count };

  explicit RunListModel(QObject* parent = nullptr);

  void set_entries(const std::vector<RunEntry>& entries);
  /// Only runs that run_search.h finds, and those that are shown in the charts.
  void set_query(const QString& query);
  const std::vector<RunEntry>& entries() const { return entries_; }
  /// The run looked at, in bold: its own tick box is not offered, it is shown anyway.
  void set_current(const std::string& run_id);
  void set_figures(const std::string& run_id, const RunFigures& figures);
  /// A run whose figures are not known, or were computed from fewer points than it has now.
  std::optional<std::string> without_figures() const;
  /// For dates like "today"; the system's clock unless a test says otherwise.
  void set_now(const QDateTime& now);

  std::string id_at(int row) const;
  int row_of(const std::string& run_id) const;  ///< rowCount() where there is none
  /// Ticks the run with this id, or whose id begins so; false where there is none.
  bool tick(const std::string& run_id);
  std::vector<std::string> overlays() const;  ///< ticked runs, in the list's order

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

 signals:
  void overlaysChanged();

 private:
  void choose_entries();
  QString text(const RunEntry& entry, int column) const;
  static QStringList remarks(const RunEntry& entry);
  QString tip(const RunEntry& entry, int column) const;

  std::vector<RunEntry> all_entries_;
  std::vector<RunEntry> entries_;  ///< those that the query finds
  QString query_;
  std::map<std::string, RunFigures> figures_;
  std::map<std::string, std::int64_t> figures_of_points_;  ///< measured points when the figures were computed
  std::set<std::string> ticked_;
  std::string current_;
  QDateTime now_;
};

/// "H100 80GB", "2 × H100 80GB", "H100 80GB, Host CPU".
QString devices_label(const RunHeader& header);

}  // namespace attnscope
