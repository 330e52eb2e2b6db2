// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Compare page: runs laid beside a baseline, as charts, as verdicts and by their environments.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "kernels/problem/problem.h"
#include "ui/models/comparison_charts.h"
#include "ui/views/page.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QSplitter;
class QStackedWidget;

namespace attnscope {

class ChartWidget;
class DataTable;
class ElidedLabel;
class SegmentedControl;
class VerdictModel;

class ComparePage : public Page {
  Q_OBJECT
 public:
  explicit ComparePage(const PageParts& parts, QWidget* parent = nullptr);
  ~ComparePage() override;

  /// The first becomes the baseline where there is none; all others are laid beside it.
  bool take_runs(const std::vector<std::string>& run_ids) override;
  ComparisonDisplay& comparison() { return *display_; }
  const ChartWidget& overlay_chart() const { return *overlay_; }
  const ChartWidget& ratio_chart() const { return *ratio_; }

 private:
  QWidget* build_strip();
  QWidget* build_charts();
  QWidget* build_table();
  void link_charts();
  void show_comparison();
  void show_choices();
  void show_charts();
  void show_count();
  QString empty_text() const;
  void choose_row(int row);

  RunLibrary& library_;
  std::unique_ptr<ComparisonDisplay> display_;
  std::unique_ptr<VerdictModel> verdicts_;
  ComparisonView view_;
  ComparisonCharts charts_;
  QStackedWidget* centre_ = nullptr;
  QLabel* empty_ = nullptr;
  ElidedLabel* name_ = nullptr;
  QComboBox* shape_ = nullptr;
  QComboBox* implementation_ = nullptr;
  SegmentedControl* figure_ = nullptr;
  ChartWidget* overlay_ = nullptr;
  ChartWidget* ratio_ = nullptr;
  QLabel* count_ = nullptr;
  QLineEdit* filter_ = nullptr;
  DataTable* table_ = nullptr;
};

}  // namespace attnscope
