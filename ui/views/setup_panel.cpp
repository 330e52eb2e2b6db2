// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/setup_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "profiler/session/command_text.h"
#include "profiler/session/presets.h"
#include "ui/models/device_texts.h"
#include "ui/models/labels.h"
#include "ui/theme/segmented_control.h"
#include "ui/views/device_row.h"
#include "ui/views/implementation_row.h"
#include "ui/views/parts.h"

namespace attnscope {
namespace {

constexpr Dtype dtypes[] = {Dtype::fp16, Dtype::bf16, Dtype::fp32};

int index_of(Dtype dtype) {
  const auto* found = std::find(std::begin(dtypes), std::end(dtypes), dtype);
  return found == std::end(dtypes) ? 0 : static_cast<int>(found - std::begin(dtypes));
}

/// Absent for "Own shape".
std::optional<Preset> preset_of(const QVariant& id) {
  if (id.toString().isEmpty()) {
    return std::nullopt;
  }
  auto preset = preset_named(id.toString().toStdString());
  return preset ? std::optional(std::move(*preset)) : std::nullopt;
}

/// Without the devices that lack what measuring on them needs.
Description usable(Description description) {
  std::erase_if(description.devices,
                [](const Description::Device& device) { return device.implementations.empty(); });
  return description;
}

constexpr int command_margin = 12;

/// Options and their values stay together on a line; a backslash goes on, as in a shell, so that what is
/// selected can be pasted.
QString wrapped_command(const QStringList& words, const QFontMetrics& metrics, int width) {
  QStringList parts;
  for (const QString& word : words) {
    const bool joins = !parts.isEmpty() && !word.startsWith(QStringLiteral("--")) && parts.size() > 1;
    if (joins) {
      parts.back() += ' ' + command_text({word});
    } else {
      parts << command_text({word});
    }
  }
  QString text;
  QString line;
  for (const QString& part : parts) {
    const QString longer = line.isEmpty() ? part : line + ' ' + part;
    if (!line.isEmpty() && metrics.horizontalAdvance(longer + QStringLiteral(" \\")) > width) {
      text += line + QStringLiteral(" \\\n");
      line = QStringLiteral("  ") + part;
    } else {
      line = longer;
    }
  }
  return text + line;
}

void select_length(QComboBox* box, std::int64_t length) {
  const int index = box->findData(QVariant::fromValue<qlonglong>(length));
  if (index >= 0) {
    box->setCurrentIndex(index);
  }
}

void tick_devices(const std::vector<DeviceRow*>& rows, const std::vector<std::string>& uuids) {
  for (DeviceRow* row : rows) {
    row->set_ticked(std::find(uuids.begin(), uuids.end(), row->uuid()) != uuids.end());
  }
}

}  // namespace

void SetupPanel::set_description(const Description& description) {
  description_ = description;
  filling_ = true;
  const bool is_first = !has_description_;
  const SweepSetup before = setup();
  has_description_ = true;
  fill_devices();
  if (is_first) {
    show_setup(setup_of(default_sweep(usable(description_)), description_));
  } else {
    tick_devices(devices_, before.device_uuids);
    fill_implementations();
  }
  filling_ = false;
  update_outcome();
}

void SetupPanel::set_obstacle(const QString& obstacle) {
  obstacle_ = obstacle;
  update_outcome();
}

void SetupPanel::show_reading(const Telemetry& telemetry) {
  for (DeviceRow* row : devices_) {
    if (row->uuid() == telemetry.device_uuid) {
      row->show_texts(device_texts(telemetry));
    }
  }
}

void SetupPanel::show_state(const std::vector<std::string>& device_uuids, const QString& state) {
  for (DeviceRow* row : devices_) {
    if (std::find(device_uuids.begin(), device_uuids.end(), row->uuid()) != device_uuids.end()) {
      row->show_state(state);
    }
  }
}

void SetupPanel::fill_devices() {
  clear_layout(device_rows_);
  devices_.clear();
  bool has_gpu = false;
  for (const Description::Device& device : description_.devices) {
    has_gpu = has_gpu || device.device.kind == DeviceKind::cuda;
    auto* row = new DeviceRow(device, this);
    device_rows_->addWidget(row);
    devices_.push_back(row);
    connect(row, &DeviceRow::toggled, this, [this] {
      fill_implementations();
      update_outcome();
    });
  }
  if (!has_gpu) {
    device_rows_->addWidget(
        make_paragraph(tr("No NVIDIA GPU on this machine. Runs measured elsewhere open with File > Open."),
                       Role::caption, this));
  }
}

void SetupPanel::fill_implementations() {
  for (const ImplementationRow* row : implementations_) {
    chosen_implementations_[row->name()] = row->is_ticked();
  }
  clear_layout(implementation_rows_);
  implementations_.clear();
  for (const OfferedImplementation& offered : offered_by(description_, ticked_devices())) {
    auto* row = new ImplementationRow(offered, this);
    const auto chosen = chosen_implementations_.find(offered.name);
    row->set_ticked(chosen != chosen_implementations_.end() && chosen->second);
    implementation_rows_->addWidget(row);
    implementations_.push_back(row);
    connect(row, &ImplementationRow::toggled, this, &SetupPanel::update_outcome);
  }
}

void SetupPanel::show_setup(const SweepSetup& setup) {
  tick_devices(devices_, setup.device_uuids);
  base_ = setup.shape;
  query_heads_->set_value(static_cast<int>(setup.shape.query_heads));
  kv_heads_->set_value(static_cast<int>(setup.shape.kv_heads));
  head_dim_->set_value(static_cast<int>(setup.shape.head_dim));
  size_by_->setCurrentIndex(setup.by_tokens ? 0 : 1);
  amount_->set_name(setup.by_tokens ? tr("Tokens") : tr("Batch"));
  amount_->set_value(static_cast<int>(setup.amount));
  dtype_->setCurrentIndex(index_of(setup.shape.dtype));
  causal_->setChecked(setup.shape.causal);
  windowed_->setChecked(setup.shape.window_left.has_value());
  show_scores(setup.shape);
  select_length(shortest_, setup.shortest);
  select_length(longest_, setup.longest);
  chosen_implementations_.clear();
  implementations_.clear();
  for (const std::string& name : setup.implementations) {
    chosen_implementations_[name] = true;
  }
  fill_implementations();
}

std::vector<std::string> SetupPanel::ticked_devices() const {
  std::vector<std::string> uuids;
  for (const DeviceRow* row : devices_) {
    if (row->is_ticked()) {
      uuids.push_back(row->uuid());
    }
  }
  return uuids;
}

SweepSetup SetupPanel::setup() const {
  SweepSetup setup;
  setup.device_uuids = ticked_devices();
  if (const auto preset = preset_of(preset_->currentData())) {
    setup.preset = preset->id;
  }
  setup.shape = base_;
  setup.shape.query_heads = query_heads_->value();
  setup.shape.kv_heads = kv_heads_->value();
  setup.shape.head_dim = head_dim_->value();
  setup.shape.dtype = dtypes[std::clamp(dtype_->currentIndex(), 0, 2)];
  setup.shape.causal = causal_->isChecked();
  setup.shape.window_left.reset();
  if (windowed_->isChecked()) {
    // People count the query's own position in; the problem does not.
    setup.shape.window_left = window_->value() - 1;
  }
  read_scores(setup.shape);
  setup.by_tokens = size_by_->currentIndex() == 0;
  setup.amount = amount_->value();
  setup.shortest = shortest_->currentData().toLongLong();
  setup.longest = longest_->currentData().toLongLong();
  for (const ImplementationRow* row : implementations_) {
    if (row->is_ticked()) {
      setup.implementations.push_back(row->name());
    }
  }
  setup.python = python_;
  return setup;
}

Sweep SetupPanel::sweep() const {
  return sweep_of(setup(), description_);
}

void SetupPanel::set_python(const QString& python) {
  python_ = python.toStdString();
  update_outcome();
}

void SetupPanel::apply_preset(int index) {
  if (const auto preset = preset_of(preset_->itemData(index))) {
    apply_shape(preset->shape);
  }
  update_outcome();
}

void SetupPanel::apply_shape(const Problem& shape) {
  filling_ = true;
  base_ = shape;
  query_heads_->set_value(static_cast<int>(shape.query_heads));
  kv_heads_->set_value(static_cast<int>(shape.kv_heads));
  head_dim_->set_value(static_cast<int>(shape.head_dim));
  dtype_->setCurrentIndex(index_of(shape.dtype));
  causal_->setChecked(shape.causal);
  windowed_->setChecked(shape.window_left.has_value());
  if (shape.window_left) {
    window_->set_value(static_cast<int>(*shape.window_left + 1));
  }
  show_scores(shape);
  filling_ = false;
}

void SetupPanel::show_scores(const Problem& shape) {
  soft_capped_->setChecked(shape.soft_cap.has_value());
  if (shape.soft_cap) {
    soft_cap_->set_value(*shape.soft_cap);
  }
  alibi_->setChecked(shape.alibi);
  dropped_->setChecked(shape.dropout > 0);
  if (shape.dropout > 0) {
    dropout_->set_value(shape.dropout);
    dropout_seed_->set_value(static_cast<int>(shape.dropout_seed));
  }
}

void SetupPanel::read_scores(Problem& shape) const {
  shape.soft_cap.reset();
  if (soft_capped_->isChecked()) {
    shape.soft_cap = soft_cap_->value();
  }
  shape.alibi = alibi_->isChecked();
  shape.dropout = dropped_->isChecked() ? dropout_->value() : 0;
  shape.dropout_seed = dropped_->isChecked() ? static_cast<std::uint64_t>(dropout_seed_->value()) : 0;
}

/// Rarely wanted, so out of sight until asked for, or until a model has one of them.
void SetupPanel::update_scores() {
  const bool has_any = soft_capped_->isChecked() || alibi_->isChecked() || dropped_->isChecked();
  more_->setVisible(!has_any);
  more_->setText(more_->isChecked() ? tr("Less") : tr("More"));
  scores_->setVisible(has_any || more_->isChecked());
  soft_cap_->setVisible(soft_capped_->isChecked());
  dropout_->setVisible(dropped_->isChecked());
  dropout_seed_->setVisible(dropped_->isChecked());
}

void SetupPanel::set_model(const Preset& model) {
  const int listed = model.id.empty() ? -1 : preset_->findData(to_label(model.id));
  preset_->setCurrentIndex(std::max(0, listed));
  apply_shape(model.shape);
  update_outcome();
}

/// A preset's heads that were changed are no longer the preset's, nor is its softmax scale.
void SetupPanel::on_shape_edited() {
  if (filling_) {
    return;
  }
  base_.softmax_scale.reset();
  const auto preset = preset_of(preset_->currentData());
  if (preset &&
      (preset->shape.query_heads != query_heads_->value() || preset->shape.kv_heads != kv_heads_->value() ||
       preset->shape.head_dim != head_dim_->value())) {
    preset_->setCurrentIndex(0);
  }
  update_outcome();
}

QString SetupPanel::problem_of(const Sweep& sweep, const SweepSetup& setup) const {
  if (!obstacle_.isEmpty()) {
    return obstacle_;
  }
  if (!has_description_) {
    return tr("Looking for devices.");
  }
  if (setup.device_uuids.empty()) {
    return tr("Tick a device to measure on.");
  }
  if (setup.implementations.empty()) {
    return tr("Tick an implementation to measure.");
  }
  if (sweep.seqlens.empty()) {
    return tr("The shortest length is above the longest.");
  }
  if (const auto plans = plans_of(sweep, description_); !plans) {
    return to_label(plans.error().message);
  }
  return {};
}

void SetupPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  update_outcome();  // the command is wrapped to the width
}

