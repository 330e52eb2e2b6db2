// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// An HTML report of 500 points is built and written in under 1 s and takes under 2 MB. Prints the figures and
// fails over either limit.
#include <QApplication>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include "tests/models/fixture_runs.h"
#include "ui/report/report_builder.h"
#include "ui/report/report_writer.h"
#include "ui/theme/theme.h"

namespace attnscope {
namespace {

constexpr double limit_ms = 1000;
constexpr double limit_mb = 2;

/// Fast enough and small enough.
bool report_in_time(const Run& run) {
  double best_ms = std::numeric_limits<double>::infinity();
  double megabytes = 0;
  for (int attempt = 0; attempt < 3; ++attempt) {
    const auto start = std::chrono::steady_clock::now();
    const auto document = build_report({&run}, {});
    if (!document) return false;
    megabytes = static_cast<double>(render_report(*document, ReportFormat::html).size()) / 1e6;
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    best_ms = std::min(best_ms, took.count());
  }
  std::printf("%zu points of %zu shapes: %.0f ms (limit %.0f), %.2f MB (limit %.0f)\n", run.points.size(),
              shapes_of(run).size(), best_ms, limit_ms, megabytes, limit_mb);
  return best_ms < limit_ms && megabytes < limit_mb;
}

}  // namespace
}  // namespace attnscope

int main(int count, char** arguments) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  const QApplication application(count, arguments);
  attnscope::Theme::instance().apply(attnscope::ThemeMode::light);
  attnscope::fixture::RunPlan deep;
  deep.seqlens.clear();
  for (std::int64_t length = 512; deep.seqlens.size() < 167; length += 512) deep.seqlens.push_back(length);
  attnscope::fixture::RunPlan broad;
  broad.head_dims = {32, 48, 64, 80, 96, 128, 160, 192, 224, 256};
  broad.devices = 2;
  const bool one = attnscope::report_in_time(attnscope::fixture::make_run(deep));
  const bool many = attnscope::report_in_time(attnscope::fixture::make_run(broad));
  return one && many ? EXIT_SUCCESS : EXIT_FAILURE;
}
