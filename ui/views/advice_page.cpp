// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/advice_page.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/advice_texts.h"
#include "ui/models/labels.h"
#include "ui/models/run_display.h"
#include "ui/theme/card.h"
#include "ui/views/focus_ring.h"
#include "ui/views/parts.h"

namespace attnscope {
namespace {

constexpr int widest_advice = 900;  // longer lines are hard to read
constexpr int evidence_room = 14;   // beside the button's long text

}  // namespace

AdvicePage::AdvicePage(const PageParts& parts, QWidget* parent) : Page(parent), display_(parts.display) {
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  auto* scroll = new QScrollArea(this);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setAccessibleName(tr("Advice"));
  new FocusRing(scroll);
  outer->addWidget(scroll);
  auto* page = new QWidget;
  auto* sides = new QHBoxLayout(page);
  sides->setContentsMargins(12, 16, 12, 16);
  auto* middle = new QWidget(page);
  middle->setMaximumWidth(widest_advice);
  sides->addStretch(1);
  sides->addWidget(middle, 100);
  sides->addStretch(1);
  auto* column = new QVBoxLayout(middle);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(10);
  title_ = make_paragraph({}, Role::title, middle);
  column->addWidget(title_);
  subtitle_ = make_paragraph({}, Role::secondary, middle);
  column->addWidget(subtitle_);
  auto* choices = new QHBoxLayout;
  devices_ = new QComboBox(middle);
  devices_->setObjectName(QStringLiteral("adviceDevice"));
  devices_->setAccessibleName(tr("Device"));
  shapes_ = new QComboBox(middle);
  shapes_->setObjectName(QStringLiteral("adviceShape"));
  shapes_->setAccessibleName(tr("Shape"));
  choices->addWidget(devices_);
  choices->addWidget(shapes_);
  choices->addStretch(1);
  column->addLayout(choices);
  cards_ = new QVBoxLayout;
  cards_->setSpacing(10);
  column->addLayout(cards_);
  column->addStretch(1);
  scroll->setWidget(page);

  connect(devices_, &QComboBox::currentIndexChanged, this, &AdvicePage::rebuild);
  connect(shapes_, &QComboBox::currentIndexChanged, this, [this](int index) {
    const std::vector<Problem> shapes = display_.shapes();
    if (index >= 0 && index < static_cast<int>(shapes.size())) {
      display_.set_shape(shapes[static_cast<std::size_t>(index)]);
    }
  });
  const auto follow = [this] {
    fill_choices();
    rebuild();
  };
  connect(&display_, &RunDisplay::runChanged, this, follow);
  connect(&display_, &RunDisplay::chartsChanged, this, follow);
  follow();
}

void AdvicePage::fill_choices() {
  const QSignalBlocker quiet_devices(devices_);
  const QSignalBlocker quiet_shapes(shapes_);
  const QVariant before = devices_->currentData();
  devices_->clear();
  shapes_->clear();
  const Run* run = display_.run();
  if (run != nullptr) {
    for (const Environment& environment : run->header.environments) {
      devices_->addItem(device_label(environment.device), QString::fromStdString(environment.device.uuid));
    }
    const auto& only = display_.options().only_device;
    const int wanted = devices_->findData(only ? QVariant(QString::fromStdString(*only)) : before);
    devices_->setCurrentIndex(std::max(wanted, 0));
    const std::vector<Problem> shapes = display_.shapes();
    const auto shown = shown_shape(*run, display_.options().shape);
    for (const Problem& shape : shapes) {
      shapes_->addItem(shape_label(shape));
      if (shown == shape) {
        shapes_->setCurrentIndex(shapes_->count() - 1);
      }
    }
  }
  devices_->setVisible(devices_->count() > 1);
  shapes_->setVisible(shapes_->count() > 1);
}

void AdvicePage::rebuild() {
  clear_layout(cards_);
  const Run* run = display_.run();
  const auto shape = run != nullptr ? shown_shape(*run, display_.options().shape) : std::nullopt;
  if (!shape) {
    title_->setText(tr("No run is shown"));
    subtitle_->setText(tr("Measure one, or choose one in Explore: advice rests on measured points only."));
    return;
  }
  const AdviceSheet sheet = advice_sheet(*run, *shape, devices_->currentData().toString().toStdString());
  title_->setText(sheet.title);
  subtitle_->setText(sheet.subtitle);
  for (const AdviceCard& card : sheet.cards) {
    cards_->addWidget(build_card(card));
  }
  if (!sheet.empty_text.isEmpty()) {
    QLabel* empty = make_paragraph(sheet.empty_text, Role::secondary);
    empty->setAccessibleName(tr("What to do next"));
    cards_->addWidget(empty);
  }
}

QWidget* AdvicePage::build_card(const AdviceCard& card) {
  auto* box = new Card;
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(16, 12, 16, 12);
  column->setSpacing(6);
  column->addWidget(make_paragraph(card.headline, Role::strong, box));
  for (const QString& fact : card.facts) {
    column->addWidget(make_paragraph(fact, Role::body, box));
  }
  if (!card.code.isEmpty()) {
    QLabel* code = make_label(card.code, Role::mono, box);
    code->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    code->setAccessibleName(tr("Lines that switch it on"));
    code->setWordWrap(true);
    column->addWidget(code);
  }
  if (!card.needs.isEmpty()) {
    column->addWidget(make_paragraph(tr("Needs %1.").arg(card.needs), Role::secondary, box));
  }
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(8);
  buttons->addStretch(1);
  if (!card.code.isEmpty()) {
    auto* copy = new QPushButton(tr("Copy lines"), box);
    copy->setAccessibleName(tr("Copy the lines of: %1").arg(card.headline));
    connect(copy, &QPushButton::clicked, this,
            [code = card.code] { QApplication::clipboard()->setText(code); });
    buttons->addWidget(copy);
  }
  if (!card.evidence.empty()) {
    auto* evidence = new QPushButton(tr("Show the evidence"), box);
    evidence->setAccessibleName(tr("Show the evidence of: %1").arg(card.headline));
    evidence->setToolTip(tr("Rings the %1 points it rests on in Explore").arg(card.evidence.size()));
    // Queued: what is shown then rebuilds this page.
    connect(
        evidence, &QPushButton::clicked, this,
        [this, points = card.evidence, words = card.headline] {
          display_.show_evidence(points, words);
          emit exploreRequested(QString::fromStdString(display_.run_id()));
        },
        Qt::QueuedConnection);
    evidence->setMinimumWidth(evidence->sizeHint().width() + evidence_room);
    buttons->addWidget(evidence);
  }
  column->addLayout(buttons);
  return box;
}

}  // namespace attnscope
