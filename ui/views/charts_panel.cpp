// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/charts_panel.h"

#include <QAction>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSettings>
#include <QSignalBlocker>
#include <algorithm>

#include "ui/charts/chart_widget.h"
#include "ui/models/labels.h"
#include "ui/models/run_display.h"
#include "ui/theme/segmented_control.h"
#include "ui/views/chart_cell.h"
#include "ui/views/charts_menu.h"
#include "ui/views/evidence_bar.h"
#include "ui/views/parts.h"
#include "ui/views/refine_bar.h"

namespace attnscope {
namespace {

constexpr int least_chart_width = 320;
constexpr int least_chart_height = 150;

QComboBox* make_choice(const QString& name, QWidget* parent) {
  auto* box = new QComboBox(parent);
  box->setAccessibleName(name);
  box->setToolTip(name);
  box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  constexpr int least_letters = 8;  // gives way where the window is narrow
  box->setMinimumContentsLength(least_letters);
  return box;
}

/// What the second chart can show, in the order of its choice.
constexpr std::array speeds{Metric::time, Metric::throughput, Metric::percent_of_peak};

/// Metrics by the names that settings keep them under.
constexpr std::array scale_names{std::pair(Metric::speedup, "speedup"), std::pair(Metric::time, "time"),
                                 std::pair(Metric::throughput, "throughput"),
                                 std::pair(Metric::percent_of_peak, "percent_of_peak"),
                                 std::pair(Metric::peak_memory, "peak_memory")};

}  // namespace

ChartsPanel::ChartsPanel(RunDisplay& display, SweepControl& sweeps, QWidget* parent)
    : QWidget(parent), display_(display) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(10, 6, 10, 10);
  column->setSpacing(6);
  auto* strip = new QWidget(this);
  build_strip(strip);
  column->addWidget(strip);
  refine_ = new RefineBar(display, sweeps, this);
  column->addWidget(refine_);
  auto* evidence = new EvidenceBar(display, this);
  column->addWidget(evidence);
  connect(evidence, &EvidenceBar::adviceRequested, this, &ChartsPanel::adviceRequested);

  auto* grid = new QGridLayout;
  grid->setSpacing(10);
  const std::array names{tr("Speedup chart"), tr("Time or throughput chart"), tr("Peak memory chart"),
                         tr("Tile occupancy chart")};
  constexpr std::array topics{HelpTopic::speedup, HelpTopic::span, HelpTopic::peak_memory,
                              HelpTopic::achieved};
  for (std::size_t index = 0; index < charts_.size(); ++index) {
    cells_[index] = new ChartCell(names[index], this);
    ChartWidget* chart = cells_[index]->chart();
    set_help_topic(chart, topics[index]);
    chart->setMinimumSize(least_chart_width, least_chart_height);
    grid->addWidget(chart, static_cast<int>(index) / 2, static_cast<int>(index) % 2);
    charts_[index] = chart;
  }
  column->addLayout(grid, 1);
  menu_ = new ChartsMenu(display_, {cells_.begin(), cells_.end()}, this);
  link_charts();
  connect(&display_, &RunDisplay::chartsChanged, this, &ChartsPanel::show_charts);
  connect(&display_, &RunDisplay::runChanged, this, &ChartsPanel::show_choices);
  show_choices();
  show_charts();
}

void ChartsPanel::build_strip(QWidget* strip) {
  auto* row = new QHBoxLayout(strip);
  row->setContentsMargins(2, 0, 2, 0);
  row->setSpacing(8);
  name_ = new ElidedLabel({}, Role::title, strip);
  live_ = new QPushButton(tr("Back to live"), strip);
  live_->setToolTip(tr("Show the run that is being measured"));
  live_->hide();
  shape_ = make_choice(tr("Shape"), strip);
  device_ = make_choice(tr("Device"), strip);
  occupancy_ = make_choice(tr("Tile figure"), strip);
  figure_ = new SegmentedControl(strip);
  figure_->setChoices(tr("Second chart"), {tr("Time"), tr("TFLOP/s"), tr("% of peak")});
  row->addWidget(name_, 1);
  row->addWidget(live_);
  row->addWidget(shape_);
  row->addWidget(device_);
  row->addWidget(figure_);
  row->addWidget(occupancy_);

  connect(live_, &QPushButton::clicked, this, &ChartsPanel::backToLive);
  connect(figure_, &SegmentedControl::currentChanged, this,
          [this](int index) { display_.set_speed(speeds[static_cast<std::size_t>(index)]); });
  connect(shape_, &QComboBox::currentIndexChanged, this, [this](int index) {
    const std::vector<Problem> shapes = display_.shapes();
    if (index >= 0 && static_cast<std::size_t>(index) < shapes.size()) {
      display_.set_shape(shapes[static_cast<std::size_t>(index)]);
    }
  });
  connect(device_, &QComboBox::currentIndexChanged, this, [this](int index) {
    const QString uuid = device_->itemData(index).toString();
    display_.set_only_device(uuid.isEmpty() ? std::nullopt : std::optional(uuid.toStdString()));
  });
  connect(occupancy_, &QComboBox::currentIndexChanged, this, [this](int index) {
    const QVariant kind = occupancy_->itemData(index);
    display_.set_occupancy(kind.isValid() ? std::optional(static_cast<OccupancyKind>(kind.toInt()))
                                          : std::nullopt);
  });
}

