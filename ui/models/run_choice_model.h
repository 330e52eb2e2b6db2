// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs to tick: those that a query finds, and whatever is ticked already.
#pragma once

#include <QAbstractListModel>
#include <QDateTime>
#include <QString>
#include <set>
#include <string>
#include <vector>

#include "ui/models/run_library.h"

namespace attnscope {

class RunChoiceModel : public QAbstractListModel {
  Q_OBJECT
 public:
  explicit RunChoiceModel(QObject* parent = nullptr);

  /// The library's runs; what is no longer among them is no longer ticked.
  void set_entries(const std::vector<RunEntry>& entries);
  void set_query(const QString& query);
  /// A run that is not offered; empty: none.
  void set_excluded(const std::string& run_id);
  void set_ticked(const std::vector<std::string>& run_ids);
  /// In the library's order.
  std::vector<std::string> ticked() const;
  std::string id_at(int row) const;
  /// For dates like "today"; the system's clock unless a test says otherwise.
  void set_now(const QDateTime& now) { now_ = now; }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;

 signals:
  void tickedChanged();

 private:
  void rebuild();

  std::vector<RunEntry> entries_;
  std::vector<std::size_t> rows_;  ///< in entries_
  std::set<std::string> ticked_;
  std::string excluded_;
  QString query_;
  QDateTime now_;
};

/// The run's name; with when it was measured where others have the same name: "Llama 3 8B · today 14:02".
QString run_choice_label(const RunEntry& entry, const std::vector<RunEntry>& among, const QDateTime& now);

}  // namespace attnscope
