// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pictures of what bounds a point, and of what follows from it.
#include <QCoreApplication>
#include <array>

#include "ui/views/help_pictures.h"
#include "ui/views/help_sketch.h"

namespace attnscope {
namespace {

struct LimitPictures {
  Q_DECLARE_TR_FUNCTIONS(attnscope::LimitPictures)
};

/// The slope of the memory and the flat roof of the matrix products.
void draw_roofs(HelpSketch& sketch) {
  sketch.axes({28, 26, 250, 96}, LimitPictures::tr("FLOPs per byte →"), LimitPictures::tr("TFLOP/s"));
  sketch.line({34, 116}, {122, 44}, sketch.colors().text, 2);
  sketch.line({122, 44}, {274, 44}, sketch.colors().text, 2);
}

void draw_roofline(HelpSketch& sketch) {
  draw_roofs(sketch);
  sketch.words({198, 34}, LimitPictures::tr("matrix products"), sketch.colors().text, Qt::AlignHCenter);
  sketch.words({40, 56}, LimitPictures::tr("memory"), sketch.colors().text);
  sketch.dot({206, 56}, sketch.flash(), 5);
  sketch.words({206, 70}, LimitPictures::tr("flash"), sketch.flash(), Qt::AlignHCenter);
  sketch.dot({86, 86}, sketch.standard(), 5);
  sketch.words({94, 94}, LimitPictures::tr("standard"), sketch.standard());
}

void draw_ceilings(HelpSketch& sketch) {
  draw_roofs(sketch);
  sketch.dashes({104, 30}, {274, 30}, sketch.colors().secondary);
  sketch.words({274, 20}, LimitPictures::tr("datasheet"), Qt::AlignRight);
  sketch.words({274, 56}, LimitPictures::tr("a large product, measured here"), sketch.colors().text,
               Qt::AlignRight);
  sketch.words({92, 88}, LimitPictures::tr("a copy, measured here"), sketch.colors().text);
}

void draw_bound(HelpSketch& sketch) {
  struct Row {
    QString name;
    int percent;
  };
  const std::array<Row, 3> rows{Row{LimitPictures::tr("tensor cores"), 71},
                                Row{LimitPictures::tr("exponentials"), 55},
                                Row{LimitPictures::tr("memory"), 2}};
  constexpr double left = 96;
  constexpr double width = 150;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double y = 34.0 + 28.0 * static_cast<double>(i);
    const QColor color = i == 0 ? sketch.colors().warning : sketch.flash();
    sketch.words({14, y}, rows[i].name);
    sketch.bar({left, y - 7, width, 14}, rows[i].percent / 100.0, color);
    sketch.words({286, y}, QStringLiteral("%1 %").arg(rows[i].percent), sketch.colors().text, Qt::AlignRight);
  }
  sketch.dashes({left + width / 2, 20}, {left + width / 2, 104}, sketch.colors().text);
  sketch.words({left + width / 2, 112}, LimitPictures::tr("half"), Qt::AlignHCenter);
  sketch.words({14, 134}, LimitPictures::tr("the tensor cores bound it: used most, over half"),
               sketch.colors().text);
}

void draw_advice(HelpSketch& sketch) {
  sketch.axes({28, 26, 250, 74}, LimitPictures::tr("length →"), LimitPictures::tr("time"));
  sketch.curve({{40, 88}, {96, 82}, {152, 62}, {208, 44}, {264, 32}}, sketch.standard());
  sketch.curve({{40, 94}, {96, 88}, {152, 80}, {208, 70}, {264, 60}}, sketch.flash());
  sketch.box({40, 118, 112, 8}, sketch.pale(sketch.flash(), 0.5));
  sketch.box({152, 118, 112, 8}, sketch.flash());
  sketch.words({96, 137}, LimitPictures::tr("512 to 2k: alike"), sketch.colors().text, Qt::AlignHCenter);
  sketch.words({208, 137}, LimitPictures::tr("from 2k: flash"), sketch.colors().text, Qt::AlignHCenter);
}

}  // namespace

std::vector<HelpPicture> limit_pictures() {
  return {
      {HelpTopic::roofline, draw_roofline,
       LimitPictures::tr(
           "Two roofs over FLOPs per byte: a slope for memory, a flat one for matrix products. Flash lies "
           "close under the flat roof, standard attention under the slope.")},
      {HelpTopic::ceilings, draw_ceilings,
       LimitPictures::tr(
           "The slope as a copy reaches it on this GPU and the flat roof as a large matrix product does; "
           "the datasheet's thin line lies above.")},
      {HelpTopic::bound, draw_bound,
       LimitPictures::tr(
           "How much of each limit a call uses: tensor cores 71 %, exponentials 55 %, memory 2 %. The "
           "tensor cores bound it.")},
      {HelpTopic::advice, draw_advice,
       LimitPictures::tr(
           "Times of two implementations over length: alike at first, flash faster from 2k on; the "
           "advice names both ranges.")},
  };
}

}  // namespace attnscope
