// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/segmented_control.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>
#include <QRadioButton>

#include "ui/theme/theme.h"

namespace attnscope {
namespace {

/// One choice. A radio button, so that keys and screen readers know it, drawn as a segment.
class Segment : public QRadioButton {
 public:
  Segment(const QString& text, bool first, bool last, QWidget* parent)
      : QRadioButton(text, parent), first_(first), last_(last) {
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
  }

  QSize sizeHint() const override {
    QFont wide = font();
    wide.setBold(true);  // room for the chosen state, so that choosing moves nothing
    return {QFontMetrics(wide).horizontalAdvance(text()) + 22, 28};
  }
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  bool hitButton(const QPoint& at) const override { return rect().contains(at); }

  void paintEvent(QPaintEvent*) override {
    const ThemeColors& colors = Theme::instance().colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    // Neighbours share a hairline: each but the first starts half a pixel outside itself.
    const QRectF area = QRectF(rect()).adjusted(first_ ? 0.5 : -0.5, 0.5, -0.5, -0.5);
    QPainterPath outline;
    outline.setFillRule(Qt::WindingFill);
    constexpr double rounding = 6;
    outline.addRoundedRect(area, rounding, rounding);
    if (!first_) {
      outline.addRect(area.adjusted(0, 0, -rounding * 2, 0));
    }
    if (!last_) {
      outline.addRect(area.adjusted(rounding * 2, 0, 0, 0));
    }
    outline = outline.simplified();
    painter.setPen(QPen(colors.line, 1));
    painter.setBrush(isChecked() || (underMouse() && isEnabled()) ? colors.hover : colors.panel);
    painter.drawPath(outline);
    if (hasFocus()) {
      painter.setPen(QPen(colors.accent, 1.5));
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(QRectF(rect()).adjusted(2.5, 2.5, -2.5, -2.5), 4, 4);
    }
    QFont used = font();
    used.setBold(isChecked());
    painter.setFont(used);
    painter.setPen(isChecked() ? colors.accent : colors.secondary);
    painter.drawText(rect(), Qt::AlignCenter, text());
  }

 private:
  bool first_;
  bool last_;
};

}  // namespace

SegmentedControl::SegmentedControl(QWidget* parent) : QWidget(parent) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  group_.setExclusive(true);
  connect(&group_, &QButtonGroup::idToggled, this, [this](int id, bool checked) {
    if (checked) {
      emit currentChanged(id);
    }
  });
  connect(&Theme::instance(), &Theme::changed, this, [this] { update(); });
}

void SegmentedControl::setChoices(const QString& name, const QStringList& labels) {
  const QSignalBlocker quiet(this);
  setAccessibleName(name);
  const QList<QAbstractButton*> old = group_.buttons();
  for (QAbstractButton* button : old) {
    group_.removeButton(button);
    delete button;
  }
  for (int index = 0; index < labels.size(); ++index) {
    auto* segment = new Segment(labels[index], index == 0, index + 1 == labels.size(), this);
    segment->setAccessibleName(QStringLiteral("%1: %2").arg(name, labels[index]));
    group_.addButton(segment, index);
    layout()->addWidget(segment);
  }
  setCurrentIndex(0);
}

int SegmentedControl::count() const {
  return int(group_.buttons().size());
}
int SegmentedControl::currentIndex() const {
  return group_.checkedId();
}

QString SegmentedControl::currentText() const {
  const QAbstractButton* button = group_.checkedButton();
  return button != nullptr ? button->text() : QString();
}

void SegmentedControl::setCurrentIndex(int index) {
  if (QAbstractButton* button = group_.button(index)) {
    button->setChecked(true);
  }
}

void SegmentedControl::setChoiceEnabled(int index, bool enabled, const QString& why) {
  if (QAbstractButton* button = group_.button(index)) {
    button->setEnabled(enabled);
    button->setToolTip(enabled ? QString() : why);
    button->setAccessibleDescription(enabled ? QString() : why);
  }
}

}  // namespace attnscope
