// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pictures of how work fills the chip.
#include <QCoreApplication>
#include <array>

#include "ui/views/help_pictures.h"
#include "ui/views/help_sketch.h"

namespace attnscope {
namespace {

struct ChipPictures {
  Q_DECLARE_TR_FUNCTIONS(attnscope::ChipPictures)
};

void draw_theoretical(HelpSketch& sketch) {
  struct Row {
    QString name;
    double used;
  };
  const std::array<Row, 3> rows{Row{ChipPictures::tr("registers"), 1.0},
                                Row{ChipPictures::tr("shared memory"), 0.86},
                                Row{ChipPictures::tr("warps"), 0.19}};
  constexpr double left = 104;
  constexpr double width = 178;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double y = 30.0 + 30.0 * static_cast<double>(i);
    const bool limiter = i == 0;
    sketch.words({14, y}, rows[i].name, limiter ? sketch.colors().warning : sketch.colors().secondary);
    sketch.bar({left, y - 7, width, 14}, rows[i].used, limiter ? sketch.colors().warning : sketch.flash());
  }
  sketch.words({14, 118}, ChipPictures::tr("registers run out first: 12 of 64 warps fit"),
               sketch.colors().text);
  sketch.words({14, 134}, ChipPictures::tr("theoretical occupancy 19 %, limited by registers"));
}

void draw_achieved(HelpSketch& sketch) {
  const QRectF plot(28, 30, 250, 86);
  sketch.axes(plot, ChipPictures::tr("time →"), ChipPictures::tr("active warps"));
  sketch.dashes({28, 50}, {278, 50}, sketch.colors().text);
  sketch.words({276, 41}, ChipPictures::tr("theoretical"), sketch.colors().text, Qt::AlignRight);
  const std::array<double, 10> heights{36, 60, 64, 62, 65, 60, 64, 58, 40, 16};
  for (std::size_t i = 0; i < heights.size(); ++i) {
    sketch.box({36.0 + 24.0 * static_cast<double>(i), 116 - heights[i], 22, heights[i]}, sketch.flash());
  }
  sketch.words({150, 141}, ChipPictures::tr("achieved: the bars' mean, from hardware counters"),
               Qt::AlignHCenter);
}

void draw_wave_fill(HelpSketch& sketch) {
  constexpr int places = 4;
  constexpr int waves = 3;
  constexpr double length = 76;
  constexpr double height = 18;
  for (int wave = 0; wave < waves; ++wave) {
    for (int slot = 0; slot < places; ++slot) {
      const QRectF at(50 + wave * (length + 2), 32 + slot * (height + 2), length, height);
      const bool filled = wave + 1 < waves || slot < 2;
      sketch.box(at, filled ? sketch.pale(sketch.flash(), wave % 2 == 0 ? 1 : 0.6) : sketch.colors().grid);
    }
    sketch.words({50 + wave * (length + 2) + length / 2, 20}, ChipPictures::tr("wave %1").arg(wave + 1),
                 Qt::AlignHCenter);
  }
  sketch.words({44, 42}, ChipPictures::tr("SM 0"), Qt::AlignRight);
  sketch.words({44, 102}, ChipPictures::tr("SM 3"), Qt::AlignRight);
  sketch.words({245, 92}, ChipPictures::tr("the tail: idle"), sketch.colors().text, Qt::AlignHCenter);
  sketch.words({14, 130}, ChipPictures::tr("10 tiles in 3 waves of 4 slots: wave fill 83 %"),
               sketch.colors().text);
}

void draw_balance(HelpSketch& sketch) {
  const std::array<double, 4> busy{120, 210, 150, 176};
  for (std::size_t slot = 0; slot < busy.size(); ++slot) {
    const double top = 28.0 + 22.0 * static_cast<double>(slot);
    sketch.bar({58, top, 210, 18}, busy[slot] / 210, slot == 1 ? sketch.colors().warning : sketch.flash());
    sketch.words({52, top + 9}, ChipPictures::tr("slot %1").arg(slot), Qt::AlignRight);
  }
  sketch.words({162, 59}, ChipPictures::tr("the busiest"), sketch.colors().panel, Qt::AlignHCenter);
  sketch.words({14, 15}, ChipPictures::tr("work of each slot"));
  sketch.words({14, 130}, ChipPictures::tr("balance = all work ÷ (4 × the busiest's) = 78 %"),
               sketch.colors().text);
}

/// The same calls with and without another process's work between them.
void draw_in_use(HelpSketch& sketch) {
  constexpr std::array<double, 3> quiet{0, 46, 92};
  constexpr std::array<double, 3> busy{0, 66, 140};
  sketch.words({14, 36}, ChipPictures::tr("alone"));
  sketch.words({14, 86}, ChipPictures::tr("in use"), sketch.colors().warning);
  for (const double at : quiet) {
    sketch.box({70 + at, 24, 42, 24}, sketch.flash());
  }
  for (const double at : busy) {
    sketch.box({70 + at, 74, 42, 24}, sketch.flash());
  }
  sketch.box({113, 74, 22, 24}, sketch.colors().warning);
  sketch.box({179, 74, 30, 24}, sketch.colors().warning);
  sketch.words({161, 60}, ChipPictures::tr("three calls of yours"), Qt::AlignHCenter);
  sketch.words({161, 110}, ChipPictures::tr("another process between them"), sketch.colors().warning,
               Qt::AlignHCenter);
  sketch.words({14, 136}, ChipPictures::tr("slower, and different each time"), sketch.colors().text);
}

}  // namespace

std::vector<HelpPicture> chip_pictures() {
  return {
      {HelpTopic::theoretical, draw_theoretical,
       ChipPictures::tr(
           "Three bars of what a processor has: registers are used up, shared memory to 86 %, warps to "
           "19 %. Registers are the limiter.")},
      {HelpTopic::achieved, draw_achieved,
       ChipPictures::tr(
           "Active warps over time as bars below the line of theoretical occupancy: fewer at the start "
           "and at the end.")},
      {HelpTopic::wave_fill, draw_wave_fill,
       ChipPictures::tr(
           "Ten tiles on four processors in three waves: two waves are full, in the third two of four "
           "places stay idle. Wave fill is 83 %.")},
      {HelpTopic::balance, draw_balance,
       ChipPictures::tr(
           "Four slots with unequal work; all of them end when the busiest does. Balance is 78 %.")},
      {HelpTopic::in_use, draw_in_use,
       ChipPictures::tr(
           "Three calls on a GPU of one's own follow each other; on a GPU in use another process's work "
           "lies between them, and they take longer.")},
  };
}

}  // namespace attnscope