void SetupPanel::update_outcome() {
  if (filling_) {
    return;
  }
  const SweepSetup setup = this->setup();
  const Sweep sweep = sweep_of(setup, description_);
  window_->setVisible(windowed_->isChecked());
  update_scores();
  run_problem_ = problem_of(sweep, setup);
  const bool ready = run_problem_.isEmpty();
  run_->setEnabled(ready);
  run_->setToolTip(ready ? tr("Measure this sweep (Ctrl+R)") : run_problem_.toHtmlEscaped());
  run_->setAccessibleDescription(ready ? tr("Measures this sweep") : run_problem_);
  estimate_->setText(run_problem_);
  if (has_description_ && !setup.device_uuids.empty() && !setup.implementations.empty() &&
      !sweep.seqlens.empty()) {
    command_line_ = command_text(to_command_line(sweep));
    command_->setPlainText(wrapped_command(to_command_line(sweep), command_->fontMetrics(),
                                           command_->viewport()->width() - command_margin));
    // A plain text's document measures its height in lines.
    const int lines = static_cast<int>(command_->document()->size().height());
    command_->setFixedHeight(command_->fontMetrics().lineSpacing() * lines + 18);
    if (const auto plans = plans_of(sweep, description_); plans) {
      const QString estimate = estimate_label(estimate_of(*plans, description_));
      estimate_->setText(ready ? estimate : run_problem_ + '\n' + estimate);
    }
  } else {
    command_line_.clear();
    command_->clear();
  }
  emit readinessChanged();
}

}  // namespace attnscope
