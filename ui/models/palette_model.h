// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the command palette offers: commands, runs and models, those first that fit best what was typed.
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <functional>
#include <vector>

namespace attnscope {

struct PaletteEntry {
  QString text;    ///< "View › Theme › Dark"
  QString detail;  ///< its shortcut, its date; why it cannot be chosen now
  bool enabled = true;
  std::function<void()> choose;
};

class PaletteModel : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Role { detail_role = Qt::UserRole };

  explicit PaletteModel(QObject* parent = nullptr);

  void set_entries(std::vector<PaletteEntry> entries);
  /// Each word must be found; entries with a word of theirs beginning with the first one come first.
  void set_query(const QString& query);
  /// Does what the line stands for; false where it cannot be chosen.
  bool choose(int row) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;

 private:
  void rebuild();

  std::vector<PaletteEntry> entries_;
  std::vector<std::size_t> rows_;
  QString query_;
};

}  // namespace attnscope
