// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/runs_panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/run_list_model.h"
#include "ui/theme/fonts.h"
#include "ui/views/parts.h"

namespace attnscope {
namespace {

constexpr int header_height = 28;

}  // namespace

RunsPanel::RunsPanel(RunListModel& model, QWidget* parent)
    : QWidget(parent),
      model_(model),
      table_(new QTableView(this)),
      empty_(make_paragraph(
          tr("No runs yet. Set up a sweep on the left and press Run, or open a database with File > Open."),
          Role::secondary, this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(build_strip());
  column->addWidget(make_hairline(this));
  column->addWidget(table_, 1);
  column->addWidget(empty_, 1);
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setMargin(12);

  table_->setModel(&model_);
  table_->setAccessibleName(tr("Runs"));
  table_->setAccessibleDescription(
      tr("Enter shows the run of the line, the space bar lays it over the run that is shown"));
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setShowGrid(false);
  table_->setFrameShape(QFrame::NoFrame);
  table_->setWordWrap(false);
  table_->setTabKeyNavigation(false);
  table_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  table_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(26);
  table_->verticalHeader()->setMinimumSectionSize(26);
  table_->horizontalHeader()->setFont(section_font());
  table_->horizontalHeader()->setFixedHeight(header_height);
  table_->horizontalHeader()->setHighlightSections(false);
  table_->horizontalHeader()->setMinimumSectionSize(34);
  table_->horizontalHeader()->setFocusPolicy(Qt::NoFocus);
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  // Columns are as wide as these rows need: measuring a thousand would hold the first paint up.
  constexpr int measured_rows = 60;
  table_->horizontalHeader()->setResizeContentsPrecision(measured_rows);

  const auto show_what_there_is = [this] {
    select(std::string(row_id_));
    table_->setVisible(model_.rowCount() > 0);
    empty_->setVisible(model_.rowCount() == 0);
    measured_.clear();
    fit_columns();
  };
  connect(&model_, &QAbstractItemModel::modelReset, this, show_what_there_is);
  connect(&model_, &QAbstractItemModel::dataChanged, this,
          [this](const QModelIndex& /*from*/, const QModelIndex& /*to*/, const QList<int>& roles) {
            // A tick changes no width.
            if (roles != QList<int>{Qt::CheckStateRole}) {
              measured_.clear();
              fit_columns();
            }
          });
  connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this](const QModelIndex& current) {
            if (current.isValid()) {
              row_id_ = model_.id_at(current.row());
              emit cursorMoved();
            }
          });
  const auto choose = [this](const QModelIndex& index) {
    if (index.column() != RunListModel::overlay) {
      emit runChosen(QString::fromStdString(model_.id_at(index.row())));
    }
  };
  connect(table_, &QTableView::clicked, this, choose);
  table_->installEventFilter(this);
  show_what_there_is();
}

QWidget* RunsPanel::build_strip() {
  auto* strip = new QWidget(this);
  auto* row = new QHBoxLayout(strip);
  row->setContentsMargins(12, 3, 12, 3);
  row->setSpacing(8);
  search_ = new QLineEdit(strip);
  search_->setObjectName(QStringLiteral("runSearch"));
  search_->setPlaceholderText(tr("Search runs: name, #tag, note, device"));
  search_->setAccessibleName(tr("Search runs"));
  search_->setClearButtonEnabled(true);
  search_->setMaximumWidth(320);
  edit_ = new QPushButton(tr("Edit…"), strip);
  edit_->setAccessibleDescription(tr("Name, tags and note of the run that the cursor is on"));
  delete_ = new QPushButton(tr("Delete"), strip);
  delete_->setAccessibleDescription(tr("Throws away the run that the cursor is on; it can be undone"));
  row->addWidget(search_, 1);
  row->addStretch(1);
  row->addWidget(edit_);
  row->addWidget(delete_);
  connect(search_, &QLineEdit::textChanged, &model_,
          [this](const QString& words) { model_.set_query(words); });
  connect(edit_, &QPushButton::clicked, this, &RunsPanel::editRequested);
  connect(delete_, &QPushButton::clicked, this, &RunsPanel::deleteRequested);
  return strip;
}

void RunsPanel::set_edit_problem(const QString& why_not) {
  for (QPushButton* button : {edit_, delete_}) {
    button->setEnabled(why_not.isEmpty());
    button->setToolTip(why_not.isEmpty() ? button->accessibleDescription() : why_not);
  }
}

void RunsPanel::select(const std::string& run_id) {
  const int row = model_.row_of(run_id);
  if (row < model_.rowCount()) {
    table_->setCurrentIndex(model_.index(row, RunListModel::name));
  }
}

/// Arrow keys only move; Enter shows the run, the space bar ticks it, in whatever column the cursor is.
bool RunsPanel::eventFilter(QObject* watched, QEvent* event) {
  if (watched != table_ || event->type() != QEvent::KeyPress || !table_->currentIndex().isValid()) {
    return QWidget::eventFilter(watched, event);
  }
  const int row = table_->currentIndex().row();
  switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      emit runChosen(QString::fromStdString(model_.id_at(row)));
      return true;
    case Qt::Key_Space: {
      const QModelIndex tick = model_.index(row, RunListModel::overlay);
      const bool is_ticked = tick.data(Qt::CheckStateRole).toInt() == Qt::Checked;
      model_.setData(tick, is_ticked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
      return true;
    }
    default:
      return QWidget::eventFilter(watched, event);
  }
}

void RunsPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fit_columns();
}

void RunsPanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  fit_columns();
}

/// Each column as wide as its texts; what is left goes to the name, which gives way first. Texts are measured
/// when they are to be seen, and once until they change: that costs more than all the rest of the list.
void RunsPanel::fit_columns() {
  if (model_.rowCount() == 0 || !isVisible()) {
    return;
  }
  constexpr int least_name = 100;
  constexpr int tick_column = 34;
  QHeaderView* header = table_->horizontalHeader();
  int others = tick_column;
  if (measured_.empty()) {
    for (int column = 0; column < RunListModel::column_count; ++column) {
      table_->resizeColumnToContents(column);
      measured_.push_back(header->sectionSize(column));
    }
  }
  header->resizeSection(RunListModel::overlay, tick_column);
  for (int column = RunListModel::measured; column < RunListModel::column_count; ++column) {
    header->resizeSection(column, measured_[static_cast<std::size_t>(column)]);
    others += header->sectionSize(column);
  }
  const int wanted = std::max(measured_[RunListModel::name], least_name);
  int room = table_->viewport()->width() - others;
  if (room < wanted) {
    // The shape gives way before the name does.
    constexpr int least_shape = 84;
    const int shape = header->sectionSize(RunListModel::shape);
    const int given = std::clamp(wanted - room, 0, std::max(0, shape - least_shape));
    header->resizeSection(RunListModel::shape, shape - given);
    room += given;
  }
  // Spare room goes to the last column, so that the row ends with the table.
  header->resizeSection(RunListModel::name, std::max(least_name, std::min(wanted, room)));
  const int spare = room - header->sectionSize(RunListModel::name);
  if (spare > 0) {
    header->resizeSection(RunListModel::remark, header->sectionSize(RunListModel::remark) + spare);
  }
}

}  // namespace attnscope
