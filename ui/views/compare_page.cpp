// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/compare_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/charts/chart_widget.h"
#include "ui/models/labels.h"
#include "ui/models/run_display.h"
#include "ui/models/run_list_model.h"
#include "ui/models/verdict_model.h"
#include "ui/theme/segmented_control.h"
#include "ui/theme/theme.h"
#include "ui/views/compare_sidebar.h"
#include "ui/views/data_table.h"
#include "ui/views/parts.h"

namespace attnscope {
namespace {

constexpr int sidebar_width = 284;
constexpr int least_chart_width_of_two = 320;
constexpr int least_chart_height_of_two = 180;

}  // namespace

ComparePage::ComparePage(const PageParts& parts, QWidget* parent)
    : Page(parent),
      library_(parts.library),
      display_(std::make_unique<ComparisonDisplay>(parts.library)),
      verdicts_(std::make_unique<VerdictModel>()) {
  connect(display_.get(), &ComparisonDisplay::problem, this, &Page::problem);
  // What Explore shows is the obvious beginning; from there on the page has a choice of its own.
  std::string base = parts.display.run_id();
  if (base.empty() && !library_.entries().empty()) {
    base = library_.entries().front().summary.header.id;
  }
  display_->choose(base, parts.runs.overlays());

  auto* sidebar = new CompareSidebar(library_, *display_, this);
  sidebar->setMinimumWidth(250);
  auto* rows = new QSplitter(Qt::Vertical, this);
  rows->setChildrenCollapsible(false);
  rows->addWidget(build_charts());
  rows->addWidget(build_table());
  rows->setStretchFactor(0, 3);
  rows->setStretchFactor(1, 2);
  rows->setSizes({450, 350});

  centre_ = new QStackedWidget(this);
  centre_->addWidget(rows);
  empty_ = make_paragraph({}, Role::secondary, this);
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setMargin(48);
  empty_->setAccessibleName(tr("What to do next"));
  centre_->addWidget(empty_);

  auto* columns = new QSplitter(Qt::Horizontal, this);
  columns->setChildrenCollapsible(false);
  columns->addWidget(sidebar);
  columns->addWidget(centre_);
  columns->setStretchFactor(0, 0);
  columns->setStretchFactor(1, 1);
  columns->setSizes({sidebar_width, 1440 - sidebar_width});
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(columns);

  link_charts();
  connect(display_.get(), &ComparisonDisplay::changed, this, &ComparePage::show_comparison);
  connect(&library_, &RunLibrary::changed, this, &ComparePage::show_comparison);
  connect(&Theme::instance(), &Theme::changed, table_->viewport(), qOverload<>(&QWidget::update));
  show_comparison();
}

ComparePage::~ComparePage() {
  // The parts that listen go before what they listen to.
  qDeleteAll(findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
}

QWidget* ComparePage::build_strip() {
  auto* strip = new QWidget(this);
  auto* row = new QHBoxLayout(strip);
  row->setContentsMargins(2, 0, 2, 0);
  row->setSpacing(8);
  name_ = new ElidedLabel({}, Role::title, strip);
  shape_ = new QComboBox(strip);
  shape_->setAccessibleName(tr("Shape of the charts"));
  implementation_ = new QComboBox(strip);
  implementation_->setAccessibleName(tr("Implementation of the charts"));
  for (QComboBox* box : {shape_, implementation_}) {
    box->setToolTip(box->accessibleName());
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  }
  figure_ = new SegmentedControl(strip);
  figure_->setChoices(tr("Figure of the charts"), {tr("Time"), tr("Memory"), tr("Occupancy")});
  row->addWidget(name_, 1);
  row->addWidget(shape_);
  row->addWidget(implementation_);
  row->addWidget(figure_);
  connect(shape_, &QComboBox::currentIndexChanged, this, [this](int index) {
    const std::vector<Problem> shapes = display_->shapes();
    if (index >= 0 && static_cast<std::size_t>(index) < shapes.size()) {
      view_.shape = shapes[static_cast<std::size_t>(index)];
      show_charts();
    }
  });
  connect(implementation_, &QComboBox::currentIndexChanged, this, [this](int index) {
    const QString name = implementation_->itemData(index).toString();
    view_.implementation = name.isEmpty() ? std::nullopt : std::optional(name.toStdString());
    show_charts();
  });
  connect(figure_, &SegmentedControl::currentChanged, this, [this](int index) {
    view_.figure = static_cast<ComparedFigure>(index);
    show_charts();
  });
  return strip;
}

QWidget* ComparePage::build_charts() {
  auto* panel = new QWidget(this);
  auto* column = new QVBoxLayout(panel);
  column->setContentsMargins(10, 6, 10, 10);
  column->setSpacing(6);
  column->addWidget(build_strip());
  auto* row = new QHBoxLayout;
  row->setSpacing(10);
  overlay_ = new ChartWidget(panel);
  overlay_->setAccessibleName(tr("Chart of all runs"));
  ratio_ = new ChartWidget(panel);
  ratio_->setAccessibleName(tr("Chart of ratios to the baseline"));
  for (ChartWidget* chart : {overlay_, ratio_}) {
    chart->setMinimumSize(least_chart_width_of_two, least_chart_height_of_two);
    row->addWidget(chart, 1);
  }
  column->addLayout(row, 1);
  return panel;
}

QWidget* ComparePage::build_table() {
  auto* panel = new QWidget(this);
  set_role(panel, Role::panel);
  auto* column = new QVBoxLayout(panel);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(12, 4, 12, 4);
  row->setSpacing(8);
  count_ = make_label({}, Role::heading, panel);
  filter_ = new QLineEdit(panel);
  filter_->setPlaceholderText(tr("Filter: flash slower 8,192"));
  filter_->setAccessibleName(tr("Filter the verdicts"));
  filter_->setClearButtonEnabled(true);
  filter_->setMaximumWidth(260);
  row->addWidget(count_);
  row->addStretch(1);
  row->addWidget(filter_, 1);
  column->addLayout(row);
  column->addWidget(make_hairline(panel));
  table_ = new DataTable(*verdicts_, VerdictModel::sort_role, tr("Verdicts"), panel);
  table_->setMinimumHeight(110);
  column->addWidget(table_, 1);
  connect(filter_, &QLineEdit::textChanged, this, [this](const QString& words) {
    table_->set_filter(words);
    show_count();
  });
  connect(table_, &DataTable::rowChosen, this, &ComparePage::choose_row);
  return panel;
}

void ComparePage::link_charts() {
  const auto follow = [this](const std::vector<const Point*>& points, int id) {
    if (id >= 0 && static_cast<std::size_t>(id) < points.size()) {
      if (const int row = verdicts_->row_of(points[static_cast<std::size_t>(id)]); row >= 0) {
        table_->select_source_row(row);
      }
    }
  };
  connect(overlay_, &ChartWidget::pointClicked, this,
          [this, follow](int id) { follow(charts_.overlay_points, id); });
  connect(ratio_, &ChartWidget::pointClicked, this,
          [this, follow](int id) { follow(charts_.ratio_points, id); });
  const auto link = [this](ChartWidget* from, ChartWidget* to) {
    connect(from, &ChartWidget::lengthRangeChanged, this, [to](double low, double high) {
      const QSignalBlocker quiet(to);
      to->setLengthRange(low, high);
    });
  };
  link(overlay_, ratio_);
  link(ratio_, overlay_);
}

bool ComparePage::take_runs(const std::vector<std::string>& run_ids) {
  std::vector<std::string> others = display_->other_ids();
  others.insert(others.end(), run_ids.begin(), run_ids.end());
  display_->choose(display_->base_id().empty() ? run_ids.front() : display_->base_id(), others);
  return true;
}

void ComparePage::show_comparison() {
  const QString nothing = empty_text();
  empty_->setText(nothing);
  centre_->setCurrentIndex(nothing.isEmpty() ? 0 : 1);
  verdicts_->set_compared(display_->compared());
  for (int column = 0; column < VerdictModel::column_count; ++column) {
    table_->setColumnHidden(column, !verdicts_->is_telling(static_cast<VerdictModel::Column>(column)));
  }
  table_->fit_columns();
  show_count();
  show_choices();
  show_charts();
}

QString ComparePage::empty_text() const {
  const Run* base = display_->base();
  if (library_.entries().empty()) {
    return tr("No runs yet. Measure a sweep on the Explore page, or drop databases and worker streams here.");
  }
  if (base == nullptr) {
    return tr("Choose a baseline on the left.");
  }
  if (display_->compared().empty()) {
    return library_.entries().size() == 1
               ? tr("“%1” is the only run. Measure another one on the Explore page, or drop databases and "
                    "worker streams here.")
                     .arg(to_label(base->header.name))
               : tr("Tick runs on the left to lay them beside “%1”. Databases and worker streams that are "
                    "dropped here are ticked at once.")
                     .arg(to_label(base->header.name));
  }
  return display_->joined_points() == 0 ? nothing_common_text(*base, *display_->compared().front().run)
                                        : QString();
}

void ComparePage::show_choices() {
  const QSignalBlocker quiet_shape(shape_);
  const QSignalBlocker quiet_implementation(implementation_);
  const Run* base = display_->base();
  name_->set_full_text(base == nullptr ? QString() : tr("Against %1").arg(to_label(base->header.name)));
  const std::vector<Problem> shapes = display_->shapes();
  const bool keeps_shape = std::find(shapes.begin(), shapes.end(), view_.shape) != shapes.end();
  if (!keeps_shape && !shapes.empty()) {
    view_.shape = shapes.front();
  }
  shape_->clear();
  for (const Problem& shape : shapes) {
    shape_->addItem(shape_label(shape));
    if (shape == view_.shape) {
      shape_->setCurrentIndex(shape_->count() - 1);
    }
  }
  shape_->setVisible(shapes.size() > 1);
  const std::vector<std::string> implementations = display_->implementations();
  if (view_.implementation && std::find(implementations.begin(), implementations.end(),
                                        *view_.implementation) == implementations.end()) {
    view_.implementation.reset();
  }
  implementation_->clear();
  implementation_->addItem(tr("All implementations"), QString());
  for (const std::string& name : implementations) {
    implementation_->addItem(implementation_label(name), to_label(name));
    if (view_.implementation == name) {
      implementation_->setCurrentIndex(implementation_->count() - 1);
    }
  }
  implementation_->setVisible(implementations.size() > 1);
}

void ComparePage::show_charts() {
  charts_ = {};
  if (display_->base() != nullptr && display_->joined_points() > 0) {
    charts_ = build_comparison_charts(*display_->base(), display_->compared(), view_);
  }
  overlay_->setSpec(charts_.overlay);
  ratio_->setSpec(charts_.ratio);
}

void ComparePage::show_count() {
  const int shown = table_->model()->rowCount();
  const int all = verdicts_->rowCount();
  count_->setText(shown == all
                      ? (all == 1 ? tr("1 point in common") : tr("%1 points in common").arg(count_label(all)))
                      : tr("%1 of %2 points in common").arg(count_label(shown), count_label(all)));
}

/// The charts follow the cursor: its shape, and its length as the dashed line.
void ComparePage::choose_row(int row) {
  if (row < 0 || row >= verdicts_->rowCount()) {
    return;
  }
  const Problem& problem = verdicts_->point_at(row).base.point->problem;
  if (const Problem shape = shape_of(problem); shape != view_.shape) {
    view_.shape = shape;
    show_choices();
    show_charts();
  }
  for (ChartWidget* chart : {overlay_, ratio_}) {
    chart->setSelectedLength(static_cast<double>(problem.kv_seqlen));
  }
}

}  // namespace attnscope
