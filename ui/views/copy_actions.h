// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a drawn view copies: as picture, SVG or data, by its context menu and by keys.
#pragma once

#include <QByteArray>
#include <QImage>
#include <QSizeF>
#include <QString>
#include <functional>

class QPainter;
class QWidget;

namespace attnscope {

/// What a view gives; nothing is copied while `is_empty`.
struct CopySources {
  std::function<bool()> is_empty;
  std::function<QImage()> image;
  std::function<QByteArray()> svg;
  std::function<QString()> csv;
};

/// Gives `view` the three actions and shows them in its context menu.
void add_copy_actions(QWidget& view, const CopySources& sources);

/// What `paint` draws on `size`, as a picture with `scale` pixels a pixel …
QImage painted_image(const QSizeF& size, double scale, const std::function<void(QPainter&)>& paint);
/// … and as shapes.
QByteArray painted_svg(const QSizeF& size, const QString& title, const std::function<void(QPainter&)>& paint);

}  // namespace attnscope
