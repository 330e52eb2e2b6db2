// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The page that turns runs into a report: which runs, which sections, which format, with a preview.
#pragma once

#include <QTimer>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kernels/problem/result.h"
#include "ui/report/report_builder.h"
#include "ui/report/report_writer.h"
#include "ui/views/page.h"

class QCheckBox;
class QLabel;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTextBrowser;
class QTextDocument;

namespace attnscope {

class SegmentedControl;

class ReportPage : public Page {
  Q_OBJECT
 public:
  explicit ReportPage(const PageParts& parts, QWidget* parent = nullptr);
  ~ReportPage() override;

  bool is_settled() const override { return !update_.isActive(); }
  /// Adds them to those that are reported.
  bool take_runs(const std::vector<std::string>& run_ids) override;

  /// Those that are ticked, in the list's order: the first is the base.
  std::vector<std::string> runs() const;
  /// Absent while no run is ticked, or where none can be reported.
  const std::optional<ReportDocument>& document() const { return document_; }
  ReportFormat format() const;
  Result<void> write_to(const QString& path) const;

 private:
  QWidget* build_choices();
  QWidget* build_preview();
  void list_runs();
  void update_later();
  void update_report();
  void show_preview();
  void show_nothing(const QString& why);
  void offer();
  void export_report();
  void copy_markdown();

  RunLibrary& library_;
  const RunDisplay& display_;
  QListWidget* runs_ = nullptr;
  std::map<ReportPart, QCheckBox*> parts_;
  SegmentedControl* flops_ = nullptr;
  SegmentedControl* formats_ = nullptr;
  QPushButton* export_ = nullptr;
  QPushButton* copy_ = nullptr;
  QLabel* note_ = nullptr;
  QStackedWidget* preview_ = nullptr;
  QTextBrowser* paper_ = nullptr;
  std::unique_ptr<QTextDocument> paper_text_;
  QPlainTextEdit* markdown_ = nullptr;
  QLabel* empty_ = nullptr;
  QTimer update_;
  std::optional<ReportDocument> document_;
};

}  // namespace attnscope
