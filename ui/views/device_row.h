// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One device of the set-up dock: ticked to be measured, and what it is doing.
#pragma once

#include <QWidget>
#include <string>

#include "profiler/protocol/device.h"
#include "ui/models/device_texts.h"

class QCheckBox;
class QLabel;

namespace attnscope {

class ElidedLabel;
class Meter;

class DeviceRow : public QWidget {
  Q_OBJECT
 public:
  explicit DeviceRow(const Description::Device& device, QWidget* parent = nullptr);

  const std::string& uuid() const { return uuid_; }
  bool is_ticked() const;
  void set_ticked(bool ticked);

  void show_texts(const DeviceTexts& texts);
  /// In place of readings: "measuring"; empty brings back what the device is.
  void show_state(const QString& state);

 signals:
  void toggled();

 private:
  std::string uuid_;
  QString facts_;    ///< "80 GB", "16 threads"
  QString tooltip_;  ///< of the name, without readings
  QString unread_;   ///< why there are no readings, where that is known
  QCheckBox* box_;
  ElidedLabel* glance_;
  QWidget* second_line_;
  ElidedLabel* detail_;
  Meter* memory_;
  QLabel* warning_;
};

}  // namespace attnscope