void ChartsPanel::link_charts() {
  for (ChartCell* cell : cells_) {
    connect(cell, &ChartCell::pointChosen, this, [this](int id) { display_.pin(id); });
    connect(cell, &ChartCell::lengthHovered, this, [this, cell](double length) {
      for (ChartCell* other : cells_) {
        // The one that is looked at says more than its length.
        other->set_hovered_length(other == cell && !cell->chart()->showsTable() ? 0 : length);
      }
    });
    ChartWidget* chart = cell->chart();
    connect(chart, &ChartWidget::lengthRangeChanged, this, [this, chart](double low, double high) {
      for (ChartWidget* other : charts_) {
        if (other != chart) {
          const QSignalBlocker quiet(other);
          other->setLengthRange(low, high);
        }
      }
    });
    connect(chart, &ChartWidget::lengthsMarked, this, &ChartsPanel::mark);
    connect(chart, &ChartWidget::isolationRequested, this, &ChartsPanel::isolate);
  }
  connect(menu_, &ChartsMenu::isolationRequested, this, &ChartsPanel::isolate);
  connect(menu_->marking(), &QAction::toggled, this, [this](bool marks) {
    for (ChartWidget* chart : charts_) {
      chart->setMarksByDrag(marks);
    }
    if (!marks) {
      mark(0, 0);
    } else if (!refine_->isVisibleTo(this)) {
      refine_->explain();
    }
  });
  connect(refine_, &RefineBar::measureRequested, this, &ChartsPanel::refinementRequested);
  connect(refine_, &RefineBar::dismissed, this, &ChartsPanel::unmark);
}

void ChartsPanel::mark(double low, double high) {
  for (ChartWidget* chart : charts_) {
    chart->setMarkedLengths(low, high);
  }
  refine_->offer(static_cast<std::int64_t>(low), static_cast<std::int64_t>(high));
  if (high <= low && menu_->marking()->isChecked()) {
    refine_->explain();
  }
}

void ChartsPanel::unmark() {
  menu_->marking()->setChecked(false);
  mark(0, 0);
}

void ChartsPanel::show_tables(bool shown) {
  for (const ChartCell* cell : cells_) {
    cell->table_action()->setChecked(shown);
  }
}

const Refinement& ChartsPanel::refinement() const {
  return refine_->refinement();
}

DataTable* ChartsPanel::table(std::size_t chart) const {
  return cells_[chart]->table();
}

QMenu* ChartsPanel::menu() const {
  return menu_->menu();
}

/// All that can be isolated: each label once, in the order of the charts.
QStringList ChartsPanel::labels() const {
  QStringList found;
  const auto add = [&found](const QString& label) {
    if (!label.isEmpty() && !found.contains(label)) {
      found << label;
    }
  };
  for (const ChartWidget* chart : charts_) {
    for (const ChartSeries& series : chart->spec().series) {
      if (!series.style.thin) {
        add(series.label);
      }
    }
    for (const ReferenceLine& line : chart->spec().lines) {
      if (!line.warning) {
        add(line.label);
      }
    }
  }
  return found;
}

/// Alone, or with those that are; what is isolated already is let go.
void ChartsPanel::isolate(const QString& label, bool addition) {
  const bool was_alone = isolated_ == QSet<QString>{label};
  if (label.isEmpty() || was_alone) {
    isolated_.clear();
  } else if (!addition) {
    isolated_ = {label};
  } else if (!isolated_.remove(label)) {
    isolated_.insert(label);
  }
  for (ChartWidget* chart : charts_) {
    chart->setIsolated(isolated_);
  }
  menu_->set_series(labels(), isolated_);
}

