// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/charts_menu.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <algorithm>
#include <array>
#include <utility>

#include "ui/charts/chart_widget.h"
#include "ui/models/run_display.h"
#include "ui/views/chart_cell.h"
#include "ui/views/window_actions.h"

namespace attnscope {

ChartsMenu::ChartsMenu(RunDisplay& display, const QList<ChartCell*>& cells, QWidget* parent)
    : QObject(parent), display_(display), owner_(parent), menu_(new QMenu(tr("&Charts"), parent)) {
  menu_->setToolTipsVisible(true);
  build_figures();
  menu_->addSeparator();
  build_axes(cells);
  menu_->addSeparator();
  build_tables(cells);
  build_series(cells);
  menu_->addSeparator();
  marking_ = add(menu_, tr("&Mark lengths to measure finer"), QKeySequence(Qt::CTRL | Qt::Key_M),
                 tr("A drag in a chart marks lengths, and what lies between them can be measured; without "
                    "this, Shift+drag does"));
  marking_->setCheckable(true);
  connect(&display_, &RunDisplay::chartsChanged, this, &ChartsMenu::follow_display);
  follow_display();
}

QAction* ChartsMenu::add(QMenu* menu, const QString& text, const QKeySequence& keys, const QString& tip) {
  auto* action = new QAction(text, this);
  action->setShortcut(keys);
  action->setToolTip(tip);
  action->setWhatsThis(tip);
  menu->addAction(action);
  return action;
}

void ChartsMenu::build_figures() {
  QMenu* menu = menu_->addMenu(tr("Second &chart"));
  figures_ = new QActionGroup(this);
  for (const auto& [metric, words] :
       {std::pair(Metric::time, tr("&Time")), std::pair(Metric::throughput, tr("TF&LOP/s")),
        std::pair(Metric::percent_of_peak, tr("&Percent of the GPU's peak"))}) {
    QAction* action = menu->addAction(words);
    action->setCheckable(true);
    action->setData(static_cast<int>(metric));
    figures_->addAction(action);
  }
  connect(figures_, &QActionGroup::triggered, this,
          [this](const QAction* action) { display_.set_speed(static_cast<Metric>(action->data().toInt())); });
}

void ChartsMenu::build_axes(const QList<ChartCell*>& cells) {
  linear_lengths_ = add(menu_, tr("&Linear lengths"), QKeySequence(Qt::Key_L),
                        tr("The length axis of all charts counts evenly, else in doublings"));
  linear_lengths_->setCheckable(true);
  linear_lengths_->setShortcutContext(Qt::WidgetShortcut);  // of the charts: elsewhere a letter is a letter
  connect(linear_lengths_, &QAction::triggered, this,
          [this](bool linear) { display_.set_linear_lengths(linear); });
  QMenu* menu = menu_->addMenu(tr("Lo&garithmic values"));
  for (const auto& [metric, words] :
       {std::pair(Metric::speedup, tr("&Speedup")), std::pair(Metric::time, tr("&Time")),
        std::pair(Metric::throughput, tr("TF&LOP/s")),
        std::pair(Metric::percent_of_peak, tr("&Percent of peak")),
        std::pair(Metric::peak_memory, tr("Peak &memory"))}) {
    QAction* action = menu->addAction(words);
    action->setCheckable(true);
    connect(action, &QAction::triggered, this,
            [this, metric = metric](bool on) { display_.set_logarithmic(metric, on); });
    logarithmic_.emplace(metric, action);
  }
  // Each chart's own, for whatever it shows; parts of a whole have no logarithmic axis.
  for (qsizetype chart = 0; chart < 3; ++chart) {
    auto* action = new QAction(tr("Logarithmic &values"), this);
    action->setCheckable(true);
    action->setShortcut(Qt::Key_V);
    action->setShortcutContext(Qt::WidgetShortcut);
    connect(action, &QAction::triggered, this, [this, chart](bool on) {
      display_.set_logarithmic(chart == 0   ? Metric::speedup
                               : chart == 1 ? display_.options().speed
                                            : Metric::peak_memory,
                               on);
    });
    log_of_chart_ << action;
    cells[chart]->chart()->addAction(action);
  }
  for (const ChartCell* cell : cells) {
    cell->chart()->addAction(linear_lengths_);
  }
}

void ChartsMenu::build_tables(const QList<ChartCell*>& cells) {
  QMenu* menu = menu_->addMenu(tr("Data &table"));
  menu->setToolTipsVisible(true);
  int key = Qt::Key_1;
  for (const ChartCell* cell : cells) {
    QAction* table = cell->table_action();
    table->setShortcut(QKeySequence(Qt::ALT | static_cast<Qt::Key>(key++)));
    menu->addAction(table);
    auto* here = new QAction(tr("Show as &table"), this);
    here->setCheckable(true);
    here->setShortcut(Qt::Key_T);
    here->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(here, &QAction::triggered, table, &QAction::setChecked);
    connect(table, &QAction::toggled, here, &QAction::setChecked);
    cell->chart()->addAction(here);
  }
}

void ChartsMenu::build_series(const QList<ChartCell*>& cells) {
  series_menu_ = menu_->addMenu(tr("&Isolate series"));
  all_series_ = add(menu_, tr("Show &all series"), {}, tr("End the isolation of series"));
  connect(all_series_, &QAction::triggered, this, [this] { emit isolationRequested({}, false); });
  for (const ChartCell* cell : cells) {
    cell->chart()->addAction(all_series_);
  }
  set_series({}, {});
}

void ChartsMenu::set_series(const QStringList& labels, const QSet<QString>& isolated) {
  set_available(all_series_, isolated.isEmpty() ? tr("All series are shown") : QString());
  set_available(series_menu_->menuAction(), labels.size() > 1 ? QString() : tr("There is but one series"));
  QStringList before;
  for (const QAction* action : series_menu_->actions()) {
    before << action->data().toString();
  }
  if (before != labels) {
    series_menu_->clear();
    for (const QString& label : labels) {
      QAction* action = series_menu_->addAction(QString(label).replace('&', QStringLiteral("&&")));
      action->setCheckable(true);
      action->setData(label);
      connect(action, &QAction::triggered, this, [this, label] { emit isolationRequested(label, true); });
    }
  }
  for (QAction* action : series_menu_->actions()) {
    action->setChecked(isolated.contains(action->data().toString()));
  }
}

void ChartsMenu::follow_display() {
  const ChartOptions& options = display_.options();
  const ChartSet& charts = display_.charts();
  for (QAction* action : figures_->actions()) {
    const auto metric = static_cast<Metric>(action->data().toInt());
    action->setChecked(metric == options.speed);
    if (metric == Metric::percent_of_peak) {
      set_available(action,
                    display_.has_peak() ? QString() : tr("No peak is published for this run's device"));
    }
  }
  linear_lengths_->setChecked(options.linear_lengths);
  const std::array shown{std::pair(Metric::speedup, &charts.speedup), std::pair(options.speed, &charts.time),
                         std::pair(Metric::peak_memory, &charts.memory)};
  for (const auto& [metric, action] : logarithmic_) {
    const auto* chart = std::find_if(shown.begin(), shown.end(), [metric = metric](const auto& candidate) {
      return candidate.first == metric && !candidate.second->series.empty();
    });
    set_available(action, chart == shown.end() ? tr("No chart shows it now") : QString());
    action->setChecked(options.logarithmic.contains(metric));
  }
  for (qsizetype index = 0; index < log_of_chart_.size(); ++index) {
    const auto& [metric, chart] = shown[static_cast<std::size_t>(index)];
    set_available(log_of_chart_[index], chart->series.empty() ? tr("The chart is empty") : QString());
    log_of_chart_[index]->setChecked(options.logarithmic.contains(metric));
  }
}

}  // namespace attnscope
