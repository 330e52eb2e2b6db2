// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The way to every measurement that the window begins: a sweep, lengths measured finer, a tile, ceilings.
#pragma once

#include <QObject>
#include <functional>
#include <string>
#include <vector>

namespace attnscope {

class DeviceWatch;
class SweepControl;

class MeasureGate : public QObject {
  Q_OBJECT
 public:
  /// The question is asked over `window`.
  MeasureGate(const SweepControl& sweeps, DeviceWatch& watch, QWidget* window);

  /// Ends the watching and calls `start`: at once or, where others work on one of the GPUs, when the user has
  /// agreed. Figures taken beside other work are not the kernel's. `start` is not called where the user does
  /// not agree, nor where something else is being measured by then.
  void begin(const std::vector<std::string>& device_uuids, std::function<void()> start);

  /// Those of what was begun last.
  const std::vector<std::string>& devices() const { return devices_; }

 signals:
  /// `start` was called; it may have failed.
  void begun();

 private:
  void pass(const std::vector<std::string>& device_uuids, const std::function<void()>& start);

  const SweepControl& sweeps_;
  DeviceWatch& watch_;
  QWidget* window_;
  std::vector<std::string> devices_;
};

}  // namespace attnscope
