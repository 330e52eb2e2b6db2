// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How long people wait for the window: its first paint (promised under 300 ms), a sample run (under 100 ms),
// a click on a point.
#include <benchmark/benchmark.h>

#include <QApplication>
#include <QTemporaryDir>

#include "profiler/store/store.h"
#include "tests/models/fixture_runs.h"
#include "ui/models/run_display.h"
#include "ui/theme/theme.h"
#include "ui/views/window.h"

namespace {

using attnscope::fixture::RunPlan;

/// As large as the shipped samples: four shapes, three implementations, ten lengths.
class Sample {
 public:
  Sample() {
    plan_.head_dims = {64, 96, 128, 256};
    plan_.seqlens = {128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536};
    plan_.samples = 100;
    options_.database = (folder_.path() + "/runs.db").toStdString();
    options_.ask_worker = false;
    options_.remember_layout = false;
    auto store = attnscope::Store::open(options_.database, attnscope::OpenMode::read_write);
    if (!store || !store->add_run(attnscope::fixture::make_run(plan_))) {
      std::abort();
    }
  }
  const attnscope::WindowOptions& options() const { return options_; }
  const std::string& run_id() const { return plan_.id; }

 private:
  QTemporaryDir folder_;
  RunPlan plan_;
  attnscope::WindowOptions options_;
};

void first_paint(benchmark::State& state) {
  const Sample sample;
  for (auto _ : state) {
    attnscope::MainWindow window(sample.options());
    window.show();
    benchmark::DoNotOptimize(window.grab());
  }
}
BENCHMARK(first_paint)->Unit(benchmark::kMillisecond);

void open_sample_run(benchmark::State& state) {
  const Sample sample;
  attnscope::MainWindow window(sample.options());
  window.show();
  for (auto _ : state) {
    window.show_run(sample.run_id());
    benchmark::DoNotOptimize(window.grab());
  }
}
BENCHMARK(open_sample_run)->Unit(benchmark::kMillisecond);

void pin_a_point(benchmark::State& state) {
  const Sample sample;
  attnscope::MainWindow window(sample.options());
  window.show();
  int point = 0;
  for (auto _ : state) {
    window.display().pin(point++ % 20);
    benchmark::DoNotOptimize(window.grab());
  }
}
BENCHMARK(pin_a_point)->Unit(benchmark::kMillisecond);

void build_charts_of_a_sample(benchmark::State& state) {
  RunPlan plan;
  plan.samples = 100;
  const attnscope::Run run = attnscope::fixture::make_run(plan);
  for (auto _ : state) {
    benchmark::DoNotOptimize(attnscope::build_charts({{&run, "sample"}}, {}));
  }
}
BENCHMARK(build_charts_of_a_sample)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  const QApplication application(argc, argv);
  attnscope::Theme::instance().apply(attnscope::ThemeMode::light);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
