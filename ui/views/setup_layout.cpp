// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the set-up panel is laid out; what it does is in setup_panel.cpp.
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <limits>

#include "profiler/session/presets.h"
#include "ui/models/labels.h"
#include "ui/theme/segmented_control.h"
#include "ui/views/focus_ring.h"
#include "ui/views/parts.h"
#include "ui/views/setup_panel.h"

namespace attnscope {
namespace {

constexpr std::int64_t shortest_offered = 64;
constexpr std::int64_t longest_offered = 1 << 20;

void add_heading(QVBoxLayout* column, const QString& text) {
  if (column->count() > 0) {
    column->addSpacing(10);
  }
  column->addWidget(make_label(text, Role::heading));
}

QHBoxLayout* add_line(QVBoxLayout* column) {
  auto* line = new QHBoxLayout;
  line->setSpacing(8);
  column->addLayout(line);
  return line;
}

/// A heading with a flat button at the other end of its line.
QPushButton* add_heading_with_button(QVBoxLayout* column, const QString& heading, const QString& text,
                                     QWidget* parent) {
  column->addSpacing(10);
  QHBoxLayout* line = add_line(column);
  line->addWidget(make_label(heading, Role::heading));
  line->addStretch(1);
  auto* button = new QPushButton(text, parent);
  button->setFlat(true);
  constexpr int around = 16;  // so that the text ends near the line's end
  button->setMaximumWidth(button->fontMetrics().horizontalAdvance(text) + around);
  line->addWidget(button);
  return button;
}

QComboBox* length_box(const QString& name, QWidget* parent) {
  auto* box = new QComboBox(parent);
  box->setAccessibleName(name);
  for (std::int64_t length = shortest_offered; length <= longest_offered; length *= 2) {
    box->addItem(count_label(length), QVariant::fromValue<qlonglong>(length));
  }
  return box;
}

}  // namespace

SetupPanel::SetupPanel(QWidget* parent) : QWidget(parent) {
  set_role(this, Role::panel);
  setAccessibleName(tr("Sweep set-up"));
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->setSpacing(0);

  auto* page = new QWidget;
  set_role(page, Role::panel);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(12, 12, 12, 12);
  column->setSpacing(6);
  filling_ = true;
  build_devices(column);
  build_model(column);
  build_mask(column);
  build_lengths(column);
  build_implementations(column);
  build_command(column);
  column->addStretch(1);

  auto* scroll = new QScrollArea(this);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  // Invisible where there is nothing to scroll. Its coming and going would change what fits beside a name,
  // and so whether it is needed.
  scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
  set_role(scroll, Role::panel);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setWidget(page);
  outer->addWidget(scroll, 1);
  build_footer(outer);
  // What is usual, until a worker says what there is.
  show_setup(setup_of(default_sweep({}), {}));
  filling_ = false;
  update_outcome();
}

void SetupPanel::build_devices(QVBoxLayout* column) {
  add_heading(column, tr("Devices"));
  device_rows_ = new QVBoxLayout;
  device_rows_->setSpacing(6);
  device_rows_->addWidget(make_label(tr("Looking for devices"), Role::secondary));
  column->addLayout(device_rows_);
}

void SetupPanel::build_model(QVBoxLayout* column) {
  add_heading(column, tr("Model"));
  preset_ = new QComboBox(this);
  preset_->setAccessibleName(tr("Model"));
  preset_->addItem(tr("Own shape"), QString());
  for (const Preset& preset : presets()) {
    preset_->addItem(to_label(preset.name), to_label(preset.id));
    preset_->setItemData(preset_->count() - 1, to_label(preset.source).toHtmlEscaped(), Qt::ToolTipRole);
  }
  preset_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  column->addWidget(preset_);

  constexpr int most_heads = 1024;
  query_heads_ = new NumberField(tr("Query heads"), 1, most_heads, this);
  kv_heads_ = new NumberField(tr("KV heads"), 1, most_heads, this);
  head_dim_ =
      new NumberField(tr("Head dim"), static_cast<int>(min_head_dim), static_cast<int>(max_head_dim), this);
  head_dim_->set_step(static_cast<int>(head_dim_multiple));
  constexpr int most_tokens = 1 << 24;
  amount_ = new NumberField(tr("Tokens"), 1, most_tokens, this);
  QHBoxLayout* heads = add_line(column);
  heads->addWidget(query_heads_, 1);
  heads->addWidget(kv_heads_, 1);
  QHBoxLayout* sizes = add_line(column);
  sizes->addWidget(head_dim_, 1);
  sizes->addWidget(amount_, 1);

  QHBoxLayout* by = add_line(column);
  QLabel* by_name = make_label(tr("Size by"), Role::secondary);
  size_by_ = new SegmentedControl(this);
  size_by_->setChoices(tr("Size by"), {tr("tokens"), tr("batch")});
  size_by_->setToolTip(tr("Tokens: the batch shrinks as the length grows; batch: it stays the same"));
  by->addWidget(by_name);
  by->addStretch(1);
  by->addWidget(size_by_);
  QHBoxLayout* type = add_line(column);
  dtype_ = new SegmentedControl(this);
  dtype_->setChoices(tr("Type"), {tr("fp16"), tr("bf16"), tr("fp32")});
  type->addWidget(make_label(tr("Type"), Role::secondary));
  type->addStretch(1);
  type->addWidget(dtype_);

  connect(preset_, &QComboBox::currentIndexChanged, this, &SetupPanel::apply_preset);
  for (NumberField* field : {query_heads_, kv_heads_, head_dim_}) {
    connect(field, &NumberField::changed, this, &SetupPanel::on_shape_edited);
  }
  connect(amount_, &NumberField::changed, this, &SetupPanel::update_outcome);
  connect(dtype_, &SegmentedControl::currentChanged, this, &SetupPanel::update_outcome);
  connect(size_by_, &SegmentedControl::currentChanged, this, [this](int index) {
    amount_->set_name(index == 0 ? tr("Tokens") : tr("Batch"));
    if (!filling_) {
      constexpr int usual_tokens = 16384;
      amount_->set_value(index == 0 ? usual_tokens : 1);
    }
    update_outcome();
  });
}

void SetupPanel::build_mask(QVBoxLayout* column) {
  more_ = add_heading_with_button(column, tr("Mask"), tr("More"), this);
  more_->setCheckable(true);
  more_->setAccessibleName(tr("Soft cap, ALiBi and dropout"));
  more_->setToolTip(tr("Soft cap, ALiBi and dropout"));
  connect(more_, &QPushButton::toggled, this, &SetupPanel::update_outcome);
  QHBoxLayout* line = add_line(column);
  causal_ = new QCheckBox(tr("Causal"), this);
  windowed_ = new QCheckBox(tr("Sliding window"), this);
  line->addWidget(causal_);
  line->addStretch(1);
  line->addWidget(windowed_);
  constexpr int most_keys = 1 << 20;
  constexpr int usual_window = 4096;
  window_ = new NumberField(tr("Window"), 1, most_keys, this);
  window_->set_value(usual_window);
  window_->setToolTip(tr("Keys that a query sees to its left, itself included"));
  column->addWidget(window_);
  for (QCheckBox* box : {causal_, windowed_}) {
    connect(box, &QCheckBox::toggled, this, &SetupPanel::update_outcome);
  }
  connect(window_, &NumberField::changed, this, &SetupPanel::update_outcome);
  scores_ = build_scores();
  column->addWidget(scores_);
}

QWidget* SetupPanel::build_scores() {
  auto* scores = new QWidget(this);
  set_help_topic(scores, HelpTopic::scores);
  auto* rows = new QVBoxLayout(scores);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(6);
  soft_capped_ = new QCheckBox(tr("Soft cap"), scores);
  soft_capped_->setToolTip(tr("Scores become cap · tanh(score / cap), as in Gemma 2"));
  alibi_ = new QCheckBox(tr("ALiBi"), scores);
  alibi_->setToolTip(tr("Scores lose a slope of the head's own for each position between query and key"));
  dropped_ = new QCheckBox(tr("Dropout"), scores);
  dropped_->setToolTip(tr("A share of the probabilities is set to 0, as in training"));
  QHBoxLayout* boxes = add_line(rows);
  boxes->addWidget(soft_capped_);
  boxes->addStretch(1);
  boxes->addWidget(alibi_);
  boxes->addStretch(1);
  boxes->addWidget(dropped_);
  constexpr double highest_cap = 1000;
  constexpr double usual_cap = 50;
  soft_cap_ = new DecimalField(tr("Soft cap"), 0.1, highest_cap, 1, scores);
  soft_cap_->set_value(usual_cap);
  rows->addWidget(soft_cap_);
  constexpr double usual_dropout = 0.1;
  dropout_ = new DecimalField(tr("Dropout"), 0.01, 0.99, 2, scores);
  dropout_->set_step(0.05);
  dropout_->set_value(usual_dropout);
  dropout_->setToolTip(tr("The share of the probabilities that is set to 0"));
  dropout_seed_ = new NumberField(tr("Seed"), 0, std::numeric_limits<int>::max(), scores);
  dropout_seed_->set_value(1);
  dropout_seed_->setToolTip(tr("Which of them: the same seed drops the same ones"));
  QHBoxLayout* dropping = add_line(rows);
  dropping->addWidget(dropout_, 1);
  dropping->addWidget(dropout_seed_, 1);
  for (QCheckBox* box : {soft_capped_, alibi_, dropped_}) {
    connect(box, &QCheckBox::toggled, this, &SetupPanel::update_outcome);
  }
  for (NamedField* field : {static_cast<NamedField*>(soft_cap_), static_cast<NamedField*>(dropout_),
                            static_cast<NamedField*>(dropout_seed_)}) {
    connect(field, &NamedField::changed, this, &SetupPanel::update_outcome);
  }
  return scores;
}

void SetupPanel::build_lengths(QVBoxLayout* column) {
  add_heading(column, tr("Sequence lengths"));
  QHBoxLayout* line = add_line(column);
  shortest_ = length_box(tr("Shortest sequence length"), this);
  longest_ = length_box(tr("Longest sequence length"), this);
  line->addWidget(shortest_, 1);
  line->addWidget(make_label(tr("to"), Role::secondary));
  line->addWidget(longest_, 1);
  line->addWidget(make_label(tr("×2"), Role::secondary));
  for (QComboBox* box : {shortest_, longest_}) {
    connect(box, &QComboBox::currentIndexChanged, this, &SetupPanel::update_outcome);
  }
}

void SetupPanel::build_implementations(QVBoxLayout* column) {
  add_heading(column, tr("Implementations"));
  implementation_rows_ = new QVBoxLayout;
  implementation_rows_->setSpacing(6);
  column->addLayout(implementation_rows_);
}

void SetupPanel::build_command(QVBoxLayout* column) {
  QPushButton* copy = add_heading_with_button(column, tr("The same on the command line"), tr("Copy"), this);
  copy->setAccessibleName(tr("Copy the command line"));
  command_ = new QPlainTextEdit(this);
  new FocusRing(command_);
  command_->setReadOnly(true);
  set_role(command_, Role::mono);
  command_->setAccessibleName(tr("The same on the command line"));
  command_->setTabChangesFocus(true);
  command_->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  constexpr int lines_at_first = 5;
  command_->setFixedHeight(command_->fontMetrics().lineSpacing() * lines_at_first + 18);
  command_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  column->addWidget(command_);
  connect(copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(command_line_); });
}

void SetupPanel::build_footer(QVBoxLayout* column) {
  column->addWidget(make_hairline(this));
  auto* footer = new QWidget(this);
  auto* rows = new QVBoxLayout(footer);
  rows->setContentsMargins(12, 8, 12, 10);
  rows->setSpacing(8);
  estimate_ = make_paragraph({}, Role::secondary, footer);
  estimate_->setAccessibleName(tr("Estimate"));
  run_ = new QPushButton(tr("Run sweep"), footer);
  run_->setDefault(true);
  rows->addWidget(estimate_);
  rows->addWidget(run_);
  column->addWidget(footer);
  connect(run_, &QPushButton::clicked, this, &SetupPanel::runRequested);
}

}  // namespace attnscope
