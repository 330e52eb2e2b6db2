// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pictures of what is computed and kept.
#include <QCoreApplication>
#include <array>

#include "ui/views/help_pictures.h"
#include "ui/views/help_sketch.h"
#include "ui/views/tile_colors.h"

namespace attnscope {
namespace {

struct CostPictures {
  Q_DECLARE_TR_FUNCTIONS(attnscope::CostPictures)
};

void draw_flops(HelpSketch& sketch) {
  constexpr int cells = 8;
  constexpr double cell = 13;
  const QPointF corner(24, 24);
  for (int row = 0; row < cells; ++row) {
    for (int column = 0; column < cells; ++column) {
      const QRectF at(corner.x() + column * cell, corner.y() + row * cell, cell - 1, cell - 1);
      sketch.box(at, column <= row ? sketch.flash() : sketch.colors().grid);
    }
  }
  sketch.words({76, 13}, CostPictures::tr("keys →"), Qt::AlignHCenter);
  sketch.words({144, 44}, CostPictures::tr("36 of 64 pairs are unmasked:"), sketch.colors().text);
  sketch.words({144, 60}, CostPictures::tr("these are counted"), sketch.colors().text);
  sketch.words({144, 92}, CostPictures::tr("papers count one half:"));
  sketch.words({144, 108}, CostPictures::tr("32 of 64"));
}

void draw_peak_memory(HelpSketch& sketch) {
  constexpr double left = 84;
  sketch.words({14, 36}, CostPictures::tr("standard"));
  sketch.words({14, 84}, CostPictures::tr("flash"));
  for (const double top : {24.0, 72.0}) {
    sketch.box({left, top, 22, 24}, sketch.colors().grid);
    sketch.box({left + 24, top, 12, 24}, sketch.flash());
  }
  sketch.box({left + 38, 24, 148, 24}, sketch.standard());
  sketch.words({left + 112, 36}, CostPictures::tr("scores: S × S"), sketch.colors().panel, Qt::AlignHCenter);
  sketch.box({left + 188, 24, 12, 24}, sketch.colors().secondary);
  sketch.words({left + 200, 58}, CostPictures::tr("workspace"), Qt::AlignRight);
  sketch.line({left + 11, 98}, {left + 11, 108}, sketch.colors().secondary, 1);
  sketch.words({left + 11, 118}, CostPictures::tr("inputs, counted apart"), Qt::AlignHCenter);
  sketch.line({left + 30, 70}, {left + 60, 62}, sketch.colors().secondary, 1);
  sketch.words({left + 64, 62}, CostPictures::tr("output"));
}

void draw_out_of_memory(HelpSketch& sketch) {
  const QRectF plot(28, 26, 250, 96);
  sketch.axes(plot, CostPictures::tr("length →"), CostPictures::tr("peak memory"));
  sketch.dashes({28, 62}, {278, 62}, sketch.colors().warning);
  sketch.words({34, 53}, CostPictures::tr("80 GB on this card"), sketch.colors().warning);
  sketch.curve({{48, 112}, {98, 96}, {148, 80}}, sketch.standard());
  sketch.dashes({148, 80}, {216, 46}, sketch.pale(sketch.standard(), 0.6));
  sketch.cross({216, 46}, sketch.standard());
  sketch.words({222, 34}, CostPictures::tr("would need 137"), sketch.colors().text, Qt::AlignHCenter);
}

void draw_error(HelpSketch& sketch) {
  const QRectF plot(28, 26, 250, 96);
  sketch.axes(plot, CostPictures::tr("elements →"), CostPictures::tr("result"));
  const QPolygonF exact{{40, 88}, {80, 70}, {120, 84}, {160, 60}, {200, 66}, {240, 50}, {268, 58}};
  sketch.curve(exact, sketch.colors().secondary, false);
  const std::array<double, 7> off{2, -3, 1, 14, -2, 3, -1};
  for (std::size_t i = 0; i < off.size(); ++i) {
    sketch.dot(exact[static_cast<qsizetype>(i)] + QPointF(0, off[i]), sketch.flash());
  }
  sketch.line({160, 60}, {160, 74}, sketch.colors().bad, 1.5);
  sketch.words({168, 84}, CostPictures::tr("the largest difference"), sketch.colors().text);
  sketch.words({112, 44}, CostPictures::tr("in double precision"), Qt::AlignHCenter);
}

void draw_mask_density(HelpSketch& sketch) {
  constexpr int tiles = 6;
  constexpr double side = 18;
  const QPointF corner(22, 24);
  const TileColors colors = tile_colors();
  for (int row = 0; row < tiles; ++row) {
    for (int column = 0; column < tiles; ++column) {
      const QRectF at(corner.x() + column * side, corner.y() + row * side, side - 1, side - 1);
      sketch.box(at, column < row ? colors.full : column == row ? colors.partial : colors.skipped);
    }
  }
  sketch.line(corner, corner + QPointF(tiles * side, tiles * side), sketch.colors().text);
  sketch.words({76, 13}, CostPictures::tr("keys →"), Qt::AlignHCenter);
  struct Entry {
    QString name;
    QColor color;
  };
  const std::array<Entry, 3> entries{Entry{CostPictures::tr("computed whole"), colors.full},
                                     Entry{CostPictures::tr("half masked: wasted work"), colors.partial},
                                     Entry{CostPictures::tr("skipped"), colors.skipped}};
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const double y = 38.0 + 20.0 * static_cast<double>(i);
    sketch.box({146, y - 5, 10, 10}, entries[i].color);
    sketch.words({162, y}, entries[i].name);
  }
  sketch.words({146, 112}, CostPictures::tr("18 of 21 tiles' scores"), sketch.colors().text);
  sketch.words({146, 127}, CostPictures::tr("count: 86 %"), sketch.colors().text);
}

void draw_claims(HelpSketch& sketch) {
  struct Row {
    QString name;
    double reached;
    double claimed;
    bool held;
  };
  const std::array<Row, 3> rows{Row{CostPictures::tr("over 2k"), 170, 110, true},
                                Row{CostPictures::tr("512 to 2k"), 96, 74, true},
                                Row{CostPictures::tr("memory"), 70, 120, false}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double y = 34.0 + 34.0 * static_cast<double>(i);
    sketch.words({14, y}, rows[i].name);
    sketch.box({80, y - 8, rows[i].reached, 16}, rows[i].held ? sketch.flash() : sketch.pale(sketch.flash()));
    sketch.line({80 + rows[i].claimed, y - 13}, {80 + rows[i].claimed, y + 13}, sketch.colors().text, 2);
    sketch.words({292, y}, rows[i].held ? CostPictures::tr("held") : CostPictures::tr("not held"),
                 rows[i].held ? sketch.colors().good : sketch.colors().warning, Qt::AlignRight);
  }
  sketch.words({80, 134}, CostPictures::tr("line: what is claimed; bar: measured"));
}

/// What becomes of a row of scores: bounded, lowered with the distance, or left out.
void draw_scores(HelpSketch& sketch) {
  struct Column {
    QString name;
    std::array<double, 6> heights;  ///< of the scores after it
  };
  constexpr std::array<double, 6> before{26, 50, 36, 62, 44, 58};
  const std::array<Column, 3> columns{Column{CostPictures::tr("soft cap"), {25, 40, 33, 44, 37, 43}},
                                      Column{CostPictures::tr("ALiBi"), {6, 34, 24, 54, 40, 58}},
                                      Column{CostPictures::tr("dropout"), {26, 50, 0, 62, 0, 58}}};
  constexpr double foot = 104;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const double left = 16.0 + 94.0 * static_cast<double>(i);
    sketch.words({left + 40, 20}, columns[i].name, sketch.colors().text, Qt::AlignHCenter);
    for (std::size_t key = 0; key < before.size(); ++key) {
      const double x = left + 14.0 * static_cast<double>(key);
      sketch.box({x, foot - before[key], 11, before[key]}, sketch.colors().grid);
      sketch.box({x, foot - columns[i].heights[key], 11, columns[i].heights[key]}, sketch.flash());
    }
    sketch.line({left, foot}, {left + 81, foot}, sketch.colors().line, 1);
  }
  sketch.dashes({16, foot - 47}, {97, foot - 47}, sketch.colors().text);
  sketch.words({150, 118}, CostPictures::tr("keys →"), Qt::AlignHCenter);
  sketch.words({150, 136}, CostPictures::tr("grey: what the scores were before"), Qt::AlignHCenter);
}

}  // namespace

