// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/compare_report.h"
#include "app/cli/compare_source.h"
#include "app/cli/console.h"
#include "profiler/session/point_figures.h"

namespace attnscope {
namespace {

constexpr char compare_description[] =
    "Lays runs beside a base: a verdict on each point that both have, what differed around them, and which\n"
    "points only one has. BASE and OTHER are runs as show takes them, or files: a database, a .json export "
    "or\n"
    "a worker's stream. Of a file it is the newest run; FILE:RUN names another.\n"
    "\n"
    "faster, slower  the 99.7 % interval of the ratio other/base excludes 1, and the ratio differs from 1 "
    "by\n"
    "                at least half the margin\n"
    "same            the interval lies within the margin\n"
    "can't tell      otherwise\n"
    "The interval counts the samples, how far they correlate or drift, and how much runs of the very same "
    "thing\n"
    "differ on that device, which attnscope doctor --noise measures.\n"
    "\n"
    "--fail-on ends with exit code 1 if any point of any OTHER is\n"
    "slower:3%   called slower, and its time is at least 3 % longer (slower alone: by whatever is called "
    "so)\n"
    "memory:5%   larger in peak memory by at least 5 % (memory alone: by any byte)\n"
    "lost        measured in BASE, and not in OTHER: it failed, ran out of memory or is not supported\n"
    "and with 3 where the runs have no point in common, since then nothing was checked.";

Result<CompareMetrics> metrics_from(const QStringList& names) {
  if (names.isEmpty()) return CompareMetrics{};
  CompareMetrics metrics{false, false, false};
  for (const QString& name : names) {
    if (name == QStringLiteral("time")) {
      metrics.time = true;
    } else if (name == QStringLiteral("memory")) {
      metrics.memory = true;
    } else if (name == QStringLiteral("occupancy")) {
      metrics.occupancy = true;
    } else {
      return fail(ErrorKind::usage,
                  "--metric takes time, memory and occupancy, not \"" + name.toStdString() + '"');
    }
  }
  return metrics;
}

Result<double> margin_from(const CommandOptions& options) {
  if (!options.has("same-within")) return default_margin;
  QString number = options.value("same-within");
  if (number.endsWith('%')) number.chop(1);
  bool is_number = false;
  const double percent = number.toDouble(&is_number);
  if (is_number && percent > 0 && percent <= 100) return percent / 100;
  return fail(ErrorKind::usage, "--same-within takes a percentage above 0 and up to 100, not \"" +
                                    options.value("same-within").toStdString() + '"');
}

std::vector<Regression> regressions_of(const RunComparison& comparison,
                                       const std::vector<CompareLimit>& limits) {
  std::vector<Regression> found;
  for (std::size_t point = 0; point < comparison.points.size(); ++point) {
    for (const CompareLimit& limit : limits) {
      if (exceeds(comparison.points[point], limit)) found.push_back({point, limit});
    }
  }
  return found;
}

/// BASE and the OTHERs.
Result<std::vector<Run>> load_all(CompareSource& source, const QStringList& wanted) {
  std::vector<Run> runs;
  for (const QString& one : wanted) {
    auto run = source.load(one);
    if (!run) return tl::unexpected(run.error());
    runs.push_back(std::move(*run));
  }
  return runs;
}

int exit_code_of(const std::vector<CompareReport>& reports, bool has_limits) {
  if (!has_limits) return exit_done;
  bool unchecked = false;
  for (const CompareReport& report : reports) {
    if (!report.regressions.empty()) return exit_check_failed;
    unchecked = unchecked || report.comparison.points.empty();
  }
  if (!unchecked) return exit_done;
  print_error("--fail-on could check nothing: there is a run without a point in common with the base");
  return exit_failure;
}

}  // namespace

int compare_command(const QStringList& arguments) {
  CommandOptions options("compare BASE OTHER… [options]", compare_description);
  options.add("fail-on", "End with exit code 1 on a regression; may be repeated.", "slower:3%");
  options.add("metric", "Compare time, memory or occupancy only; all three by default.", "LIST");
  options.add("same-within", "The margin of \"same\", 2% by default.", "PERCENT");
  if (const auto code = options.parse(arguments)) return *code;
  if (options.positional().size() < 2) {
    return usage_error(
        "compare needs a BASE and at least one OTHER: ids of attnscope runs, \"latest\", or files");
  }
  const auto limits = parse_limits(options.list("fail-on"));
  if (!limits) return failure(limits.error());
  const auto metrics = metrics_from(options.list("metric"));
  if (!metrics) return failure(metrics.error());
  const auto margin = margin_from(options);
  if (!margin) return failure(margin.error());

  CompareSource source(options);
  const auto runs = load_all(source, options.positional());
  if (!runs) return failure(runs.error());
  const auto noise = source.noise();
  if (!noise) return failure(noise.error());

  const Run& base = runs->front();
  const ComparisonOptions how{*margin, baseline_of(base), *noise};
  std::vector<CompareReport> reports;
  for (auto other = runs->begin() + 1; other != runs->end(); ++other) {
    CompareReport report{&base, &*other, compare_runs(base, *other, how), {}};
    report.regressions = regressions_of(report.comparison, *limits);
    reports.push_back(std::move(report));
  }
  if (options.json()) {
    print(compare_json(reports, *metrics));
  } else {
    QStringList pages;
    for (const CompareReport& report : reports) pages << compare_text(report, *metrics);
    print(pages.join('\n'));
  }
  return exit_code_of(reports, !limits->empty());
}

}  // namespace attnscope
