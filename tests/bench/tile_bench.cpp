// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A full redraw of tile map and tile timeline at 1,000 × 1,000 tiles (promised under 16 ms).
#include <benchmark/benchmark.h>

#include <QApplication>

#include "ui/theme/theme.h"
#include "ui/views/tile_map_view.h"
#include "ui/views/tile_timeline_view.h"

namespace {

const QSize pixels(1100, 330);

void map(benchmark::State& state) {
  attnscope::Problem problem;
  problem.query_seqlen = problem.kv_seqlen = 64'000;
  problem.causal = true;
  attnscope::TileMapView view;
  view.show_tiles(problem, {64, 64, 1, 4, false});
  for (auto _ : state) {
    benchmark::DoNotOptimize(view.draw(pixels));
  }
}

void timeline(benchmark::State& state) {
  constexpr int lanes = 1000;
  constexpr int tiles = 1000;
  attnscope::TileTimeline timeline;
  timeline.lanes.resize(lanes);
  for (int tile = 0; tile < tiles; ++tile) {
    for (int lane = 0; lane < lanes; ++lane) {
      const std::int64_t start = std::int64_t{tile} * 1000 + lane % 7;
      timeline.spans.push_back({start, start + 990, std::int64_t{tile} * lanes + lane, lane});
    }
  }
  timeline.span_ns = std::int64_t{tiles} * 1000 + 7;
  attnscope::TileTimelineView view;
  view.show_timeline(std::move(timeline), {}, {}, false);
  for (auto _ : state) {
    benchmark::DoNotOptimize(view.draw(pixels));
  }
}

BENCHMARK(map)->Unit(benchmark::kMillisecond);
BENCHMARK(timeline)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  const QApplication application(argc, argv);
  attnscope::Theme::instance().apply(attnscope::ThemeMode::light);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