void ChartsPanel::show_charts() {
  const ChartSet& set = display_.charts();
  const std::array specs{&set.speedup, &set.time, &set.memory, &set.occupancy};
  for (std::size_t index = 0; index < cells_.size(); ++index) {
    cells_[index]->set_spec(*specs[index], display_.selected_length(), display_.pinned_id());
  }
  // Series that are no longer there isolate nothing.
  const QStringList shown = labels();
  const qsizetype before = isolated_.size();
  for (auto label = isolated_.begin(); label != isolated_.end();) {
    label = shown.contains(*label) ? std::next(label) : isolated_.erase(label);
  }
  if (isolated_.size() != before) {
    for (ChartWidget* chart : charts_) {
      chart->setIsolated(isolated_);
    }
  }
  menu_->set_series(shown, isolated_);
  const QSignalBlocker quiet(figure_);
  const auto* speed = std::find(speeds.begin(), speeds.end(), display_.options().speed);
  figure_->setCurrentIndex(static_cast<int>(speed - speeds.begin()));
}

void ChartsPanel::save(QSettings& settings) const {
  settings.setValue(QStringLiteral("charts/linear_lengths"), display_.options().linear_lengths);
  for (const auto& [metric, name] : scale_names) {
    settings.setValue(QStringLiteral("charts/logarithmic_") + QLatin1String(name),
                      display_.options().logarithmic.contains(metric));
  }
  for (std::size_t index = 0; index < cells_.size(); ++index) {
    settings.setValue(QStringLiteral("charts/table_%1").arg(index), charts_[index]->showsTable());
  }
}

void ChartsPanel::restore(const QSettings& settings) {
  display_.set_linear_lengths(settings.value(QStringLiteral("charts/linear_lengths"), false).toBool());
  for (const auto& [metric, name] : scale_names) {
    const bool usual = display_.options().logarithmic.contains(metric);
    display_.set_logarithmic(
        metric, settings.value(QStringLiteral("charts/logarithmic_") + QLatin1String(name), usual).toBool());
  }
  for (std::size_t index = 0; index < cells_.size(); ++index) {
    cells_[index]->table_action()->setChecked(
        settings.value(QStringLiteral("charts/table_%1").arg(index), false).toBool());
  }
}

/// What can be chosen depends on the run; a choice among one is no choice and is left out.
void ChartsPanel::show_choices() {
  const QSignalBlocker quiet_shape(shape_);
  const QSignalBlocker quiet_device(device_);
  const QSignalBlocker quiet_occupancy(occupancy_);
  const Run* run = display_.run();
  name_->set_full_text(run == nullptr ? tr("No run") : to_label(run->header.name));

  shape_->clear();
  for (const Problem& shape : display_.shapes()) {
    shape_->addItem(shape_label(shape));
    if (display_.options().shape == shape) {
      shape_->setCurrentIndex(shape_->count() - 1);
    }
  }
  shape_->setVisible(shape_->count() > 1);

  device_->clear();
  device_->addItem(tr("All devices"), QString());
  for (const DeviceDescription& device : display_.devices()) {
    device_->addItem(device_label(device), to_label(device.uuid));
    if (display_.options().only_device == device.uuid) {
      device_->setCurrentIndex(device_->count() - 1);
    }
  }
  device_->setVisible(device_->count() > 2);

  occupancy_->clear();
  occupancy_->addItem(tr("Tiles of %1").arg(implementation_label(display_.options().subject)));
  if (run != nullptr) {
    for (const OccupancyKind kind : occupancy_kinds_of(*run)) {
      QString words = occupancy_label(kind);
      words.replace(0, 1, words.left(1).toUpper());
      occupancy_->addItem(words, static_cast<int>(kind));
      if (display_.options().occupancy == kind) {
        occupancy_->setCurrentIndex(occupancy_->count() - 1);
      }
    }
  }
  occupancy_->setVisible(occupancy_->count() > 1);
  figure_->setVisible(run != nullptr);
  figure_->setChoiceEnabled(2, display_.has_peak(), tr("No peak is published for this run's device"));
}

void ChartsPanel::offer_live(bool offered) {
  live_->setVisible(offered);
}

}  // namespace attnscope
