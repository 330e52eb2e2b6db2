// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Small drawings of the window's pages.
#include <QCoreApplication>
#include <array>

#include "ui/views/help_pictures.h"
#include "ui/views/help_sketch.h"
#include "ui/views/tile_colors.h"

namespace attnscope {
namespace {

struct PagePictures {
  Q_DECLARE_TR_FUNCTIONS(attnscope::PagePictures)
};

/// A rising and a flatter curve in a small frame.
void small_chart(HelpSketch& sketch, const QRectF& at) {
  sketch.frame(at, sketch.colors().line);
  const auto along = [&at](double x, double y) {
    return QPointF(at.left() + x * at.width(), at.top() + y * at.height());
  };
  sketch.curve({along(0.1, 0.85), along(0.4, 0.6), along(0.7, 0.35), along(0.92, 0.15)}, sketch.standard(),
               false);
  sketch.curve({along(0.1, 0.9), along(0.4, 0.8), along(0.7, 0.68), along(0.92, 0.5)}, sketch.flash(), false);
}

void draw_explore(HelpSketch& sketch) {
  sketch.box({10, 14, 56, 122}, sketch.colors().grid);
  sketch.words({38, 28}, PagePictures::tr("set-up"), Qt::AlignHCenter);
  for (int row = 0; row < 2; ++row) {
    for (int column = 0; column < 2; ++column) {
      small_chart(sketch, QRectF(74 + column * 76, 14 + row * 46, 70, 40));
    }
  }
  sketch.dashes({121, 14}, {121, 100}, sketch.colors().text);
  sketch.dashes({197, 14}, {197, 100}, sketch.colors().text);
  sketch.box({74, 108, 146, 28}, sketch.colors().grid);
  sketch.words({147, 122}, PagePictures::tr("saved runs"), Qt::AlignHCenter);
  sketch.box({228, 14, 62, 122}, sketch.colors().grid);
  sketch.words({259, 28}, PagePictures::tr("one point"), Qt::AlignHCenter);
}

void draw_compare(HelpSketch& sketch) {
  struct Row {
    QString length;
    QString verdict;
    double low;
    double high;
    QColor color;
  };
  const std::array<Row, 3> rows{
      Row{QStringLiteral("1k"), PagePictures::tr("same"), 138, 148, sketch.colors().secondary},
      Row{QStringLiteral("4k"), PagePictures::tr("faster"), 160, 178, sketch.colors().good},
      Row{QStringLiteral("16k"), PagePictures::tr("slower"), 96, 122, sketch.colors().bad}};
  sketch.words({14, 20}, PagePictures::tr("length"));
  sketch.words({143, 20}, PagePictures::tr("against the baseline"), Qt::AlignHCenter);
  sketch.words({286, 20}, PagePictures::tr("verdict"), Qt::AlignRight);
  sketch.line({143, 34}, {143, 132}, sketch.colors().line, 1);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double y = 50.0 + 32.0 * static_cast<double>(i);
    sketch.words({14, y}, rows[i].length, sketch.colors().text);
    sketch.line({rows[i].low, y}, {rows[i].high, y}, rows[i].color, 3);
    sketch.dot({(rows[i].low + rows[i].high) / 2, y}, rows[i].color, 4);
    sketch.words({286, y}, rows[i].verdict, rows[i].color, Qt::AlignRight);
  }
}

void draw_report(HelpSketch& sketch) {
  sketch.frame({84, 8, 100, 136}, sketch.colors().secondary);
  sketch.box({92, 18, 84, 6}, sketch.colors().text);
  sketch.box({92, 28, 60, 4}, sketch.colors().grid);
  small_chart(sketch, QRectF(92, 40, 84, 44));
  for (int line = 0; line < 5; ++line) {
    sketch.box({92, 92.0 + line * 9, line == 4 ? 50.0 : 84.0, 4}, sketch.colors().grid);
  }
  sketch.words({196, 22}, PagePictures::tr("what was found"));
  sketch.words({196, 62}, PagePictures::tr("charts"));
  sketch.words({196, 106}, PagePictures::tr("tables, method"));
  sketch.words({14, 62}, QStringLiteral("HTML"));
  sketch.words({14, 80}, QStringLiteral("PDF"));
  sketch.words({14, 98}, QStringLiteral("Markdown"));
}

void draw_tiles(HelpSketch& sketch) {
  constexpr int tiles = 5;
  constexpr double side = 18;
  const TileColors colors = tile_colors();
  for (int row = 0; row < tiles; ++row) {
    for (int column = 0; column < tiles; ++column) {
      sketch.box({14 + column * side, 30 + row * side, side - 1, side - 1}, column < row    ? colors.full
                                                                            : column == row ? colors.partial
                                                                                            : colors.skipped);
    }
  }
  sketch.words({58, 18}, PagePictures::tr("where"), Qt::AlignHCenter);
  sketch.words({58, 132}, PagePictures::tr("queries × keys"), Qt::AlignHCenter);
  const std::array<double, 4> ends{240, 286, 262, 274};
  for (std::size_t lane = 0; lane < ends.size(); ++lane) {
    const double top = 30.0 + 23.0 * static_cast<double>(lane);
    int shade = static_cast<int>(lane) % 2;
    for (double left = 136; left < ends[lane]; shade ^= 1) {
      const double end = std::min(left + 26 + 6 * static_cast<double>(lane), ends[lane]);
      sketch.box({left, top, end - left - 1, 20}, shade == 0 ? colors.full : sketch.pale(colors.full, 0.6));
      left = end;
    }
  }
  sketch.line({240, 28}, {240, 122}, sketch.colors().bad, 2);
  sketch.words({180, 18}, PagePictures::tr("when"), Qt::AlignHCenter);
  sketch.words({244, 18}, PagePictures::tr("tail"), sketch.colors().bad);
  sketch.words({211, 132}, PagePictures::tr("SMs × time"), Qt::AlignHCenter);
}

}  // namespace

std::vector<HelpPicture> page_pictures() {
  return {
      {HelpTopic::explore, draw_explore,
       PagePictures::tr(
           "The set-up at the left, four charts over the same lengths in the middle with the saved runs "
           "below them, one point's figures at the right.")},
      {HelpTopic::compare, draw_compare,
       PagePictures::tr("A table of lengths: for each an interval against the baseline, and a verdict.")},
      {HelpTopic::report, draw_report,
       PagePictures::tr(
           "A sheet with a headline, a chart and tables; it is written as HTML, PDF or Markdown.")},
      {HelpTopic::tiles, draw_tiles,
       PagePictures::tr(
           "At the left the grid of tiles over queries and keys; at the right which tile ran on which "
           "processor over time, with a line where the tail begins.")},
  };
}

}  // namespace attnscope
