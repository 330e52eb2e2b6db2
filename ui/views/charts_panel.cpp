// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/charts_panel.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>

#include "ui/charts/chart_widget.h"
#include "ui/models/labels.h"
#include "ui/models/run_display.h"
#include "ui/theme/segmented_control.h"
#include "ui/views/parts.h"

namespace attnscope {
namespace {

constexpr int least_chart_width = 320;
constexpr int least_chart_height = 150;

QComboBox* make_choice(const QString& name, QWidget* parent) {
  auto* box = new QComboBox(parent);
  box->setAccessibleName(name);
  box->setToolTip(name);
  box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  return box;
}

}  // namespace

ChartsPanel::ChartsPanel(RunDisplay& display, QWidget* parent) : QWidget(parent), display_(display) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(10, 6, 10, 10);
  column->setSpacing(6);
  auto* strip = new QWidget(this);
  build_strip(strip);
  column->addWidget(strip);

  auto* grid = new QGridLayout;
  grid->setSpacing(10);
  const std::array names{tr("Speedup chart"), tr("Time or throughput chart"), tr("Peak memory chart"),
                         tr("Tile occupancy chart")};
  constexpr std::array topics{HelpTopic::speedup, HelpTopic::span, HelpTopic::peak_memory,
                              HelpTopic::achieved};
  for (std::size_t index = 0; index < charts_.size(); ++index) {
    auto* chart = new ChartWidget(this);
    chart->setAccessibleName(names[index]);
    set_help_topic(chart, topics[index]);
    chart->setMinimumSize(least_chart_width, least_chart_height);
    grid->addWidget(chart, static_cast<int>(index) / 2, static_cast<int>(index) % 2);
    charts_[index] = chart;
  }
  column->addLayout(grid, 1);
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
  figure_->setChoices(tr("Second chart"), {tr("Time"), tr("TFLOP/s")});
  row->addWidget(name_, 1);
  row->addWidget(live_);
  row->addWidget(shape_);
  row->addWidget(device_);
  row->addWidget(figure_);
  row->addWidget(occupancy_);

  connect(live_, &QPushButton::clicked, this, &ChartsPanel::backToLive);
  connect(figure_, &SegmentedControl::currentChanged, this,
          [this](int index) { display_.set_throughput(index == 1); });
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
  for (ChartWidget* chart : charts_) {
    connect(chart, &ChartWidget::pointClicked, this, [this](int id) { display_.pin(id); });
    connect(chart, &ChartWidget::lengthRangeChanged, this, [this, chart](double low, double high) {
      for (ChartWidget* other : charts_) {
        if (other != chart) {
          const QSignalBlocker quiet(other);
          other->setLengthRange(low, high);
        }
      }
    });
  }
}

void ChartsPanel::show_charts() {
  const ChartSet& set = display_.charts();
  charts_[0]->setSpec(set.speedup);
  charts_[1]->setSpec(set.time);
  charts_[2]->setSpec(set.memory);
  charts_[3]->setSpec(set.occupancy);
  for (ChartWidget* chart : charts_) {
    chart->setSelectedLength(display_.selected_length());
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
}

void ChartsPanel::offer_live(bool offered) {
  live_->setVisible(offered);
}

}  // namespace attnscope