std::vector<HelpPicture> cost_pictures() {
  return {
      {HelpTopic::flops, draw_flops,
       CostPictures::tr("A grid of 8 queries by 8 keys under a causal mask: 36 of 64 pairs are unmasked and "
                        "counted. Papers count one half.")},
      {HelpTopic::peak_memory, draw_peak_memory,
       CostPictures::tr(
           "Bars of memory. Standard attention: output, a large part for the score matrix, workspace. "
           "Flash: the output alone. Inputs stand apart in both.")},
      {HelpTopic::out_of_memory, draw_out_of_memory,
       CostPictures::tr(
           "Peak memory grows with length; beyond the card's 80 GB a cross stands where 137 GB would "
           "have been needed.")},
      {HelpTopic::error, draw_error,
       CostPictures::tr(
           "A curve in double precision and dots close to it; the largest difference is marked.")},
      {HelpTopic::mask_density, draw_mask_density,
       CostPictures::tr(
           "Six by six tiles under a causal mask: whole tiles below the diagonal, partly masked ones on "
           "it, skipped ones above. 86 % of the computed scores count.")},
      {HelpTopic::claims, draw_claims,
       CostPictures::tr(
           "Three bars of measured figures, each with a line for what is claimed. Two reach beyond "
           "their line and are held, one does not.")},
      {HelpTopic::scores, draw_scores,
       CostPictures::tr(
           "A row of scores after each: a soft cap bounds the high ones, ALiBi takes more off the farther a "
           "key lies back, dropout sets two of six to nothing.")},
  };
}

}  // namespace attnscope
