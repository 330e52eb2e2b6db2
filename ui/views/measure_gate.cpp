// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/measure_gate.h"

#include <QMessageBox>
#include <QPushButton>
#include <utility>

#include "ui/models/device_texts.h"
#include "ui/models/device_watch.h"
#include "ui/models/sweep_control.h"

namespace attnscope {

MeasureGate::MeasureGate(const SweepControl& sweeps, DeviceWatch& watch, QWidget* window)
    : QObject(window), sweeps_(sweeps), watch_(watch), window_(window) {}

void MeasureGate::begin(const std::vector<std::string>& device_uuids, std::function<void()> start) {
  Description now = sweeps_.description();
  for (Description::Device& device : now.devices) {
    if (const auto reading = watch_.latest(device.device.uuid)) {
      device.use = reading->use;
    }
  }
  const std::vector<DeviceInUse> busy = devices_in_use(now, device_uuids);
  if (busy.empty()) {
    return pass(device_uuids, start);
  }
  auto* question = new QMessageBox(window_);
  question->setAttribute(Qt::WA_DeleteOnClose);
  question->setTextFormat(Qt::PlainText);
  question->setWindowTitle(tr("The GPU is in use"));
  question->setText(in_use_label(busy));
  question->setInformativeText(tr("Beside other work figures are slower and vary more than on an idle GPU."));
  question->addButton(tr("Measure anyway"), QMessageBox::AcceptRole);
  question->setDefaultButton(question->addButton(QMessageBox::Cancel));
  connect(question, &QDialog::finished, this, [this, question, device_uuids, start = std::move(start)] {
    if (question->buttonRole(question->clickedButton()) == QMessageBox::AcceptRole) {
      pass(device_uuids, start);
    }
  });
  question->open();
}

void MeasureGate::pass(const std::vector<std::string>& device_uuids, const std::function<void()>& start) {
  if (!sweeps_.obstacle().isEmpty()) {
    return;
  }
  watch_.stop();
  devices_ = device_uuids;
  start();
  emit begun();
}

}  // namespace attnscope
