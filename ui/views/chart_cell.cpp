// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/chart_cell.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QSignalBlocker>

#include "ui/charts/chart_widget.h"
#include "ui/theme/theme.h"
#include "ui/views/data_table.h"
#include "ui/views/glyph_button.h"

namespace attnscope {

ChartCell::ChartCell(const QString& name, QWidget* parent)
    : QObject(parent),
      chart_(new ChartWidget(parent)),
      table_(new DataTable(model_, ChartTableModel::sort_role, tr("%1: data").arg(name), chart_)),
      table_action_(new QAction(name, this)) {
  chart_->setAccessibleName(name);
  table_action_->setCheckable(true);
  table_action_->setToolTip(tr("Show the figures of this chart as a table"));
  table_action_->setWhatsThis(table_action_->toolTip());
  build_corner();
  chart_->setTable(table_);
  connect(table_action_, &QAction::toggled, this, &ChartCell::show_table);
  connect(chart_, &ChartWidget::tableDismissed, table_action_, [this] { table_action_->setChecked(false); });
  connect(chart_, &ChartWidget::pointClicked, this, &ChartCell::pointChosen);
  connect(chart_, &ChartWidget::lengthHovered, this, &ChartCell::lengthHovered);
  connect(table_, &DataTable::rowHovered, this,
          [this](int row) { emit lengthHovered(row < 0 ? 0 : model_.length_at(row)); });
  connect(table_, &DataTable::rowChosen, this,
          [this](int row) { emit lengthHovered(model_.length_at(row)); });
  connect(table_, &QAbstractItemView::activated, this,
          [this](const QModelIndex& index) { choose_row(table_->source_row(index)); });
  connect(table_, &QAbstractItemView::clicked, this,
          [this](const QModelIndex& index) { choose_row(table_->source_row(index)); });
  connect(&Theme::instance(), &Theme::changed, table_->viewport(), qOverload<>(&QWidget::update));
}

void ChartCell::build_corner() {
  auto* corner = new QWidget(chart_);
  auto* row = new QHBoxLayout(corner);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(2);
  auto* table =
      new GlyphButton(GlyphButton::Glyph::table, tr("%1 as a table").arg(chart_->accessibleName()), corner);
  table->setCheckable(true);
  auto* more =
      new GlyphButton(GlyphButton::Glyph::more, tr("More of %1").arg(chart_->accessibleName()), corner);
  row->addWidget(table);
  row->addWidget(more);
  corner->resize(corner->sizeHint());
  chart_->setCorner(corner);
  connect(table, &QAbstractButton::toggled, table_action_, &QAction::setChecked);
  connect(table_action_, &QAction::toggled, table, &QAbstractButton::setChecked);
  connect(more, &QAbstractButton::clicked, this, [this, more] {
    QMenu menu(chart_);
    menu.addActions(chart_->actions());
    menu.exec(more->mapToGlobal(QPoint(0, more->height())));
  });
}

void ChartCell::show_table(bool shown) {
  if (shown) {
    fill_table();
  }
  const bool had_focus = chart_->hasFocus() || table_->hasFocus();
  chart_->showTable(shown);
  if (had_focus) {
    (shown ? static_cast<QWidget*>(table_) : chart_)->setFocus();
  }
}

void ChartCell::set_spec(const ChartSpec& spec, double selected_length, int pinned_point) {
  chart_->setSpec(spec);
  chart_->setSelectedLength(selected_length);
  pinned_point_ = pinned_point;
  // Tens of thousands of points are no trouble for the chart; a table that nobody sees need not have them.
  if (chart_->showsTable()) {
    fill_table();
  }
}

void ChartCell::fill_table() {
  const QSignalBlocker quiet(table_);
  const int lines = model_.rowCount();
  model_.set_spec(chart_->spec());
  if (model_.rowCount() != lines || !chart_->showsTable()) {
    for (int column = 0; column < ChartTableModel::column_count; ++column) {
      table_->setColumnHidden(column, !model_.is_telling(static_cast<ChartTableModel::Column>(column)));
    }
    table_->fit_columns();
  }
  if (const int row = model_.row_of(pinned_point_); row >= 0) {
    table_->select_source_row(row);
  }
  if (const std::vector<int> ringed = model_.ringed_rows(); !ringed.empty()) {
    table_->select_source_rows(ringed);
  }
}

void ChartCell::choose_row(int row) {
  if (const int id = model_.point_id_at(row); id >= 0) {
    emit pointChosen(id);
  }
}

void ChartCell::set_hovered_length(double length) {
  chart_->setHoveredLength(length);
  model_.set_hovered_length(length);
}

}  // namespace attnscope
