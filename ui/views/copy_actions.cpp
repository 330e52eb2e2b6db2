// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/copy_actions.h"

#include <QAction>
#include <QBuffer>
#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QKeySequence>
#include <QMimeData>
#include <QPainter>
#include <QSvgGenerator>
#include <QWidget>

namespace attnscope {
namespace {

struct CopyActions {
  Q_DECLARE_TR_FUNCTIONS(attnscope::CopyActions)
};

}  // namespace

void add_copy_actions(QWidget& view, const CopySources& sources) {
  view.setContextMenuPolicy(Qt::ActionsContextMenu);
  const auto add = [&](const QString& text, const QKeySequence& keys, auto fill) {
    auto* action = new QAction(text, &view);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    QObject::connect(action, &QAction::triggered, &view, [is_empty = sources.is_empty, fill] {
      if (!is_empty()) {
        auto* copied = new QMimeData;
        fill(*copied);
        QGuiApplication::clipboard()->setMimeData(copied);
      }
    });
    view.addAction(action);
  };
  add(CopyActions::tr("Copy picture"), QKeySequence::Copy,
      [image = sources.image](QMimeData& copied) { copied.setImageData(image()); });
  add(CopyActions::tr("Copy as SVG"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_C),
      [svg = sources.svg](QMimeData& copied) {
        const QByteArray shapes = svg();
        copied.setData(QStringLiteral("image/svg+xml"), shapes);
        copied.setText(QString::fromUtf8(shapes));
      });
  add(CopyActions::tr("Copy data"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C),
      [csv = sources.csv](QMimeData& copied) {
        const QString lines = csv();
        copied.setData(QStringLiteral("text/csv"), lines.toUtf8());
        copied.setText(lines);
      });
}

QImage painted_image(const QSizeF& size, double scale, const std::function<void(QPainter&)>& paint) {
  QImage image((size * scale).toSize(), QImage::Format_RGB32);
  image.setDevicePixelRatio(scale);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::TextAntialiasing);
  paint(painter);
  return image;
}

QByteArray painted_svg(const QSizeF& size, const QString& title,
                       const std::function<void(QPainter&)>& paint) {
  QBuffer buffer;
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setSize(size.toSize());
  generator.setViewBox(QRectF(QPointF(0, 0), size));
  generator.setTitle(title);
  {
    QPainter painter(&generator);
    paint(painter);
  }
  return buffer.data();
}

}  // namespace attnscope
