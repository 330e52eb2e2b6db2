// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/parts.h"

#include <QEvent>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QStyle>
#include <QStyleOption>

namespace attnscope {
namespace {

constexpr char help_property[] = "helpTopic";

}  // namespace

QLabel* make_label(const QString& text, Role role, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setTextFormat(Qt::PlainText);
  set_role(label, role);
  return label;
}

QLabel* make_paragraph(const QString& text, Role role, QWidget* parent) {
  QLabel* label = make_label(text, role, parent);
  label->setWordWrap(true);
  return label;
}

ElidedLabel::ElidedLabel(const QString& text, Role role, QWidget* parent) : QLabel(parent) {
  set_role(this, role);
  setTextFormat(Qt::PlainText);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  set_full_text(text);
}

void ElidedLabel::set_full_text(const QString& text) {
  full_text_ = text;
  // QLabel's own text gives size hint and accessible name; what is painted may be shorter.
  setText(text);
  setToolTip(is_elided() ? full_text_.toHtmlEscaped() : QString());
  update();
}

QString ElidedLabel::shown_text() const {
  const QString text = fontMetrics().elidedText(full_text_, Qt::ElideRight, contentsRect().width());
  return text;
}

QSize ElidedLabel::minimumSizeHint() const {
  constexpr int least_characters = 6;
  return {fontMetrics().averageCharWidth() * least_characters, QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  QStyleOption option;
  option.initFrom(this);
  style()->drawItemText(&painter, contentsRect(), static_cast<int>(alignment()), palette(), isEnabled(),
                        shown_text(), foregroundRole());
}

void ElidedLabel::resizeEvent(QResizeEvent* event) {
  QLabel::resizeEvent(event);
  setToolTip(is_elided() ? full_text_.toHtmlEscaped() : QString());
}

NamedField::NamedField(const QString& name, QAbstractSpinBox* box, QWidget* parent)
    : QFrame(parent), name_(make_label(name, Role::secondary, this)), box_(box) {
  auto* row = new QHBoxLayout(this);
  setMinimumHeight(28);
  row->setContentsMargins(8, 1, 6, 1);
  row->setSpacing(4);
  row->addWidget(name_);
  row->addWidget(box_, 1);
  box_->setButtonSymbols(QAbstractSpinBox::NoButtons);
  box_->setAlignment(Qt::AlignRight);
  box_->setFrame(false);
  box_->setGroupSeparatorShown(true);
  box_->setLocale(QLocale(QLocale::English));  // the C locale groups no digits
  box_->setAccessibleName(name);
  box_->setKeyboardTracking(false);
  box_->installEventFilter(this);
  name_->setBuddy(box_);
  setFocusProxy(box_);
}

void NamedField::set_name(const QString& name) {
  name_->setText(name);
  box_->setAccessibleName(name);
}

bool NamedField::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
    update();  // the frame shows the focus of the box within
  }
  return QFrame::eventFilter(watched, event);
}

void NamedField::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  QStyleOptionFrame option;
  option.initFrom(this);
  option.lineWidth = 1;
  option.state.setFlag(QStyle::State_HasFocus, box_->hasFocus());
  style()->drawPrimitive(QStyle::PE_PanelLineEdit, &option, &painter, this);
}

NumberField::NumberField(const QString& name, int minimum, int maximum, QWidget* parent)
    : NamedField(name, new QSpinBox, parent), box_(findChild<QSpinBox*>()) {
  box_->setRange(minimum, maximum);
  connect(box_, &QSpinBox::valueChanged, this, &NamedField::changed);
}

DecimalField::DecimalField(const QString& name, double minimum, double maximum, int decimals, QWidget* parent)
    : NamedField(name, new QDoubleSpinBox, parent), box_(findChild<QDoubleSpinBox*>()) {
  box_->setDecimals(decimals);
  box_->setRange(minimum, maximum);
  connect(box_, &QDoubleSpinBox::valueChanged, this, &NamedField::changed);
}

void set_help_topic(QWidget* widget, HelpTopic topic) {
  widget->setProperty(help_property, static_cast<int>(topic));
}

std::optional<HelpTopic> help_topic_of(const QWidget* widget) {
  const QVariant topic = widget->property(help_property);
  return topic.isValid() ? std::optional(static_cast<HelpTopic>(topic.toInt())) : std::nullopt;
}

void clear_layout(QLayout* layout) {
  while (QLayoutItem* item = layout->takeAt(0)) {
    if (QWidget* widget = item->widget()) {
      widget->hide();
      widget->deleteLater();
    }
    if (QLayout* inner = item->layout()) {
      clear_layout(inner);
    }
    delete item;
  }
}

QFrame* make_hairline(QWidget* parent) {
  auto* line = new QFrame(parent);
  set_role(line, Role::hairline);
  line->setFixedHeight(1);
  return line;
}

}  // namespace attnscope
