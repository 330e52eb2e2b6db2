// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/tile_controls.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/models/labels.h"
#include "ui/models/tile_texts.h"
#include "ui/theme/meter.h"
#include "ui/theme/segmented_control.h"
#include "ui/theme/theme.h"
#include "ui/views/parts.h"

namespace attnscope {
namespace {

constexpr Dtype offered_dtypes[] = {Dtype::fp16, Dtype::bf16, Dtype::fp32};
constexpr int longest_side = 1024;  // of a tile

QHBoxLayout* line_of(QVBoxLayout* column, QWidget* left, QWidget* right) {
  auto* line = new QHBoxLayout;
  line->setSpacing(8);
  line->addWidget(left, 1);
  line->addWidget(right, 1);
  column->addLayout(line);
  return line;
}

void add_group(QVBoxLayout* column, const QString& text) {
  if (column->count() > 0) {
    column->addSpacing(8);
  }
  column->addWidget(make_label(text, Role::heading));
}

}  // namespace

TileControls::TileControls(QWidget* parent) : QWidget(parent) {
  set_role(this, Role::panel);
  setAccessibleName(tr("Tile set-up"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(14, 12, 14, 12);
  column->setSpacing(7);
  build_target(column);
  build_problem(column);
  build_tile(column);
  build_facts(column);
  column->addStretch(1);
  measure_ = new QPushButton(tr("Measure this tile"), this);
  measure_->setDefault(true);
  column->addWidget(measure_);
  result_ = make_paragraph({}, Role::secondary, this);
  result_->hide();
  column->addWidget(result_);
  connect(measure_, &QPushButton::clicked, this, &TileControls::measureRequested);
}

void TileControls::build_target(QVBoxLayout* column) {
  add_group(column, tr("GPU"));
  target_ = new QComboBox(this);
  target_->setAccessibleName(tr("GPU"));
  target_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  implementation_ = new QComboBox(this);
  implementation_->setAccessibleName(tr("Kernel"));
  implementation_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  column->addWidget(target_);
  column->addWidget(implementation_);
  connect(target_, &QComboBox::currentIndexChanged, this, [this] {
    fill_implementations();
    edited(false);
  });
  connect(implementation_, &QComboBox::currentIndexChanged, this, [this] { edited(false); });
}

void TileControls::build_problem(QVBoxLayout* column) {
  add_group(column, tr("Problem"));
  constexpr int longest = 1 << 20;
  constexpr int most_heads = 1024;
  seqlen_ = new NumberField(tr("Length"), 1, longest, this);
  heads_ = new NumberField(tr("Heads"), 1, most_heads, this);
  head_dim_ =
      new NumberField(tr("Head dim"), static_cast<int>(min_head_dim), static_cast<int>(max_head_dim), this);
  window_ = new NumberField(tr("Window"), 0, longest, this);
  window_->setToolTip(tr("Keys to the left that a query sees; 0: all of them"));
  head_dim_->set_step(static_cast<int>(head_dim_multiple));
  line_of(column, seqlen_, heads_);
  line_of(column, head_dim_, window_);
  dtype_ = new SegmentedControl(this);
  dtype_->setChoices(tr("Type"), {tr("fp16"), tr("bf16"), tr("fp32")});
  causal_ = new QCheckBox(tr("Causal"), this);
  auto* line = new QHBoxLayout;
  line->addWidget(causal_);
  line->addStretch(1);
  line->addWidget(dtype_);
  column->addLayout(line);
  Problem usual;
  usual.query_seqlen = usual.kv_seqlen = 4096;
  usual.causal = true;
  set_problem(usual);
  for (NumberField* field : {seqlen_, heads_, head_dim_, window_}) {
    connect(field, &NumberField::changed, this, [this] { edited(false); });
  }
  connect(dtype_, &SegmentedControl::currentChanged, this, [this] { edited(false); });
  connect(causal_, &QCheckBox::toggled, this, [this] { edited(false); });
}

void TileControls::build_tile(QVBoxLayout* column) {
  add_group(column, tr("Tile"));
  block_m_ = new NumberField(tr("Queries"), 16, longest_side, this);
  block_n_ = new NumberField(tr("Keys"), 16, longest_side, this);
  block_m_->set_step(16);
  block_n_->set_step(16);
  stages_ = new NumberField(tr("Stages"), 1, 8, this);
  warps_ = new NumberField(tr("Warps"), 1, 16, this);
  line_of(column, block_m_, block_n_);
  line_of(column, stages_, warps_);
  own_button_ = new QPushButton(tr("Kernel's own choice"), this);
  own_button_->setCheckable(true);
  own_button_->setChecked(true);
  own_button_->setToolTip(tr("The tile that the kernel takes for this problem by itself"));
  column->addWidget(own_button_);
  for (NumberField* field : {block_m_, block_n_, stages_, warps_}) {
    connect(field, &NumberField::changed, this, [this] { edited(true); });
  }
  connect(own_button_, &QPushButton::clicked, this, [this] {
    own_ = own_button_->isChecked();
    emit changed();
  });
}

void TileControls::build_facts(QVBoxLayout* column) {
  add_group(column, tr("What it takes"));
  auto* grid = new QGridLayout;
  grid->setVerticalSpacing(4);
  grid->setHorizontalSpacing(12);
  grid->setColumnStretch(1, 1);
  const auto add = [&](const QString& name) {
    const int row = grid->rowCount();
    auto* caption = make_label(name, Role::secondary, this);
    grid->addWidget(caption, row, 0, Qt::AlignTop);
    auto* value = make_paragraph({}, Role::body, this);
    value->setAccessibleName(name);
    value->setAlignment(Qt::AlignRight | Qt::AlignTop);
    grid->addWidget(value, row, 1);
    return value;
  };
  shared_ = add(tr("Shared memory"));
  shared_meter_ = new Meter(this);
  grid->addWidget(shared_meter_, grid->rowCount(), 0, 1, 2);
  registers_ = add(tr("Registers"));
  residency_ = add(tr("CTAs"));
  origin_ = add(tr("Kernel"));
  column->addLayout(grid);
  refusal_ = make_paragraph({}, Role::warning, this);
  refusal_->setAccessibleName(tr("What is wrong with the tile"));
  refusal_->hide();
  column->addWidget(refusal_);
}

void TileControls::set_targets(std::vector<TileTarget> targets) {
  const TileTarget* const before = target();
  const QString chosen = before == nullptr ? QString() : before->label;
  targets_ = std::move(targets);
  {
    const QSignalBlocker quiet(target_);
    target_->clear();
    for (const TileTarget& entry : targets_) {
      target_->addItem(entry.label);
    }
    target_->setCurrentIndex(std::max(0, target_->findText(chosen)));
  }
  fill_implementations();
  emit changed();
}

const TileTarget* TileControls::target() const {
  const int index = target_->currentIndex();
  return index >= 0 && index < static_cast<int>(targets_.size()) ? &targets_[static_cast<std::size_t>(index)]
                                                                 : nullptr;
}

void TileControls::fill_implementations() {
  const QSignalBlocker quiet(implementation_);
  const QString chosen = implementation_->currentData().toString();
  implementation_->clear();
  if (const TileTarget* const entry = target()) {
    for (const QString& name : entry->implementations) {
      implementation_->addItem(implementation_label(name.toStdString()), name);
    }
  }
  implementation_->setCurrentIndex(std::max(0, implementation_->findData(chosen)));
  implementation_->setVisible(implementation_->count() > 1);
}

std::string TileControls::implementation() const {
  return implementation_->currentData().toString().toStdString();
}

Problem TileControls::problem() const {
  Problem problem;
  problem.query_heads = problem.kv_heads = heads_->value();
  problem.query_seqlen = problem.kv_seqlen = seqlen_->value();
  problem.head_dim = head_dim_->value();
  problem.dtype = offered_dtypes[dtype_->currentIndex()];
  problem.causal = causal_->isChecked();
  if (window_->value() > 0) {
    problem.window_left = window_->value();
  }
  return problem;
}

TileChoice TileControls::fields() const {
  return {block_m_->value(), block_n_->value(), stages_->value(), warps_->value()};
}

std::optional<TileChoice> TileControls::choice() const {
  return own_ ? std::nullopt : std::optional(fields());
}

void TileControls::set_problem(const Problem& problem) {
  filling_ = true;
  seqlen_->set_value(static_cast<int>(std::min<std::int64_t>(problem.kv_seqlen, 1 << 20)));
  heads_->set_value(static_cast<int>(problem.query_heads));
  head_dim_->set_value(static_cast<int>(problem.head_dim));
  window_->set_value(static_cast<int>(std::min<std::int64_t>(problem.window_left.value_or(0), 1 << 20)));
  const auto* const found = std::find(std::begin(offered_dtypes), std::end(offered_dtypes), problem.dtype);
  dtype_->setCurrentIndex(
      found == std::end(offered_dtypes) ? 0 : static_cast<int>(found - std::begin(offered_dtypes)));
  causal_->setChecked(problem.causal);
  filling_ = false;
}

void TileControls::set_target(const DeviceDescription& device, const std::string& implementation) {
  auto found = std::find_if(targets_.begin(), targets_.end(),
                            [&device](const TileTarget& entry) { return entry.uuid == device.uuid; });
  if (found == targets_.end()) {
    found = std::find_if(targets_.begin(), targets_.end(), [&device](const TileTarget& entry) {
      return device.compute_capability && entry.compute_capability == device.compute_capability;
    });
  }
  if (found == targets_.end()) {
    return;
  }
  filling_ = true;
  target_->setCurrentIndex(static_cast<int>(found - targets_.begin()));
  implementation_->setCurrentIndex(std::max(0, implementation_->findData(to_label(implementation))));
  filling_ = false;
}

void TileControls::set_tile(const TileConfig& tile, bool own) {
  filling_ = true;
  block_m_->set_value(static_cast<int>(tile.block_m));
  block_n_->set_value(static_cast<int>(tile.block_n));
  stages_->set_value(tile.stages);
  warps_->set_value(tile.warps);
  filling_ = false;
  own_ = own;
  own_button_->setChecked(own);
}

void TileControls::edited(bool tile) {
  if (filling_) {
    return;
  }
  if (tile) {
    own_ = false;
    own_button_->setChecked(false);
  }
  emit changed();
}

void TileControls::show_arithmetic(const std::optional<TiledKernel>& kernel, const Result<TileConfig>& tile) {
  const TileTarget* const entry = target();
  const bool on_gpu = entry != nullptr && entry->compute_capability.has_value();
  if (!on_gpu || !kernel) {
    shared_->setText(tr("none: its tiles lie in the CPU's caches"));
    shared_meter_->setValue(0);
  } else {
    const TileChoice chosen = fields();
    const TileConfig asked{chosen.block_m, chosen.block_n, chosen.stages.value_or(1),
                           chosen.warps.value_or(4), false};
    const std::int64_t bytes = tile_shared_bytes(*kernel, problem(), tile ? *tile : asked);
    const std::int64_t limit = shared_memory_limit(*entry->compute_capability);
    shared_->setText(tr("%1 of %2 KiB").arg((bytes + 1023) / 1024).arg(limit / 1024));
    shared_meter_->setValue(std::min(100.0, 100.0 * static_cast<double>(bytes) / static_cast<double>(limit)));
    shared_meter_->setColor(bytes > limit ? Theme::instance().colors().bad : QColor());
  }
  refusal_->setVisible(!tile);
  if (!tile) {
    refusal_->setText(to_label(tile.error().message));
  }
}

void TileControls::set_facts(const QString& registers, const QString& residency, const QString& origin) {
  registers_->setText(registers);
  residency_->setText(residency);
  origin_->setText(origin);
}

void TileControls::show_compiling() {
  set_facts(tr("compiling"), tr("compiling"), tr("compiling"));
}

void TileControls::show_inspection(const Inspection& inspection) {
  if (inspection.kernels.empty()) {
    return;
  }
  const KernelRecord& kernel = inspection.kernels.front();
  const QString spills =
      inspection.spill_bytes > 0 ? tr("%1 bytes spilled").arg(inspection.spill_bytes) : tr("none spilled");
  const QString origin = inspection.source == "baked" ? tr("shipped compiled")
                         : inspection.source == "cache"
                             ? tr("compiled before")
                             : tr("compiled in %1").arg(seconds_label(inspection.compile_seconds));
  set_facts(tr("%1 a thread, %2").arg(kernel.registers_per_thread).arg(spills), residency_text(inspection),
            origin);
}

void TileControls::show_nothing_to_compile() {
  const QString none = tr("on GPUs only");
  set_facts(none, none, tr("nothing to compile"));
}

void TileControls::show_refusal(const QString& message) {
  const QString none = QStringLiteral("—");
  set_facts(none, none, none);
  if (!message.isEmpty()) {
    refusal_->setText(message);
    refusal_->show();
  }
}

void TileControls::show_result(const QString& text) {
  result_->setText(text);
  result_->setVisible(!text.isEmpty());
}

void TileControls::set_obstacle(const QString& why) {
  measure_->setEnabled(why.isEmpty());
  measure_->setToolTip(why.isEmpty() ? tr("Times this tile and records where and when each tile ran")
                                     : why.toHtmlEscaped());
}

}  // namespace attnscope
