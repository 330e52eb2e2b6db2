// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Compare page's left column: which baseline, which runs beside it, and what the comparison of each says
// and where their environments differ.
#pragma once

#include <QWidget>
#include <memory>

class QComboBox;
class QLabel;
class QLineEdit;
class QListView;
class QVBoxLayout;

namespace attnscope {

class ComparisonDisplay;
class RunChoiceModel;
class RunLibrary;

class CompareSidebar : public QWidget {
  Q_OBJECT
 public:
  CompareSidebar(RunLibrary& library, ComparisonDisplay& display, QWidget* parent = nullptr);
  ~CompareSidebar() override;

 private:
  void build_choice(QVBoxLayout* column);
  void show_runs();
  void show_findings();

  RunLibrary& library_;
  ComparisonDisplay& display_;
  std::unique_ptr<RunChoiceModel> runs_;
  QComboBox* base_ = nullptr;
  QLineEdit* search_ = nullptr;
  QListView* list_ = nullptr;
  QVBoxLayout* findings_ = nullptr;
};

}  // namespace attnscope
