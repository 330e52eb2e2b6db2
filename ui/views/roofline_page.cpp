// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/roofline_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/labels.h"
#include "ui/models/metric_help.h"
#include "ui/models/run_display.h"
#include "ui/models/sweep_control.h"
#include "ui/theme/card.h"
#include "ui/views/measure_gate.h"
#include "ui/views/parts.h"
#include "ui/views/roofline_view.h"

namespace attnscope {

namespace {

constexpr int button_room = 14;  // beside a long text

}  // namespace

RooflinePage::RooflinePage(const PageParts& parts, QWidget* parent)
    : Page(parent),
      library_(parts.library),
      display_(parts.display),
      sweeps_(parts.sweeps),
      gate_(parts.gate) {
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(12, 12, 12, 12);
  auto* card = new Card(this);
  outer->addWidget(card);
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(16, 12, 16, 12);
  column->setSpacing(6);

  auto* head = new QHBoxLayout;
  head->setSpacing(12);
  title_ = make_paragraph({}, Role::title, card);
  head->addWidget(title_, 1);
  devices_ = new QComboBox(card);
  devices_->setObjectName(QStringLiteral("rooflineDevice"));
  devices_->setAccessibleName(tr("Device"));
  head->addWidget(devices_, 0, Qt::AlignTop);
  column->addLayout(head);
  bound_ = make_paragraph({}, Role::strong, card);
  bound_->setAccessibleName(tr("What bounds it"));
  bound_->setToolTip(metric_help(HelpTopic::bound).toHtmlEscaped());
  column->addWidget(bound_);
  subtitle_ = make_paragraph({}, Role::secondary, card);
  subtitle_->setToolTip(metric_help(HelpTopic::roofline).toHtmlEscaped());
  column->addWidget(subtitle_);
  view_ = new RooflineView(card);
  column->addWidget(view_, 1);
  empty_ = make_paragraph({}, Role::secondary, card);
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setAccessibleName(tr("What to do next"));
  column->addWidget(empty_, 1);
  words_ = new ElidedLabel({}, Role::caption, card);
  column->addWidget(words_);
  auto* foot = new QHBoxLayout;
  foot->setSpacing(12);
  origin_ = make_paragraph({}, Role::secondary, card);
  foot->addWidget(origin_, 1);
  measure_ = new QPushButton(tr("Measure ceilings"), card);
  foot->addWidget(measure_, 0, Qt::AlignBottom);
  explore_ = new QPushButton(tr("Show in Explore"), card);
  foot->addWidget(explore_, 0, Qt::AlignBottom);
  column->addLayout(foot);
  for (QPushButton* button : {measure_, explore_}) {
    button->setMinimumWidth(button->sizeHint().width() + button_room);
  }

  connect(devices_, &QComboBox::currentIndexChanged, this, &RooflinePage::rebuild);
  connect(&display_, &RunDisplay::runChanged, this, [this] {
    fill_devices();
    rebuild();
  });
  connect(&display_, &RunDisplay::pinChanged, this, [this] {
    fill_devices();
    rebuild();
  });
  connect(&sweeps_, &SweepControl::described, this, &RooflinePage::update_button);
  connect(&sweeps_, &SweepControl::started, this, &RooflinePage::update_button);
  connect(&sweeps_, &SweepControl::finished, this, &RooflinePage::update_button);
  connect(&sweeps_, &SweepControl::ceilingsStarted, this, &RooflinePage::update_button);
  connect(&sweeps_, &SweepControl::ceilingsEnded, this, &RooflinePage::update_button);
  connect(view_, &RooflineView::pointChosen, this, &RooflinePage::choose);
  connect(view_, &RooflineView::currentChanged, this, [this] {
    const QString words = view_->current_words();
    words_->set_full_text(
        words.isEmpty() ? tr("Point at a point, or walk with the arrow keys; Enter selects.") : words);
  });
  connect(measure_, &QPushButton::clicked, this,
          [this] { gate_.begin({device()}, [this, uuid = device()] { sweeps_.measure_ceilings(uuid); }); });
  connect(explore_, &QPushButton::clicked, this,
          [this] { emit exploreRequested(QString::fromStdString(display_.run_id())); });
  fill_devices();
  rebuild();
}

RooflinePage::~RooflinePage() = default;

bool RooflinePage::is_settled() const {
  return !sweeps_.measuring_ceilings();
}

std::string RooflinePage::device() const {
  return devices_->currentData().toString().toStdString();
}

/// The run's devices; the pinned point's is shown.
void RooflinePage::fill_devices() {
  const QSignalBlocker quiet(devices_);
  devices_->clear();
  const Run* run = display_.run();
  if (run == nullptr) {
    return;
  }
  for (const Environment& environment : run->header.environments) {
    devices_->addItem(device_label(environment.device), QString::fromStdString(environment.device.uuid));
  }
  std::string wanted = display_.options().only_device.value_or(std::string());
  if (const auto pinned = display_.pinned_point()) {
    wanted = run->points[*pinned].device_uuid;
  }
  const int index = devices_->findData(QString::fromStdString(wanted));
  devices_->setCurrentIndex(std::max(index, 0));
}

void RooflinePage::rebuild() {
  const Run* run = display_.run();
  RooflineChart chart;
  if (run == nullptr) {
    chart.empty_text = tr("No run is shown. Measure one, or choose one in Explore.");
  } else {
    RooflineQuestion question;
    question.device_uuid = device();
    question.selected = display_.pinned_point();
    question.flops = display_.options().metric.flops;
    if (const auto shape = shown_shape(*run, display_.options().shape)) {
      question.shape = *shape;
    }
    chart = build_roofline(*run, question, display_.ceilings());
  }
  const bool any = !chart.marks.empty();
  title_->setText(chart.title);
  title_->setVisible(!chart.title.isEmpty());
  bound_->setText(chart.bound);
  bound_->setVisible(!chart.bound.isEmpty());
  subtitle_->setText(chart.subtitle);
  subtitle_->setVisible(!chart.subtitle.isEmpty());
  origin_->setText(chart.origin);
  empty_->setText(chart.empty_text);
  empty_->setVisible(!any);
  view_->setVisible(any);
  words_->setVisible(any);
  explore_->setVisible(chart.selected.has_value());
  devices_->setVisible(devices_->count() > 1);
  view_->setAccessibleDescription(chart.title + QStringLiteral(". ") + chart.bound);
  view_->show_chart(std::move(chart));
  update_button();
}

void RooflinePage::choose(int mark) {
  display_.pin_point(view_->chart().marks.at(static_cast<std::size_t>(mark)).point_index);
}

/// Only where this very GPU is on this machine.
void RooflinePage::update_button() {
  const std::string uuid = device();
  const std::vector<Description::Device>& here = sweeps_.description().devices;
  const bool is_here = std::any_of(here.begin(), here.end(), [&uuid](const Description::Device& entry) {
    return entry.device.uuid == uuid && entry.device.kind == DeviceKind::cuda &&
           !entry.implementations.empty();
  });
  measure_->setVisible(is_here);
  QString obstacle = sweeps_.obstacle();
  if (obstacle.isEmpty() && !library_.can_store()) {
    obstacle = tr("They cannot be stored here.");
  }
  measure_->setEnabled(obstacle.isEmpty());
  measure_->setText(sweeps_.measuring_ceilings() ? tr("Measuring") : tr("Measure ceilings"));
  measure_->setToolTip(
      obstacle.isEmpty() ? tr("A large matrix product of each type, and a copy: a few seconds") : obstacle);
}

}  // namespace attnscope
