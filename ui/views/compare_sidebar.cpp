// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/compare_sidebar.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/models/comparison_display.h"
#include "ui/models/comparison_texts.h"
#include "ui/models/labels.h"
#include "ui/models/run_choice_model.h"
#include "ui/views/focus_ring.h"
#include "ui/views/parts.h"

namespace attnscope {
namespace {

constexpr int row_height = 26;
constexpr int list_height = 6 * row_height;

QLabel* add_paragraph(QVBoxLayout* column, const QString& text, Role role) {
  QLabel* label = make_paragraph(text, role);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  column->addWidget(label);
  return label;
}

}  // namespace

CompareSidebar::CompareSidebar(RunLibrary& library, ComparisonDisplay& display, QWidget* parent)
    : QWidget(parent), library_(library), display_(display), runs_(std::make_unique<RunChoiceModel>()) {
  set_role(this, Role::panel);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(12, 12, 12, 0);
  column->setSpacing(6);
  build_choice(column);

  auto* page = new QWidget;
  set_role(page, Role::panel);
  findings_ = new QVBoxLayout(page);
  findings_->setContentsMargins(0, 0, 4, 12);
  findings_->setSpacing(4);
  auto* scroll = new QScrollArea(this);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setAccessibleName(tr("What the comparison says"));
  scroll->setFocusPolicy(Qt::StrongFocus);  // keys scroll it
  new FocusRing(scroll);
  set_role(scroll, Role::panel);
  scroll->setWidget(page);
  column->addSpacing(6);
  column->addWidget(scroll, 1);

  connect(&library_, &RunLibrary::changed, this, &CompareSidebar::show_runs);
  connect(&display_, &ComparisonDisplay::changed, this, [this] {
    show_runs();
    show_findings();
  });
  show_runs();
  show_findings();
}

CompareSidebar::~CompareSidebar() {
  delete list_;  // before its model
}

void CompareSidebar::build_choice(QVBoxLayout* column) {
  column->addWidget(make_label(tr("Baseline"), Role::heading, this));
  base_ = new QComboBox(this);
  base_->setAccessibleName(tr("Baseline"));
  base_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  base_->setMinimumContentsLength(10);
  column->addWidget(base_);
  column->addSpacing(6);
  column->addWidget(make_label(tr("Compare with"), Role::heading, this));
  search_ = new QLineEdit(this);
  search_->setPlaceholderText(tr("Search name, tag, note, device"));
  search_->setAccessibleName(tr("Search runs"));
  search_->setClearButtonEnabled(true);
  column->addWidget(search_);
  list_ = new QListView(this);
  list_->setModel(runs_.get());
  list_->setAccessibleName(tr("Runs to compare with"));
  list_->setAccessibleDescription(tr("The space bar ticks a run"));
  list_->setFrameShape(QFrame::NoFrame);
  list_->setUniformItemSizes(true);
  list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setTextElideMode(Qt::ElideRight);
  list_->setFixedHeight(list_height);
  column->addWidget(list_);

  connect(base_, &QComboBox::activated, this,
          [this](int index) { display_.set_base(base_->itemData(index).toString().toStdString()); });
  connect(search_, &QLineEdit::textChanged, this, [this](const QString& text) { runs_->set_query(text); });
  connect(runs_.get(), &RunChoiceModel::tickedChanged, this,
          [this] { display_.set_others(runs_->ticked()); });
}

void CompareSidebar::show_runs() {
  const QSignalBlocker quiet_base(base_);
  base_->clear();
  const QDateTime now = QDateTime::currentDateTime();
  for (const RunEntry& entry : library_.entries()) {
    base_->addItem(run_choice_label(entry, library_.entries(), now), to_label(entry.summary.header.id));
    if (entry.summary.header.id == display_.base_id()) {
      base_->setCurrentIndex(base_->count() - 1);
    }
  }
  if (display_.base_id().empty()) {
    base_->setCurrentIndex(-1);
  }
  base_->setToolTip(base_->currentText().toHtmlEscaped());
  base_->setEnabled(base_->count() > 0);
  if (base_->count() == 0) {
    base_->setToolTip(tr("There are no runs yet"));
  }
  runs_->set_excluded(display_.base_id());
  runs_->set_entries(library_.entries());
  runs_->set_ticked(display_.other_ids());
  list_->setVisible(runs_->rowCount() > 0);
  list_->setFixedHeight(std::min(list_height, std::max(row_height, runs_->rowCount() * row_height)));
}

/// A block a run: the counts, what only one of the two holds, what surrounded them, and the noise counted in.
void CompareSidebar::show_findings() {
  clear_layout(findings_);
  for (const ComparedRun& other : display_.compared()) {
    const RunComparison& comparison = other.comparison;
    findings_->addWidget(make_hairline(nullptr));
    findings_->addSpacing(4);
    add_paragraph(findings_, to_label(other.run->header.name), Role::strong);
    if (comparison.points.empty()) {
      add_paragraph(findings_, tr("No point in common with the baseline."), Role::warning);
      continue;
    }
    if (const QString counts = counts_label(comparison); !counts.isEmpty()) {
      add_paragraph(findings_, counts, Role::body);
    }
    add_paragraph(findings_, overlap_label(comparison), Role::secondary);
    findings_->addSpacing(4);
    findings_->addWidget(make_label(tr("Environment, baseline → this run"), Role::heading));
    const std::vector<DifferenceText> differences = difference_texts(comparison);
    if (differences.empty()) {
      add_paragraph(findings_, tr("Both were measured in the same environment."), Role::secondary);
    }
    for (const DifferenceText& difference : differences) {
      QLabel* line = add_paragraph(findings_, difference.line, Role::body);
      line->setToolTip(difference.full.toHtmlEscaped());
      line->setAccessibleName(difference.full);
    }
    findings_->addSpacing(4);
    findings_->addWidget(make_label(tr("Noise counted in"), Role::heading));
    for (const QString& line : noise_lines(comparison)) {
      add_paragraph(findings_, line, Role::secondary);
    }
    findings_->addSpacing(6);
  }
  findings_->addStretch(1);
}

}  // namespace attnscope
