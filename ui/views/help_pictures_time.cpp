// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pictures of times and of what is concluded from them.
#include <QCoreApplication>
#include <array>

#include "ui/views/help_pictures.h"
#include "ui/views/help_sketch.h"

namespace attnscope {
namespace {

struct TimePictures {
  Q_DECLARE_TR_FUNCTIONS(attnscope::TimePictures)
};

void draw_run_and_point(HelpSketch& sketch) {
  const std::array<QColor, 2> rows{sketch.standard(), sketch.flash()};
  sketch.words({8, 42}, TimePictures::tr("standard"));
  sketch.words({8, 72}, TimePictures::tr("flash"));
  constexpr int lengths = 6;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (int column = 0; column < lengths; ++column) {
      sketch.dot({92.0 + column * 36, 42.0 + 30.0 * static_cast<double>(row)}, rows[row], 4);
    }
  }
  sketch.frame({76, 26, 212, 62}, sketch.colors().secondary);
  sketch.words({182, 15}, TimePictures::tr("run: one sweep over lengths"), Qt::AlignHCenter);
  sketch.frame({190, 62, 20, 20}, sketch.colors().accent);
  sketch.line({200, 82}, {200, 112}, sketch.colors().accent, 1);
  sketch.words({200, 120}, TimePictures::tr("point: flash at 4k, with all its samples"), sketch.colors().text,
               Qt::AlignHCenter);
}

void draw_samples(HelpSketch& sketch) {
  sketch.line({14, 96}, {290, 96}, sketch.colors().line, 1);
  const std::array<double, 12> at{60, 78, 84, 92, 96, 101, 106, 113, 119, 128, 152, 214};
  for (std::size_t i = 0; i < at.size(); ++i) {
    sketch.dot({at[i], 84.0 - 16.0 * static_cast<double>(i % 3)}, sketch.pale(sketch.flash(), 0.7), 4);
  }
  sketch.line({103.5, 36}, {103.5, 102}, sketch.colors().text, 1.5);
  sketch.words({103.5, 112}, TimePictures::tr("median"), sketch.colors().text, Qt::AlignHCenter);
  sketch.words({290, 112}, TimePictures::tr("time →"), Qt::AlignRight);
  sketch.words({214, 66}, TimePictures::tr("kept, too"), Qt::AlignHCenter);
  sketch.words({14, 18}, TimePictures::tr("each dot: one timed call"));
}

void draw_span(HelpSketch& sketch) {
  const std::array<QRectF, 3> kernels{QRectF(40, 62, 70, 24), QRectF(118, 62, 46, 24),
                                      QRectF(176, 62, 74, 24)};
  const std::array<QString, 3> names{QStringLiteral("QKᵀ"), QStringLiteral("softmax"), QStringLiteral("PV")};
  for (std::size_t i = 0; i < kernels.size(); ++i) {
    sketch.box(kernels[i], sketch.pale(sketch.standard(), 0.45));
    sketch.words(kernels[i].center(), names[i], sketch.colors().text, Qt::AlignHCenter);
  }
  sketch.measure(40, 250, 44, TimePictures::tr("span: first start to last end"));
  sketch.line({20, 98}, {290, 98}, sketch.colors().line, 1);
  sketch.words({290, 108}, TimePictures::tr("time →"), Qt::AlignRight);
  sketch.words({145, 132}, TimePictures::tr("gaps between kernels count: a stream waits for them"),
               Qt::AlignHCenter);
}

void draw_interval(HelpSketch& sketch) {
  const QRectF plot(28, 26, 250, 96);
  sketch.band({{40, 92},
               {100, 76},
               {160, 62},
               {220, 54},
               {270, 50},
               {270, 62},
               {220, 70},
               {160, 82},
               {100, 100},
               {40, 112}},
              sketch.pale(sketch.flash(), 0.25));
  sketch.curve({{40, 102}, {100, 88}, {160, 72}, {220, 62}, {270, 56}}, sketch.flash());
  sketch.axes(plot, TimePictures::tr("length →"), TimePictures::tr("speedup"));
  sketch.line({160, 62}, {160, 82}, sketch.colors().text, 1.5);
  sketch.words({168, 96}, TimePictures::tr("the true median lies here,"), sketch.colors().text);
  sketch.words({168, 110}, TimePictures::tr("in 95 of 100 cases"), sketch.colors().text);
}

void draw_speedup(HelpSketch& sketch) {
  sketch.words({14, 36}, TimePictures::tr("standard"));
  sketch.box({84, 24, 192, 24}, sketch.standard());
  sketch.words({14, 72}, TimePictures::tr("flash"));
  sketch.box({84, 60, 48, 24}, sketch.flash());
  sketch.measure(84, 132, 104, {});
  sketch.words({138, 72}, TimePictures::tr("one quarter of the time"));
  sketch.words({14, 132}, TimePictures::tr("speedup = 4 ms ÷ 1 ms = 4×"), sketch.colors().text);
}

void draw_crossover(HelpSketch& sketch) {
  const QRectF plot(28, 26, 250, 96);
  sketch.axes(plot, TimePictures::tr("length →"), TimePictures::tr("speedup over standard"));
  sketch.box({104, 26, 34, 96}, sketch.pale(sketch.colors().warning, 0.18));
  sketch.line({28, 88}, {278, 88}, sketch.standard());
  sketch.words({272, 98}, QStringLiteral("1×"), sketch.standard(), Qt::AlignRight);
  sketch.curve({{44, 108}, {92, 96}, {150, 78}, {205, 52}, {260, 38}}, sketch.flash());
  sketch.dashes({120, 26}, {120, 122}, sketch.colors().text);
  sketch.words({144, 112}, TimePictures::tr("crossover, with its interval"), sketch.colors().text);
}

void draw_verdict(HelpSketch& sketch) {
  constexpr double one = 176;
  sketch.box({one - 8, 14, 16, 112}, sketch.pale(sketch.colors().secondary, 0.2));
  sketch.line({one, 14}, {one, 126}, sketch.colors().text, 1);
  sketch.words({one, 136}, TimePictures::tr("1 ± 2 %"), Qt::AlignHCenter);
  struct Row {
    QString name;
    double low;
    double high;
    QColor color;
  };
  const std::array<Row, 4> rows{
      Row{TimePictures::tr("faster"), one + 30, one + 70, sketch.colors().good},
      Row{TimePictures::tr("slower"), one - 68, one - 22, sketch.colors().bad},
      Row{TimePictures::tr("same"), one - 5, one + 6, sketch.colors().text},
      Row{TimePictures::tr("can't tell"), one - 28, one + 52, sketch.colors().secondary}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double y = 26.0 + 28.0 * static_cast<double>(i);
    sketch.words({14, y}, rows[i].name, rows[i].color);
    sketch.line({rows[i].low, y}, {rows[i].high, y}, rows[i].color, 3);
    sketch.dot({(rows[i].low + rows[i].high) / 2, y}, rows[i].color, 4);
  }
}

void draw_throttling(HelpSketch& sketch) {
  const QRectF plot(28, 26, 250, 96);
  sketch.axes(plot, TimePictures::tr("time →"), TimePictures::tr("clock"));
  sketch.dashes({28, 40}, {278, 40}, sketch.colors().secondary);
  sketch.words({276, 32}, TimePictures::tr("highest clock"), Qt::AlignRight);
  sketch.curve({{28, 42}, {90, 42}, {100, 62}, {180, 62}, {190, 94}, {240, 94}, {250, 62}, {278, 62}},
               sketch.flash(), false);
  sketch.words({146, 51}, TimePictures::tr("power cap: normal"), Qt::AlignHCenter);
  sketch.words({215, 106}, TimePictures::tr("heat: flagged"), sketch.colors().warning, Qt::AlignHCenter);
}

void draw_cold_l2(HelpSketch& sketch) {
  sketch.line({14, 92}, {290, 92}, sketch.colors().line, 1);
  for (int round = 0; round < 3; ++round) {
    const double left = 20 + round * 92;
    sketch.box({left, 60, 52, 26}, sketch.pale(sketch.colors().secondary, 0.3));
    sketch.words({left + 26, 73}, TimePictures::tr("flush"), sketch.colors().text, Qt::AlignHCenter);
    sketch.box({left + 56, 60, 26, 26}, sketch.flash());
  }
  sketch.words({118, 30}, TimePictures::tr("a sample, timed alone"), sketch.colors().text, Qt::AlignHCenter);
  sketch.line({118, 38}, {92, 58}, sketch.colors().secondary, 1);
  sketch.words({14, 112}, TimePictures::tr("the flush fills the L2 cache with other data"));
  sketch.words({290, 132}, TimePictures::tr("time →"), Qt::AlignRight);
}

}  // namespace

