// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The roofline: performance against intensity, both logarithmic, under the device's roofs.
//
// Mouse: hover shows a point, click selects it. Keys: arrows go from point to point, Enter selects.
#pragma once

#include <QRectF>
#include <QWidget>
#include <optional>
#include <vector>

#include "ui/models/roofline_chart.h"
#include "ui/views/roofline_scale.h"

namespace attnscope {

class RooflineView : public QWidget {
  Q_OBJECT
 public:
  explicit RooflineView(QWidget* parent = nullptr);

  void show_chart(RooflineChart chart);
  const RooflineChart& chart() const { return chart_; }
  /// The mark under the pointer or the keys' cursor, in words; empty where there is none.
  QString current_words() const;

  /// A text as it is drawn, in the widget's coordinates.
  struct DrawnText {
    QString text;
    QRectF rect;
  };
  std::vector<DrawnText> drawn_texts() const;
  /// Where a mark is drawn.
  QPointF position_of(std::size_t mark) const;

  /// The chart with its title, as its copies show it: `scale` pixels a pixel, as shapes, as numbers.
  QImage to_image(double scale) const;
  QByteArray to_svg() const;
  QString to_csv() const;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 signals:
  void currentChanged();
  void pointChosen(int mark);  ///< index in the chart's marks

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void paint_chart(QPainter& painter) const;
  void paint_copy(QPainter& painter) const;
  QSizeF copy_size() const;
  RooflineScale scale() const;
  std::optional<std::size_t> mark_at(const QPointF& position) const;
  void set_current(std::optional<std::size_t> mark);

  RooflineChart chart_;
  std::optional<std::size_t> current_;
};

}  // namespace attnscope
