// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The table of runs: the run in bold is looked at, ticked ones lie over it. Above it a search, and what can
// be done with the run that the cursor is on.
#pragma once

#include <QWidget>
#include <string>
#include <vector>

class QTableView;
class QLabel;
class QLineEdit;
class QPushButton;

namespace attnscope {

class RunListModel;

class RunsPanel : public QWidget {
  Q_OBJECT
 public:
  explicit RunsPanel(RunListModel& model, QWidget* parent = nullptr);

  /// Puts the cursor on a line.
  void select(const std::string& run_id);
  /// The run that the cursor is on; empty where there is none.
  const std::string& cursor_run() const { return row_id_; }
  /// Why it cannot be changed; empty where it can.
  void set_edit_problem(const QString& why_not);

 signals:
  void runChosen(const QString& runId);
  void cursorMoved();
  void editRequested();
  void deleteRequested();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QWidget* build_strip();
  void fit_columns();

  RunListModel& model_;
  QTableView* table_;
  QLabel* empty_;
  QLineEdit* search_ = nullptr;
  QPushButton* edit_ = nullptr;
  QPushButton* delete_ = nullptr;
  std::string row_id_;         ///< where the cursor is, so that it outlives a new list
  std::vector<int> measured_;  ///< what the columns' texts need, by column; empty: to be measured
};

}  // namespace attnscope
