// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One chart card: title, subtitle, plot against sequence length (log2), labels at the series' ends.
//
// Mouse: hover shows a point, click pins it, drag moves the length axis, the wheel zooms it, a double click
// shows all lengths. Keys: left and right go from point to point, up and down from series to series, Enter
// pins, plus and minus zoom, the copy commands are in the context menu.
#pragma once

#include <QWidget>
#include <memory>

#include "ui/charts/chart_spec.h"

class QJsonObject;

namespace attnscope {

class ChartWidget : public QWidget {
  Q_OBJECT
 public:
  explicit ChartWidget(QWidget* parent = nullptr);
  ~ChartWidget() override;

  /// Keeps the visible part of the length axis where the user has chosen one.
  void setSpec(const ChartSpec& spec);
  const ChartSpec& spec() const;

  /// The dashed line of the selected length, the same in all charts; 0 hides it.
  void setSelectedLength(double seqlen);
  /// The visible part of the length axis, shared by linked charts; 0, 0 shows all lengths.
  void setLengthRange(double low, double high);

  /// What is drawn: texts with rectangles (in the window's coordinates) and colours, series with the values
  /// that are plotted, intervals and marks.
  QJsonObject describe() const;

  /// The whole card.
  QImage toImage(double scale) const;
  QByteArray toSvg() const;
  /// The plotted values, full precision.
  QString toCsv() const;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 signals:
  void pointClicked(int pointId);
  void lengthHovered(double seqlen);  ///< 0: no longer
  void lengthRangeChanged(double low, double high);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Private;
  std::unique_ptr<Private> private_;
};

}  // namespace attnscope
