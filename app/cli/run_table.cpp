// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_table.h"

#include "app/cli/table.h"
#include "app/cli/words.h"
#include "profiler/session/point_figures.h"

namespace attnscope {
namespace {

/// "NVIDIA H100", or "cuda:1 · NVIDIA H100" where the run holds several devices.
std::string device_words(const Run& run, const PointFigures& figures) {
  if (run.header.environments.size() < 2) return figures.device_name;
  for (const Environment& environment : run.header.environments) {
    const DeviceDescription& device = environment.device;
    if (device.uuid != figures.point->device_uuid) continue;
    const bool is_host = device.kind == DeviceKind::host_cpu;
    return (is_host ? "cpu" : "cuda:" + std::to_string(device.ordinal)) + " · " + figures.device_name;
  }
  return figures.device_name;
}

QStringList row_of(const PointFigures& figures, const std::string& baseline) {
  const Point& point = *figures.point;
  QStringList row{number_words(point.problem.kv_seqlen), number_words(point.problem.batch),
                  text(point.implementation)};
  const auto* measured = std::get_if<Measured>(&point.outcome);
  if (measured == nullptr || !figures.span_us)
    return row << ""
               << ""
               << ""
               << ""
               << ""
               << "" << outcome_words(point.outcome);
  row << time_words(figures.span_us->value) << interval_words(*figures.span_us);
  row << (figures.tflops ? QString::number(figures.tflops->value, 'g', 3) : QString());
  if (figures.speedup) {
    row << ratio_words(*figures.speedup);
  } else {
    row << (point.implementation == baseline ? QStringLiteral("baseline") : QString());
  }
  row << bytes_words(measured->memory.peak_bytes);
  row << (measured->error ? QString::number(measured->error->relative_rms, 'e', 1) : QString());
  return row << QString::number(measured->samples.size()) + QStringLiteral(" samples");
}

}  // namespace

QString run_head(const Run& run) {
  const RunHeader& header = run.header;
  QString head =
      QStringLiteral("%1 · %2 · %3 · run %4\n")
          .arg(text(header.name), when_words(header.created_ms), state_words(header.state), text(header.id));
  for (const Environment& environment : header.environments) {
    head += text(environment.device.name) + QStringLiteral(" (") + text(environment.device.uuid) + ')';
    if (!environment.host.empty()) head += QStringLiteral(" on ") + text(environment.host);
    if (environment.driver_version) head += QStringLiteral(", driver ") + text(*environment.driver_version);
    head += '\n';
  }
  return head;
}

QString run_remarks(const Run& run) {
  QStringList remarks;
  for (const Point& point : run.points) {
    const auto* measured = std::get_if<Measured>(&point.outcome);
    if (measured == nullptr) continue;
    for (const std::string& remark : measured->remarks) {
      if (!remarks.contains(text(remark))) remarks << text(remark);
    }
  }
  return remarks.isEmpty() ? QString()
                           : QStringLiteral("Remarks: ") + remarks.join(QStringLiteral("; ")) + '\n';
}

QString run_shortfalls(const Run& run) {
  QStringList lines;
  for (const Point& point : run.points) {
    const QString why = outcome_words(point.outcome);
    if (why.isEmpty()) continue;
    const QString line = text(point.implementation) + QStringLiteral(": ") + why + '\n';
    if (!lines.contains(line)) lines << line;
  }
  return lines.join(QString());
}

QString run_table(const Run& run) {
  const std::string baseline = baseline_of(run);
  QString page = run_head(run);
  std::string group;
  TextTable table({">S", ">B", "implementation", ">median", "95 %", ">TFLOP/s", ">speedup", ">peak memory",
                   ">RMS error", ""});
  std::int64_t length = 0;
  const auto flush = [&] {
    if (!group.empty()) page += table.text();
    table = TextTable({">S", ">B", "implementation", ">median", "95 %", ">TFLOP/s", ">speedup",
                       ">peak memory", ">RMS error", ""});
  };
  for (const PointFigures& figures : figures_of(run, baseline)) {
    const Problem& problem = figures.point->problem;
    const std::string here = device_words(run, figures) + " · " + shape_words(problem).toStdString();
    if (here != group) {
      flush();
      group = here;
      page += '\n' + text(here) + '\n';
    } else if (problem.kv_seqlen != length) {
      table.gap();
    }
    length = problem.kv_seqlen;
    table.add(row_of(figures, baseline));
  }
  flush();
  if (run.points.empty()) page += QStringLiteral("\nNo point was measured.\n");
  if (!run.pending.empty()) {
    page += QStringLiteral("\n%1 of %2 planned points have no outcome.\n")
                .arg(run.pending.size())
                .arg(run.header.planned_points);
  }
  page += QStringLiteral(
              "\nTFLOP/s count %1. Speedup over %2, median spans, 95 % interval. Peak memory: output, "
              "scratch and library workspace.\n")
              .arg(QString::fromUtf8(flop_convention), text(baseline));
  return page + run_remarks(run);
}

}  // namespace attnscope
