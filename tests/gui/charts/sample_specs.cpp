// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/charts/sample_specs.h"

#include <algorithm>
#include <cmath>

namespace attnscope::sample {
namespace {

const std::vector<double> standard_ms{.59, 1.17, 2.35, 4.7, 9.4, 18.8, 75, gap};
const std::vector<double> eager_ms{1.66, 3.3, 6.6, 13.3, 26.6, 53, gap, gap};
const std::vector<double> flash_ms{.215, .32, .546, .97, 1.96, 3.79, 14.9, 59};
const std::vector<double> peer_ms{.222, .33, .563, 1.0, 2.02, 3.91, 15.6, 62};

std::vector<double> scaled(std::vector<double> values, double factor) {
  for (double& value : values) {
    value *= factor;
  }
  return values;
}

std::vector<double> ratio(const std::vector<double>& above, const std::vector<double>& below) {
  std::vector<double> values;
  for (std::size_t index = 0; index < above.size(); ++index) {
    values.push_back(above[index] / below[index]);
  }
  return values;
}

void add_out_of_memory(ChartSeries& series, double length, double predicted) {
  auto& points = series.points;
  points.erase(std::remove_if(points.begin(), points.end(),
                              [length](const ChartPoint& point) { return point.x == length; }),
               points.end());
  ChartPoint point;
  point.x = length;
  point.y = predicted;
  point.mark = ChartMark::out_of_memory;
  point.tooltip = QStringLiteral("out of memory");
  point.point_id = 900;
  points.push_back(point);
}

}  // namespace

std::vector<double> lengths() {
  return {512, 1024, 2048, 4096, 8192, 16384, 32768, 65536};
}

ChartSeries series(const QString& label, const QString& implementation, int device,
                   const std::vector<double>& values, bool intervals, ChartMark reason) {
  ChartSeries made;
  made.label = label;
  made.style.implementation = implementation;
  made.style.device_index = device;
  const std::vector<double> at = lengths();
  for (std::size_t index = 0; index < values.size(); ++index) {
    ChartPoint point;
    point.x = at[index];
    point.point_id = static_cast<int>(index);
    point.tooltip = QStringLiteral("%1 at %2").arg(label).arg(at[index]);
    if (std::isnan(values[index])) {
      point.mark = reason;
    } else {
      point.y = values[index];
      if (intervals) {
        point.low = values[index] * 0.96;
        point.high = values[index] * 1.04;
      }
    }
    made.points.push_back(point);
  }
  return made;
}

ChartSpec speedup() {
  ChartSpec spec;
  spec.title = QStringLiteral("flash is 2.7 to 5.0× faster than standard, 512 to 32k");
  spec.subtitle = QStringLiteral("Speedup over standard on each GPU; band 95 %; dashed: GPU 1");
  spec.lengths = lengths();
  spec.series = {
      series(QStringLiteral("flash · GPU 0"), QStringLiteral("flash"), 0, ratio(standard_ms, flash_ms), true,
             ChartMark::no_baseline),
      series(QStringLiteral("flash · GPU 1"), QStringLiteral("flash"), 1,
             {2.6, 3.5, 4.1, 4.6, 4.5, gap, gap, gap}, true, ChartMark::pending),
      series(QStringLiteral("cuDNN · GPU 0"), QStringLiteral("torch-cudnn"), 0, ratio(standard_ms, peer_ms),
             false, ChartMark::no_baseline),
      series(QStringLiteral("standard, eager · GPU 0"), QStringLiteral("standard-eager"), 0,
             ratio(standard_ms, eager_ms), false, ChartMark::out_of_memory),
  };
  spec.lines = {{1, QStringLiteral("standard"), false, QStringLiteral("standard")}};
  return spec;
}

ChartSpec time() {
  ChartSpec spec;
  spec.title = QStringLiteral("One call takes 1.96 ms at 8k with flash, 9.4 with standard");
  spec.subtitle = QStringLiteral("Median span, log scale");
  spec.scale = ValueScale::log10;
  spec.format = ValueFormat::microseconds;
  spec.lengths = lengths();
  spec.series = {
      series(QStringLiteral("standard"), QStringLiteral("standard"), 0, scaled(standard_ms, 1000), true,
             ChartMark::out_of_memory),
      series(QStringLiteral("standard, eager"), QStringLiteral("standard-eager"), 0, scaled(eager_ms, 1000),
             false, ChartMark::out_of_memory),
      series(QStringLiteral("flash"), QStringLiteral("flash"), 0, scaled(flash_ms, 1000), true),
      series(QStringLiteral("cuDNN"), QStringLiteral("torch-cudnn"), 0, scaled(peer_ms, 1000)),
  };
  return spec;
}

ChartSpec memory() {
  const double gib = std::exp2(30);
  ChartSpec spec;
  spec.title = QStringLiteral("standard needs 65× the memory of flash at 8k");
  spec.subtitle = QStringLiteral("Output and scratch, log scale; thin line: predicted");
  spec.scale = ValueScale::log2;
  spec.format = ValueFormat::bytes;
  spec.lengths = lengths();
  ChartSeries predicted =
      series({}, QStringLiteral("standard"), 0, scaled({.6, 1.1, 2.05, 4.05, 8.05, 16.05, 64.1, 256}, gib));
  predicted.style.thin = true;
  ChartSeries standard = series(QStringLiteral("standard"), QStringLiteral("standard"), 0,
                                scaled({.625, 1.13, 2.1, 4.1, 8.1, 16.1, 64.3}, gib));
  add_out_of_memory(standard, 65536, 260 * gib);
  ChartSeries eager = series(QStringLiteral("standard, eager"), QStringLiteral("standard-eager"), 0,
                             scaled({1.1, 2.1, 4.1, 8.1, 16.1, 32.1}, gib));
  add_out_of_memory(eager, 32768, 128 * gib);
  add_out_of_memory(eager, 65536, 512 * gib);
  spec.series = {predicted, standard, eager,
                 series(QStringLiteral("flash"), QStringLiteral("flash"), 0,
                        scaled({.125, .125, .125, .125, .125, .125, .25, .5}, gib))};
  spec.lines = {{80e9, QStringLiteral("80 GB on this card"), true, {}}};
  return spec;
}

ChartSpec occupancy() {
  ChartSpec spec;
  spec.title = QStringLiteral("Tiles keep the SMs 95 % busy from 4k");
  spec.subtitle = QStringLiteral("flash on GPU 0: balance, mask density, occupancy, percent");
  spec.format = ValueFormat::percent;
  spec.maximum = 100;
  spec.lengths = lengths();
  ChartSeries density = series(QStringLiteral("mask density"), QStringLiteral("flash"), 0,
                               {80, 89, 94, 97, 98.4, 99.2, 99.6, 99.8});
  density.style.secondary = true;
  spec.series = {
      density,
      series(QStringLiteral("balance"), QStringLiteral("flash"), 0, {66, 81, 90, 95, 98, 98.5, 99.2, 99.6}),
      series(QStringLiteral("achieved"), QStringLiteral("flash"), 0,
             {15, 16.6, 17.4, 17.8, 17.9, 18, 18, 18})};
  return spec;
}

std::vector<ChartSpec> all() {
  return {speedup(), time(), memory(), occupancy()};
}

ChartSpec heavy(int series_count, int point_count) {
  ChartSpec spec = occupancy();
  spec.series.clear();
  const char* const implementations[] = {"flash", "flash-fp8", "standard", "standard-eager", "torch-cudnn"};
  for (int index = 0; index < series_count; ++index) {
    ChartSeries made;
    made.label = QStringLiteral("series %1").arg(index);
    made.style.implementation = QLatin1String(implementations[index % 5]);
    made.style.device_index = index / 5;
    for (int step = 0; step < point_count; ++step) {
      ChartPoint point;
      point.x = 512 * std::exp2(7.0 * step / (point_count - 1));
      point.y = 50 + 40 * std::sin(step * 0.02 + index) * std::cos(index * 0.7) + std::sin(step * 1.7);
      point.low = *point.y - 2;
      point.high = *point.y + 2;
      made.points.push_back(point);
    }
    spec.series.push_back(std::move(made));
  }
  return spec;
}

}  // namespace attnscope::sample
