// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One implementation of the set-up dock: ticked to be measured, with what it is beside or below its name.
#pragma once

#include <QWidget>
#include <string>

#include "profiler/protocol/device.h"

class QBoxLayout;
class QLabel;

namespace attnscope {

class SwatchCheckBox;

class ImplementationRow : public QWidget {
  Q_OBJECT
 public:
  explicit ImplementationRow(const OfferedImplementation& offered, QWidget* parent = nullptr);

  const std::string& name() const { return name_; }
  bool is_ticked() const;
  void set_ticked(bool ticked);

 signals:
  void toggled();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  std::string name_;
  SwatchCheckBox* box_;
  QLabel* note_;
  QBoxLayout* line_;
};

}  // namespace attnscope
