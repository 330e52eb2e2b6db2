// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One series as QCustomPlot's graph, with a quick way of drawing for charts that are being dragged.
#pragma once

#include <qcustomplot.h>

#include <QPointF>
#include <vector>

namespace attnscope {

class SeriesGraph : public QCPGraph {
  Q_OBJECT
 public:
  using QCPGraph::QCPGraph;

  /// Quick: a plain thin line of at most two values (the smallest and the largest) a column of pixels.
  void setQuick(bool quick) { quick_ = quick; }
  /// Call after the data changed.
  void forgetPositions() { positions_.clear(); }

 protected:
  void draw(QCPPainter* painter) override;
  void drawScatterPlot(QCPPainter* painter, const QVector<QPointF>& scatters,
                       const QCPScatterStyle& style) const override;

 private:
  double on_axis(double key) const;
  void update_positions();
  void draw_quickly(QCPPainter* painter);

  struct Position {
    double key;          ///< on a logarithmic axis its log2
    double value_pixel;  ///< not a number at a gap
  };
  bool quick_ = false;
  std::vector<Position> positions_;  ///< kept while the value axis stays as it is: dragging moves only keys
  QCPRange value_range_;
  QRect plot_;
  QVector<QPointF> line_;
};

}  // namespace attnscope
