// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Charts for a report: SVG in the light theme for paper, SVG with CSS variables for pages that follow their
// reader's theme.
#pragma once

#include <QByteArray>
#include <QColor>
#include <QFont>
#include <QPointF>
#include <QSize>
#include <QString>
#include <memory>
#include <vector>

#include "ui/charts/chart_spec.h"

namespace attnscope {

class ChartWidget;

/// Both names of one colour; `--c3` in CSS for the third.
struct PairedColor {
  QString light;
  QString dark;
  bool operator==(const PairedColor&) const = default;
};

/// A chart for paper. Qt's SVG renderer turns text into outlines, so text stands apart, to be drawn as text.
struct ChartPicture {
  struct Text {
    QString words;
    QPointF at;  ///< where its baseline begins
    QFont font;
    QColor color;
  };
  QByteArray svg;  ///< a document without text
  std::vector<Text> texts;
};

/// Draws one chart after the other. Needs a QApplication, on its thread.
class ChartDrawing {
 public:
  ChartDrawing();
  ~ChartDrawing();

  static constexpr QSize size{480, 320};  ///< of every chart, in CSS pixels

  /// In the light theme.
  ChartPicture light_picture(const ChartSpec& spec);

  /// An <svg> element to stand in a page: colours that differ between the themes are variables, widths of
  /// texts are fixed so that another font cannot shift them.
  QByteArray themed_svg(const ChartSpec& spec);
  /// The variables of all charts drawn so far: `--c0`, `--c1`, …
  const std::vector<PairedColor>& colors() const { return colors_; }

 private:
  QByteArray drawn(const ChartSpec& spec, bool dark);

  std::unique_ptr<ChartWidget> light_;
  std::unique_ptr<ChartWidget> dark_;
  std::vector<PairedColor> colors_;
};

}  // namespace attnscope
