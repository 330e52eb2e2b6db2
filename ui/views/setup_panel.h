// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where people choose: devices, shape, lengths, implementations, and Run. Shows the same sweep as a command.
#pragma once

#include <QWidget>
#include <map>
#include <string>
#include <vector>

#include "profiler/session/presets.h"
#include "ui/models/sweep_setup.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace attnscope {

class DecimalField;
class DeviceRow;
class ImplementationRow;
class NumberField;
class SegmentedControl;
struct Telemetry;

class SetupPanel : public QWidget {
  Q_OBJECT
 public:
  explicit SetupPanel(QWidget* parent = nullptr);

  /// Devices and implementations as a worker described them; keeps what was chosen where it still applies.
  void set_description(const Description& description);
  /// The interpreter that stands in the sweep's command; empty: the usual one.
  void set_python(const QString& python);
  /// Why nothing can be measured at all, or nothing yet; empty: it can.
  void set_obstacle(const QString& obstacle);
  /// What a device is doing.
  void show_reading(const Telemetry& telemetry);
  /// In place of readings, of the devices named: "measuring"; empty brings back what they are.
  void show_state(const std::vector<std::string>& device_uuids, const QString& state);

  /// Sets the model's shape: one of the list, or one from a file.
  void set_model(const Preset& model);

  Sweep sweep() const;
  std::vector<std::string> chosen_devices() const { return ticked_devices(); }
  /// Empty where Run can be pressed, else why not.
  QString run_problem() const { return run_problem_; }

 signals:
  void runRequested();
  void readinessChanged();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void build_devices(QVBoxLayout* column);
  void build_model(QVBoxLayout* column);
  void build_mask(QVBoxLayout* column);
  QWidget* build_scores();
  void build_lengths(QVBoxLayout* column);
  void build_implementations(QVBoxLayout* column);
  void build_command(QVBoxLayout* column);
  void build_footer(QVBoxLayout* column);
  void fill_devices();
  void fill_implementations();
  void show_setup(const SweepSetup& setup);
  SweepSetup setup() const;
  std::vector<std::string> ticked_devices() const;
  void apply_preset(int index);
  void apply_shape(const Problem& shape);
  void on_shape_edited();
  void show_scores(const Problem& shape);
  void read_scores(Problem& shape) const;
  void update_outcome();
  void update_scores();
  QString problem_of(const Sweep& sweep, const SweepSetup& setup) const;

  std::string python_;
  Description description_;
  QString obstacle_;
  QString command_line_;
  QString run_problem_;
  bool has_description_ = false;
  bool filling_ = false;

  Problem base_;  ///< the model's, for what has no field here: its softmax scale
  std::vector<DeviceRow*> devices_;
  std::vector<ImplementationRow*> implementations_;
  std::map<std::string, bool> chosen_implementations_;
  QVBoxLayout* device_rows_ = nullptr;
  QVBoxLayout* implementation_rows_ = nullptr;
  QComboBox* preset_ = nullptr;
  NumberField* query_heads_ = nullptr;
  NumberField* kv_heads_ = nullptr;
  NumberField* head_dim_ = nullptr;
  NumberField* amount_ = nullptr;
  SegmentedControl* size_by_ = nullptr;
  SegmentedControl* dtype_ = nullptr;
  QCheckBox* causal_ = nullptr;
  QCheckBox* windowed_ = nullptr;
  NumberField* window_ = nullptr;
  QPushButton* more_ = nullptr;
  QWidget* scores_ = nullptr;
  QCheckBox* soft_capped_ = nullptr;
  QCheckBox* alibi_ = nullptr;
  QCheckBox* dropped_ = nullptr;
  DecimalField* soft_cap_ = nullptr;
  DecimalField* dropout_ = nullptr;
  NumberField* dropout_seed_ = nullptr;
  QComboBox* shortest_ = nullptr;
  QComboBox* longest_ = nullptr;
  QPlainTextEdit* command_ = nullptr;
  QLabel* estimate_ = nullptr;
  QPushButton* run_ = nullptr;
};

}  // namespace attnscope
