// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A piece of QCustomPlot's drawing that is one function.
#pragma once

#include <qcustomplot.h>

#include <functional>
#include <utility>

namespace attnscope {

class DrawingLayer : public QCPLayerable {
  Q_OBJECT
 public:
  DrawingLayer(QCustomPlot* plot, const QString& layer, std::function<void(QCPPainter*)> drawing)
      : QCPLayerable(plot, layer), drawing_(std::move(drawing)) {}

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(true); }
  void draw(QCPPainter* painter) override { drawing_(painter); }

 private:
  std::function<void(QCPPainter*)> drawing_;
};

}  // namespace attnscope
