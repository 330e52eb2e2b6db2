// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Small widgets that the window's panels are made of.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QSpinBox>
#include <QString>
#include <optional>

#include "ui/models/metric_help.h"
#include "ui/views/roles.h"

class QLayout;

namespace attnscope {

/// Plain text only: what it shows may come from files.
QLabel* make_label(const QString& text, Role role, QWidget* parent = nullptr);
/// The same, wrapping.
QLabel* make_paragraph(const QString& text, Role role, QWidget* parent = nullptr);

/// One line that gives way: cut with an ellipsis, whole in the tooltip.
class ElidedLabel : public QLabel {
  Q_OBJECT
 public:
  ElidedLabel(const QString& text, Role role, QWidget* parent = nullptr);

  void set_full_text(const QString& text);
  const QString& full_text() const { return full_text_; }
  /// What is painted: the text or its beginning with an ellipsis.
  QString shown_text() const;
  bool is_elided() const { return shown_text() != full_text_; }

  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QString full_text_;
};

/// A field that carries its name inside: "Query heads   32".
class NamedField : public QFrame {
  Q_OBJECT
 public:
  void set_name(const QString& name);

 signals:
  void changed();

 protected:
  NamedField(const QString& name, QAbstractSpinBox* box, QWidget* parent);
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  QLabel* name_;
  QAbstractSpinBox* box_;
};

class NumberField : public NamedField {
  Q_OBJECT
 public:
  NumberField(const QString& name, int minimum, int maximum, QWidget* parent = nullptr);

  int value() const { return box_->value(); }
  void set_value(int value) { box_->setValue(value); }
  void set_step(int step) { box_->setSingleStep(step); }

 private:
  QSpinBox* box_;
};

/// One with decimals.
class DecimalField : public NamedField {
  Q_OBJECT
 public:
  DecimalField(const QString& name, double minimum, double maximum, int decimals, QWidget* parent = nullptr);

  double value() const { return box_->value(); }
  void set_value(double value) { box_->setValue(value); }
  void set_step(double step) { box_->setSingleStep(step); }

 private:
  QDoubleSpinBox* box_;
};

/// What F1 explains while the widget, or one within it, has the keyboard.
void set_help_topic(QWidget* widget, HelpTopic topic);
std::optional<HelpTopic> help_topic_of(const QWidget* widget);

/// Takes everything out of a layout and deletes it.
void clear_layout(QLayout* layout);

/// A hairline across a layout.
QFrame* make_hairline(QWidget* parent = nullptr);

}  // namespace attnscope
