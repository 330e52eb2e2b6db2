// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/window_description.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QJsonArray>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPainter>
#include <QTabBar>
#include <algorithm>

#include "ui/charts/chart_widget.h"
#include "ui/theme/theme_colors.h"
#include "ui/views/painted_colors.h"
#include "ui/views/text_walker.h"

namespace attnscope {
namespace {

constexpr int enlargement = 4;

QJsonArray to_json(const QRect& rect) {
  return {rect.x(), rect.y(), rect.width(), rect.height()};
}

QImage paint_enlarged(QWidget& window) {
  QImage image(window.size() * enlargement, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(enlargement);
  image.fill(Qt::white);
  window.render(&image);
  return image;
}

QJsonObject to_json(const ShownText& text, const QImage& image) {
  // Of a line that is nearly scrolled away too little is to be seen to tell its colours.
  constexpr int least_to_be_seen = 9;
  const bool sliver = text.scrolls && text.visible.height() < std::min(least_to_be_seen, text.rect.height());
  const PaintedColors colors = painted_colors(image, text.visible, enlargement);
  QJsonObject json{{"text", text.text},
                   {"rect", to_json(text.rect)},
                   {"visible", to_json(text.visible)},
                   {"widget", text.kind},
                   {"color", colors.foreground.name()},
                   {"background", colors.background.name()},
                   {"contrast", contrast_ratio(colors.foreground, colors.background)},
                   {"enabled", text.enabled},
                   {"elided", text.elided},
                   {"clipped", text.clipped},
                   {"scrolls", text.scrolls},
                   {"sliver", sliver}};
  if (text.elided) {
    json["full_text"] = text.full_text;
  }
  return json;
}

/// A chart's own texts, their colours read from the picture like all others.
void add_chart_texts(QJsonArray& texts, const QJsonArray& chart_texts, const QString& chart,
                     const QImage& image) {
  for (const auto& value : chart_texts) {
    QJsonObject text = value.toObject();
    const QJsonArray numbers = text["rect"].toArray();
    const QRect rect(static_cast<int>(numbers.at(0).toDouble()), static_cast<int>(numbers.at(1).toDouble()),
                     static_cast<int>(numbers.at(2).toDouble()), static_cast<int>(numbers.at(3).toDouble()));
    const PaintedColors colors = painted_colors(image, rect, enlargement);
    text["widget"] = QStringLiteral("ChartWidget");
    text["chart"] = chart;
    text["stated_color"] = text["color"];
    text["color"] = colors.foreground.name();
    text["background"] = colors.background.name();
    text["contrast"] = contrast_ratio(colors.foreground, colors.background);
    text["visible"] = numbers;
    texts.append(text);
  }
}

bool is_interactive(const QWidget& widget) {
  return qobject_cast<const QAbstractButton*>(&widget) != nullptr ||
         qobject_cast<const QComboBox*>(&widget) != nullptr ||
         qobject_cast<const QAbstractSpinBox*>(&widget) != nullptr ||
         qobject_cast<const QLineEdit*>(&widget) != nullptr ||
         qobject_cast<const QAbstractItemView*>(&widget) != nullptr ||
         qobject_cast<const QTabBar*>(&widget) != nullptr ||
         qobject_cast<const ChartWidget*>(&widget) != nullptr;
}

QJsonArray controls_of(const QWidget& window) {
  QJsonArray controls;
  for (QWidget* widget : window.findChildren<QWidget*>()) {
    const bool takes_focus = (widget->focusPolicy() & Qt::TabFocus) != 0;
    const bool header = widget->inherits("QHeaderView") || widget->inherits("QTableCornerButton");
    // A spin box speaks for the line edit within it.
    const bool part = qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) != nullptr;
    if (!widget->isVisibleTo(&window) || header || part || (!takes_focus && !is_interactive(*widget))) {
      continue;
    }
    const auto* accessible = QAccessible::queryAccessibleInterface(widget);
    QString name = widget->accessibleName();
    if (name.isEmpty() && accessible != nullptr) {
      name = accessible->text(QAccessible::Name);
    }
    QJsonObject control{{"widget", QString::fromLatin1(widget->metaObject()->className())},
                        {"name", name},
                        {"description", widget->accessibleDescription()},
                        {"rect", to_json(QRect(widget->mapTo(&window, QPoint(0, 0)), widget->size()))},
                        {"enabled", widget->isEnabled()},
                        {"keyboard", takes_focus},
                        {"tooltip", widget->toolTip()}};
    controls.append(control);
  }
  return controls;
}

void add_actions(QJsonArray& actions, const QString& path, const QList<QAction*>& of) {
  for (const QAction* action : of) {
    if (action->isSeparator() || !action->isVisible()) {
      continue;
    }
    QString text = action->text();
    const QString here = path.isEmpty() ? text.remove('&') : path + QStringLiteral(" > ") + text.remove('&');
    if (const QMenu* menu = action->menu()) {
      if (action->isEnabled()) {
        add_actions(actions, here, menu->actions());
        continue;
      }
    }
    actions.append(QJsonObject{{"action", here},
                               {"shortcut", action->shortcut().toString(QKeySequence::PortableText)},
                               {"enabled", action->isEnabled()},
                               {"checkable", action->isCheckable()},
                               {"checked", action->isChecked()},
                               {"tooltip", action->toolTip()}});
  }
}

}  // namespace

QJsonObject describe_window(QWidget& window) {
  const QImage image = paint_enlarged(window);
  QJsonArray texts;
  for (const ShownText& text : shown_texts(window)) {
    texts.append(to_json(text, image));
  }
  QJsonArray charts;
  for (const ChartWidget* chart : window.findChildren<ChartWidget*>()) {
    if (!chart->isVisibleTo(&window)) {
      continue;
    }
    QJsonObject described = chart->describe();
    add_chart_texts(texts, described["texts"].toArray(), chart->accessibleName(), image);
    described.remove("texts");
    described["chart"] = chart->accessibleName();
    described["rect"] = to_json(QRect(chart->mapTo(&window, QPoint(0, 0)), chart->size()));
    charts.append(described);
  }
  QJsonArray actions;
  if (const auto* menus = window.findChild<QMenuBar*>()) {
    add_actions(actions, {}, menus->actions());
  }
  return {{"title", window.windowTitle()},
          {"size", QJsonArray{window.width(), window.height()}},
          {"texts", texts},
          {"charts", charts},
          {"actions", actions},
          {"controls", controls_of(window)}};
}

}  // namespace attnscope
