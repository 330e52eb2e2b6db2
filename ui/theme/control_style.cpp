// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/control_style.h"

#include <QAbstractItemView>
#include <QHeaderView>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QStyleOption>
#include <QTableView>

#include "ui/theme/theme.h"

namespace attnscope {
namespace {

constexpr double corner = 6;
constexpr int check_size = 14;
constexpr int scroll_bar_width = 10;

const ThemeColors& colors() {
  return Theme::instance().colors();
}

/// Undoes what drawing did to the painter.
class Saved {
 public:
  explicit Saved(QPainter* painter) : painter_(painter) {
    painter_->save();
    painter_->setRenderHint(QPainter::Antialiasing);
  }
  ~Saved() { painter_->restore(); }
  Saved(const Saved&) = delete;
  Saved& operator=(const Saved&) = delete;

 private:
  QPainter* painter_;
};

bool has_focus(const QStyleOption* option) {
  return (option->state & QStyle::State_HasFocus) != 0;
}
bool is_enabled(const QStyleOption* option) {
  return (option->state & QStyle::State_Enabled) != 0;
}
bool is_hovered(const QStyleOption* option) {
  return is_enabled(option) && (option->state & QStyle::State_MouseOver) != 0;
}

void draw_frame(QPainter* painter, const QRect& rect, const QColor& fill, const QColor& line, double width,
                double radius = corner) {
  const Saved saved(painter);
  const double inset = width / 2;
  painter->setPen(QPen(line, width));
  painter->setBrush(fill);
  painter->drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius);
}

void draw_field(QPainter* painter, const QStyleOption* option) {
  const QColor fill = is_enabled(option) ? colors().background : colors().panel;
  const bool focus = has_focus(option);
  const QColor line = focus                ? colors().accent
                      : is_hovered(option) ? blended(colors().secondary, colors().line, 0.5)
                                           : colors().line;
  draw_frame(painter, option->rect, fill, line, focus ? 1.5 : 1);
}

void draw_chevron(QPainter* painter, const QRectF& rect, bool up, const QColor& color) {
  const Saved saved(painter);
  painter->setPen(QPen(color, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  const QPointF center = rect.center();
  const double tip = up ? -1.8 : 1.8;
  painter->drawPolyline(
      QPolygonF({center + QPointF(-3.4, -tip), center + QPointF(0, tip), center + QPointF(3.4, -tip)}));
}

void draw_check(QPainter* painter, const QStyleOption* option, const QRect& rect, QColor fill) {
  const bool checked = (option->state & QStyle::State_On) != 0;
  const bool partly = (option->state & QStyle::State_NoChange) != 0;
  const bool marked = checked || partly;
  if (!is_enabled(option)) {
    fill = blended(fill, colors().panel, 0.45);
  }
  const QColor empty_line = blended(colors().secondary, colors().panel, is_hovered(option) ? 0.9 : 0.6);
  draw_frame(painter, rect, marked ? fill : colors().panel, marked ? fill : empty_line, 1.2, 4);
  if (!marked) {
    return;
  }
  const Saved saved(painter);
  const QColor ink = contrast_ratio(fill, Qt::white) >= 3 ? QColor(Qt::white) : QColor(0x0f, 0x12, 0x15);
  painter->setPen(QPen(ink, 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  const QPointF at = QRectF(rect).center();
  if (partly) {
    painter->drawLine(at + QPointF(-3, 0), at + QPointF(3, 0));
  } else {
    painter->drawPolyline(
        QPolygonF({at + QPointF(-3.2, 0.2), at + QPointF(-0.9, 2.5), at + QPointF(3.3, -2.4)}));
  }
}

void draw_radio(QPainter* painter, const QStyleOption* option) {
  const Saved saved(painter);
  const bool checked = (option->state & QStyle::State_On) != 0;
  const QRectF rect = QRectF(option->rect).adjusted(0.6, 0.6, -0.6, -0.6);
  painter->setPen(QPen(checked ? colors().accent : blended(colors().secondary, colors().panel, 0.6), 1.2));
  painter->setBrush(checked ? colors().accent : colors().panel);
  painter->drawEllipse(rect);
  if (checked) {
    painter->setPen(Qt::NoPen);
    painter->setBrush(colors().accent_text);
    painter->drawEllipse(rect.center(), 2.6, 2.6);
  }
}

void draw_focus_ring(QPainter* painter, const QRect& rect) {
  const Saved saved(painter);
  painter->setPen(QPen(colors().accent, 1.5));
  painter->setBrush(Qt::NoBrush);
  painter->drawRoundedRect(QRectF(rect).adjusted(0.75, 0.75, -0.75, -0.75), 4, 4);
}

void draw_button(QPainter* painter, const QStyleOption* option) {
  const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
  const bool primary =
      button != nullptr && (button->features & QStyleOptionButton::DefaultButton) != 0 && is_enabled(option);
  const bool flat = button != nullptr && (button->features & QStyleOptionButton::Flat) != 0;
  const bool pressed = (option->state & (QStyle::State_Sunken | QStyle::State_On)) != 0;
  QColor fill = primary ? colors().accent : colors().panel;
  QColor line = primary ? colors().accent : colors().line;
  if (is_hovered(option) || pressed) {
    fill = primary ? blended(colors().text, colors().accent, pressed ? 0.2 : 0.1) : colors().hover;
    line = primary ? fill : blended(colors().secondary, colors().line, 0.4);
  }
  if (flat) {
    line = is_hovered(option) || pressed ? colors().hover : QColor(Qt::transparent);
    fill = is_hovered(option) || pressed ? colors().hover : QColor(Qt::transparent);
  }
  draw_frame(painter, option->rect, fill, line, 1);
  if (has_focus(option)) {
    const Saved saved(painter);
    painter->setPen(QPen(primary ? colors().accent_text : colors().accent, 1.5));
    painter->setBrush(Qt::NoBrush);
    const double inset = primary ? 2.5 : 0.75;
    painter->drawRoundedRect(QRectF(option->rect).adjusted(inset, inset, -inset, -inset), corner - inset / 2,
                             corner - inset / 2);
  }
}

void draw_scroll_bar(QPainter* painter, const QStyleOptionSlider* option, const QRect& slider) {
  const Saved saved(painter);
  if (option->minimum == option->maximum) {
    return;
  }
  painter->setPen(Qt::NoPen);
  const double strength = (option->state & QStyle::State_MouseOver) != 0 ? 0.7 : 0.4;
  painter->setBrush(blended(colors().secondary, colors().panel, strength));
  const QRectF handle = QRectF(slider).adjusted(2, 2, -2, -2);
  const double radius = std::min(handle.width(), handle.height()) / 2;
  painter->drawRoundedRect(handle, radius, radius);
}

void draw_progress_bar(QPainter* painter, const QStyleOptionProgressBar* option) {
  const Saved saved(painter);
  constexpr double height = 6;
  const QRectF groove(option->rect.left(), option->rect.center().y() + 0.5 - height / 2, option->rect.width(),
                      height);
  painter->setPen(Qt::NoPen);
  painter->setBrush(colors().grid);
  painter->drawRoundedRect(groove, height / 2, height / 2);
  const double range = double(option->maximum) - option->minimum;
  const double part = range > 0 ? std::clamp((option->progress - option->minimum) / range, 0.0, 1.0) : 0.3;
  if (part > 0) {
    QRectF done = groove;
    done.setWidth(std::max(height, groove.width() * part));
    painter->setBrush(colors().accent);
    painter->drawRoundedRect(done, height / 2, height / 2);
  }
}

}  // namespace

ControlStyle::ControlStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

void ControlStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                 const QWidget* widget) const {
  switch (element) {
    case PE_IndicatorCheckBox: {
      const QVariant swatch = widget != nullptr ? widget->property(swatch_property) : QVariant();
      draw_check(painter, option, option->rect, swatch.isValid() ? swatch.value<QColor>() : colors().accent);
      return;
    }
    case PE_IndicatorItemViewItemCheck:
      draw_check(painter, option, option->rect, colors().accent);
      return;
    case PE_IndicatorRadioButton:
      draw_radio(painter, option);
      return;
    case PE_PanelButtonCommand:
    case PE_PanelButtonTool:
      draw_button(painter, option);
      return;
    case PE_FrameDefaultButton:
      return;
    case PE_PanelLineEdit: {
      const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
      if (frame != nullptr && frame->lineWidth > 0) {
        draw_field(painter, option);
      }
      return;
    }
    case PE_FrameLineEdit:
      return;
    case PE_PanelScrollAreaCorner:
      painter->fillRect(option->rect, colors().panel);
      return;
    case PE_FrameFocusRect:
      draw_focus_ring(painter, option->rect);
      return;
    case PE_PanelItemViewRow:
    case PE_PanelItemViewItem: {
      const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option);
      if (item != nullptr && item->backgroundBrush.style() != Qt::NoBrush) {
        painter->fillRect(item->rect, item->backgroundBrush);
      }
      if ((option->state & (State_Selected | State_MouseOver)) != 0) {
        painter->fillRect(option->rect, colors().hover);
      }
      return;
    }
    default:
      QProxyStyle::drawPrimitive(element, option, painter, widget);
  }
}

void ControlStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                               const QWidget* widget) const {
  switch (element) {
    case CE_ProgressBarGroove:
    case CE_ProgressBarLabel:
      return;
    case CE_ProgressBarContents:
      if (const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option)) {
        draw_progress_bar(painter, bar);
      }
      return;
    case CE_PushButtonLabel: {
      const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
      if (button == nullptr) {
        return;
      }
      QStyleOptionButton copy(*button);
      if ((copy.features & QStyleOptionButton::DefaultButton) != 0 && is_enabled(option)) {
        copy.palette.setColor(QPalette::ButtonText, colors().accent_text);
      } else if ((copy.features & QStyleOptionButton::Flat) != 0 && is_enabled(option)) {
        copy.palette.setColor(QPalette::ButtonText, colors().accent);
        if (has_focus(option)) {
          draw_focus_ring(painter, option->rect);
        }
      }
      QProxyStyle::drawControl(element, &copy, painter, widget);
      return;
    }
    case CE_ComboBoxLabel: {
      const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
      if (combo == nullptr) {
        return;
      }
      // Cut with an ellipsis where Qt would cut through a letter.
      QStyleOptionComboBox copy(*combo);
      const int room = subControlRect(CC_ComboBox, combo, SC_ComboBoxEditField, widget).width() - 2;
      copy.currentText = option->fontMetrics.elidedText(combo->currentText, Qt::ElideRight, room);
      QProxyStyle::drawControl(element, &copy, painter, widget);
      return;
    }
    case CE_HeaderSection:
    case CE_HeaderEmptyArea: {
      painter->fillRect(option->rect, colors().panel);
      const QRect& rect = option->rect;
      painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colors().line);
      return;
    }
    case CE_HeaderLabel: {
      const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
      if (header == nullptr) {
        return;
      }
      QStyleOptionHeader copy(*header);
      copy.palette.setColor(QPalette::ButtonText, colors().secondary);
      copy.state &= ~QStyle::State_On;  // no bold for the column of the selected cell
      QProxyStyle::drawControl(element, &copy, painter, widget);
      return;
    }
    case CE_ScrollBarAddLine:
    case CE_ScrollBarSubLine:
      return;
    default:
      QProxyStyle::drawControl(element, option, painter, widget);
  }
}

void ControlStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                      QPainter* painter, const QWidget* widget) const {
  const QColor ink = is_enabled(option) ? colors().secondary : colors().line;
  switch (control) {
    case CC_ComboBox: {
      const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
      if (combo != nullptr && combo->frame) {
        draw_field(painter, option);
      }
      draw_chevron(painter, subControlRect(control, option, SC_ComboBoxArrow, widget), false, ink);
      return;
    }
    case CC_SpinBox: {
      const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
      if (spin == nullptr) {
        return;
      }
      if (spin->frame) {
        draw_field(painter, option);
      }
      if (spin->buttonSymbols != QAbstractSpinBox::NoButtons) {
        draw_chevron(painter, subControlRect(control, option, SC_SpinBoxUp, widget), true, ink);
        draw_chevron(painter, subControlRect(control, option, SC_SpinBoxDown, widget), false, ink);
      }
      return;
    }
    case CC_ScrollBar:
      if (const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
        draw_scroll_bar(painter, slider, subControlRect(control, option, SC_ScrollBarSlider, widget));
      }
      return;
    default:
      QProxyStyle::drawComplexControl(control, option, painter, widget);
  }
}

QRect ControlStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                                   const QWidget* widget) const {
  const QRect rect = option->rect;
  if (control == CC_ScrollBar) {
    // No buttons at the ends: the groove is the whole bar.
    const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (part == SC_ScrollBarAddLine || part == SC_ScrollBarSubLine) {
      return {};
    }
    if (slider != nullptr && part == SC_ScrollBarGroove) {
      return rect;
    }
    if (slider != nullptr &&
        (part == SC_ScrollBarSlider || part == SC_ScrollBarAddPage || part == SC_ScrollBarSubPage)) {
      const bool across = slider->orientation == Qt::Horizontal;
      const int length = across ? rect.width() : rect.height();
      const qint64 range = qint64(slider->maximum) - slider->minimum;
      int handle = length;
      if (range > 0) {
        handle = std::clamp(int(qint64(length) * slider->pageStep / (range + slider->pageStep)),
                            std::min(24, length), length);
      }
      const int start = sliderPositionFromValue(slider->minimum, slider->maximum, slider->sliderPosition,
                                                length - handle, slider->upsideDown);
      int from = start;
      int size = handle;
      if (part == SC_ScrollBarSubPage) {
        from = 0;
        size = start;
      } else if (part == SC_ScrollBarAddPage) {
        from = start + handle;
        size = length - from;
      }
      const QRect found = across ? QRect(rect.left() + from, rect.top(), size, rect.height())
                                 : QRect(rect.left(), rect.top() + from, rect.width(), size);
      return visualRect(option->direction, rect, found);
    }
  }
  return QProxyStyle::subControlRect(control, option, part, widget);
}

