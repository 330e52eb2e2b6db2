// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One chart card: title, subtitle, plot against sequence length, labels at the series' ends; where wanted a
// table in place of the plot, or beside it where there is room.
//
// Mouse: hover shows a point, click pins it, drag moves the length axis, Shift+drag marks a range of lengths,
// the wheel zooms, a double click shows all lengths, a click on a series' label isolates it. Keys: left and
// right go from point to point, with Shift they mark lengths, up and down go from series to series, Enter
// pins, I isolates, plus and minus zoom, Escape ends what was begun; the copy commands are in the context
// menu.
#pragma once

#include <QSet>
#include <QString>
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

  /// A length that a linked chart is looked at; 0: none.
  void setHoveredLength(double length);
  /// Labels of the series shown plainly, the others faint; a chart that has none of them shows all plainly.
  void setIsolated(const QSet<QString>& labels);
  /// The marked range of lengths, shared by linked charts; 0, 0: none.
  void setMarkedLengths(double low, double high);
  /// A plain drag marks lengths, Shift+drag moves them: the other way round than usual.
  void setMarksByDrag(bool marks);

  /// Buttons at the card's top right; becomes a child.
  void setCorner(QWidget* corner);
  /// The same figures as a table; becomes a child, hidden at first.
  void setTable(QWidget* table);
  void showTable(bool shown);
  bool showsTable() const;

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
  void lengthsMarked(double low, double high);                   ///< two measured lengths; 0, 0: no longer
  void isolationRequested(const QString& label, bool addition);  ///< empty: show all series again
  void tableDismissed();

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