std::vector<HelpPicture> time_pictures() {
  return {
      {HelpTopic::point, draw_run_and_point,
       TimePictures::tr(
           "Two rows of dots, one for each implementation, over six lengths. One dot is a point, all "
           "of them together are a run.")},
      {HelpTopic::sample, draw_samples,
       TimePictures::tr(
           "Twelve dots along an axis of time, most of them close together and one far out. A line "
           "marks their median; the one far out is kept.")},
      {HelpTopic::span, draw_span,
       TimePictures::tr(
           "Three kernels one after the other on an axis of time with small gaps between them. The span "
           "reaches from the start of the first to the end of the last.")},
      {HelpTopic::interval, draw_interval,
       TimePictures::tr(
           "A curve of speedup over length with a pale band around it, wider where less is known.")},
      {HelpTopic::speedup, draw_speedup,
       TimePictures::tr(
           "A bar of 4 milliseconds for standard and one of 1 millisecond for flash: the speedup is "
           "4.")},
      {HelpTopic::crossover, draw_crossover,
       TimePictures::tr(
           "A rising curve of speedup crosses the line of 1. The length where it does is marked, with "
           "a band of lengths where it may lie.")},
      {HelpTopic::verdict, draw_verdict,
       TimePictures::tr(
           "Four intervals beside the ratio 1: one wholly above is faster, one wholly below is slower, "
           "one within 2 % is the same, one that reaches over both sides: can't tell.")},
      {HelpTopic::throttling, draw_throttling,
       TimePictures::tr(
           "A clock over time: under load the power cap holds it a little below its highest value; "
           "heat pulls it down further, and that is flagged.")},
      {HelpTopic::cold_l2, draw_cold_l2,
       TimePictures::tr("On an axis of time, flushes and samples take turns: each sample follows a flush.")},
  };
}

}  // namespace attnscope