QRect ControlStyle::subElementRect(SubElement element, const QStyleOption* option,
                                   const QWidget* widget) const {
  const QRect rect = QProxyStyle::subElementRect(element, option, widget);
  const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
  // A field's text begins where those of other controls do; fields within spin boxes have no frame.
  const bool field = element == SE_LineEditContents && frame != nullptr && frame->lineWidth > 0;
  return field ? rect.adjusted(4, 0, -4, 0) : rect;
}

QSize ControlStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                                     const QWidget* widget) const {
  QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
  switch (type) {
    case CT_PushButton: {
      constexpr int beside_text = 24;
      size = size.expandedTo({contents.width() + beside_text, 28});
      break;
    }
    case CT_LineEdit:
    case CT_ComboBox:
    case CT_SpinBox:
      size.setHeight(std::max(size.height(), 28));
      break;
    case CT_ItemViewItem:
      size.setHeight(std::max(size.height(), 26));
      break;
    case CT_HeaderSection:
      size.setHeight(std::max(size.height(), 28));
      break;
    case CT_ProgressBar:
      size.setHeight(std::max(8, std::min(size.height(), 12)));
      break;
    default:
      break;
  }
  return size;
}

int ControlStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
  switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
      return check_size;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
      return 8;
    case PM_ScrollBarExtent:
      return scroll_bar_width;
    case PM_ScrollView_ScrollBarSpacing:
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_ButtonDefaultIndicator:
      return 0;
    case PM_SplitterWidth:
      return 1;
    case PM_HeaderMargin: {
      const auto* header = qobject_cast<const QHeaderView*>(widget);
      return header != nullptr && header->orientation() == Qt::Horizontal ? 6 : 2;
    }
    case PM_FocusFrameHMargin:
      // Room beside a table's texts; columns would touch without, and a list's texts its row's edge.
      if (qobject_cast<const QTableView*>(widget) != nullptr) {
        return 5;
      }
      return qobject_cast<const QAbstractItemView*>(widget) != nullptr
                 ? 4
                 : QProxyStyle::pixelMetric(metric, option, widget);
    default:
      return QProxyStyle::pixelMetric(metric, option, widget);
  }
}

int ControlStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                            QStyleHintReturn* data) const {
  switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
      return 0;
    case SH_ScrollBar_LeftClickAbsolutePosition:
      return 1;
    case SH_ToolTip_WakeUpDelay:
      return 400;
    default:
      return QProxyStyle::styleHint(hint, option, widget, data);
  }
}

}  // namespace attnscope
