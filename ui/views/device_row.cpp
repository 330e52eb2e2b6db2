// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/device_row.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/models/labels.h"
#include "ui/theme/meter.h"
#include "ui/views/parts.h"

namespace attnscope {
namespace {

constexpr int under_name = 24;  // where the text of a check box begins
constexpr int meter_width = 52;

/// Plain lines in a tooltip.
QString as_tooltip(const QStringList& lines) {
  return lines.join('\n').toHtmlEscaped().replace('\n', QStringLiteral("<br>"));
}

}  // namespace

DeviceRow::DeviceRow(const Description::Device& device, QWidget* parent)
    : QWidget(parent),
      uuid_(device.device.uuid),
      tooltip_(to_label(device.device.name)),
      unread_(no_readings_label(device.device)),
      box_(new QCheckBox(device_label(device.device), this)),
      glance_(new ElidedLabel({}, Role::secondary, this)),
      second_line_(new QWidget(this)),
      detail_(new ElidedLabel({}, Role::caption, second_line_)),
      memory_(new Meter(second_line_)),
      warning_(make_paragraph({}, Role::warning, this)) {
  facts_ = device.device.kind == DeviceKind::host_cpu ? tr("%1 threads").arg(device.device.multiprocessors)
                                                      : capacity_label(device.device.memory_bytes);
  if (device.implementations.empty()) {
    box_->setEnabled(false);
    facts_ = tr("libraries missing");
    tooltip_ = tr("It cannot be measured before what is missing is installed");
  }
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(1);
  auto* first = new QHBoxLayout;
  first->setSpacing(8);
  glance_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  first->addWidget(box_);
  first->addWidget(glance_, 1);
  rows->addLayout(first);
  auto* second = new QHBoxLayout(second_line_);
  second->setContentsMargins(under_name, 0, 0, 0);
  second->setSpacing(8);
  memory_->setFixedWidth(meter_width);
  memory_->setAccessibleName(tr("Memory in use"));
  second->addWidget(detail_, 1);
  second->addWidget(memory_);
  rows->addWidget(second_line_);
  warning_->setContentsMargins(under_name, 0, 0, 0);
  rows->addWidget(warning_);
  set_help_topic(this, HelpTopic::in_use);
  connect(box_, &QCheckBox::toggled, this, &DeviceRow::toggled);
  show_state({});
}

bool DeviceRow::is_ticked() const {
  return box_->isChecked();
}

void DeviceRow::set_ticked(bool ticked) {
  box_->setChecked(ticked);
}

void DeviceRow::show_texts(const DeviceTexts& texts) {
  glance_->set_full_text(texts.glance.isEmpty() ? facts_ : texts.glance);
  const QString detail = texts.detail.isEmpty() ? unread_ : texts.detail;
  detail_->set_full_text(detail);
  memory_->setVisible(texts.memory_percent.has_value());
  memory_->setValue(texts.memory_percent.value_or(0));
  second_line_->setVisible(!detail.isEmpty());
  warning_->setText(texts.warning);
  warning_->setVisible(!texts.warning.isEmpty());
  const QStringList lines = QStringList{tooltip_} + texts.all;
  box_->setToolTip(as_tooltip(lines));
  second_line_->setToolTip(as_tooltip(texts.all));
  box_->setAccessibleDescription(lines.join(QStringLiteral(", ")));
}

void DeviceRow::show_state(const QString& state) {
  DeviceTexts texts;
  texts.glance = state;
  show_texts(texts);
}

}  // namespace attnscope
