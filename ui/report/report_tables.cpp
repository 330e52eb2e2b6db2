// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report_tables.h"

#include <QCoreApplication>
#include <optional>

#include "profiler/session/point_figures.h"
#include "ui/models/chart_texts.h"
#include "ui/models/comparison_texts.h"
#include "ui/models/labels.h"
#include "ui/report/report_words.h"

namespace attnscope {
namespace {

struct ReportTables {
  Q_DECLARE_TR_FUNCTIONS(attnscope::ReportTables)
};

QString dash() {
  return QStringLiteral("–");
}

const Environment* environment_of(const Run& run, const std::string& uuid) {
  for (const Environment& environment : run.header.environments) {
    if (environment.device.uuid == uuid) return &environment;
  }
  return nullptr;
}

QString device_words(const Run& run, const std::string& uuid) {
  const Environment* environment = environment_of(run, uuid);
  if (environment == nullptr) return to_label(uuid);
  return run.header.environments.size() > 1 ? device_label(environment->device)
                                            : device_model_label(environment->device);
}

QString ratio_with_interval(const Estimate& ratio) {
  const QString value = ratio_label(ratio.value);
  return ratio.interval ? QStringLiteral("%1 (%2)").arg(value, range_label(*ratio.interval)) : value;
}

QString verdict_of_speedup(const std::optional<Estimate>& speedup) {
  if (!speedup) return {};
  if (!speedup->interval) return verdict_label(ComparedFigure::time, Verdict::cannot_tell);
  if (speedup->interval->low > 1) return verdict_label(ComparedFigure::time, Verdict::lower);
  return verdict_label(ComparedFigure::time,
                       speedup->interval->high < 1 ? Verdict::higher : Verdict::cannot_tell);
}

ReportTable empty_point_table(const QString& caption, const MetricOptions& options) {
  ReportTable table;
  table.caption = caption;
  table.columns = {{ReportTables::tr("Tokens"), true},
                   {ReportTables::tr("Batch"), true},
                   {ReportTables::tr("Implementation")},
                   {ReportTables::tr("Median time"), true},
                   {ReportTables::tr("95 %"), true},
                   {ReportTables::tr("TFLOP/s"), true},
                   {ReportTables::tr("Speedup over %1").arg(implementation_label(options.baseline)), true},
                   {ReportTables::tr("Verdict")},
                   {ReportTables::tr("Peak memory"), true},
                   {ReportTables::tr("RMS error"), true},
                   {ReportTables::tr("Occupancy"), true},
                   {ReportTables::tr("Samples"), true}};
  return table;
}

/// Achieved occupancy, or with its name the theoretical one.
QString occupancy_cell(const TileOccupancy& occupancy) {
  if (occupancy.achieved_percent) return percent_label(*occupancy.achieved_percent);
  if (!occupancy.theoretical_percent) return dash();
  return ReportTables::tr("%1 theoretical").arg(percent_label(*occupancy.theoretical_percent));
}

QStringList point_row(const PointFigures& figures, const MetricOptions& options) {
  const Point& point = *figures.point;
  QStringList row{count_label(point.problem.kv_seqlen), count_label(point.problem.batch),
                  implementation_label(point.implementation)};
  const auto* measured = std::get_if<Measured>(&point.outcome);
  if (measured == nullptr || !figures.span_us) {
    row << dash() << QString() << dash() << dash() << outcome_text(point);
    return row << dash() << dash() << dash() << QStringLiteral("0");
  }
  const std::optional<Estimate> rate = value_of(point, Metric::throughput, options);
  const bool is_baseline = point.implementation == options.baseline;
  row << span_label(figures.span_us->value) << half_width_label(*figures.span_us)
      << (rate ? QString::number(rate->value, 'g', 3) : dash())
      << (figures.speedup ? ratio_with_interval(*figures.speedup) : dash())
      << (is_baseline ? ReportTables::tr("baseline") : verdict_of_speedup(figures.speedup))
      << memory_label(static_cast<double>(measured->memory.peak_bytes))
      << (measured->error ? error_label(measured->error->relative_rms) : dash())
      << occupancy_cell(measured->occupancy) << QString::number(measured->samples.size());
  return row;
}

QString time_cell(const ComparedSide& side) {
  if (side.time_us) return span_label(*side.time_us);
  return side.point != nullptr ? outcome_text(*side.point) : dash();
}

QString occupancy_change(const std::optional<OccupancyJudgement>& judged) {
  if (!judged) return dash();
  return ReportTables::tr("%1 → %2 (%3)")
      .arg(percent_label(judged->base_percent), percent_label(judged->other_percent),
           occupancy_label(judged->kind));
}

QString memory_change(const ComparedPoint& point) {
  const auto* before = std::get_if<Measured>(&point.base.point->outcome);
  const auto* after = std::get_if<Measured>(&point.other.point->outcome);
  if (before == nullptr || after == nullptr || !point.memory) return dash();
  const QString now = memory_label(static_cast<double>(after->memory.peak_bytes));
  if (point.memory->verdict == Verdict::same) return ReportTables::tr("same: %1").arg(now);
  return ReportTables::tr("%1: %2 → %3")
      .arg(verdict_label(ComparedFigure::memory, point.memory->verdict),
           memory_label(static_cast<double>(before->memory.peak_bytes)), now);
}

}  // namespace

std::vector<ReportTable> point_tables(const Run& run, const MetricOptions& options) {
  std::vector<ReportTable> tables;
  const std::string* device = nullptr;
  Problem shape;
  for (const PointFigures& figures : figures_of(run, options.baseline)) {
    const Problem here = shape_of(figures.point->problem);
    if (device == nullptr || *device != figures.point->device_uuid || here != shape) {
      const QString where = device_words(run, figures.point->device_uuid);
      tables.push_back(empty_point_table(QStringLiteral("%1 · %2").arg(where, shape_label(here)), options));
      device = &figures.point->device_uuid;
      shape = here;
    }
    tables.back().rows.push_back(point_row(figures, options));
  }
  return tables;
}

ReportTable claims_table(const Run& run, const std::vector<ClaimCheck>& checks, const std::string& baseline) {
  ReportTable table;
  const bool several = run.header.environments.size() > 1;
  table.columns = {{ReportTables::tr("Claim")}, {ReportTables::tr("Here")}, {ReportTables::tr("Measured")}};
  if (several) table.columns.insert(table.columns.begin(), ReportColumn{ReportTables::tr("Device")});
  for (const ClaimCheck& check : checks) {
    QStringList row{claim_text(check.kind, baseline), claim_standing(check.standing), claim_figure(check)};
    if (several) row.prepend(device_words(run, check.device_uuid));
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::vector<ReportTable> comparison_tables(const RunComparison& comparison) {
  std::vector<ReportTable> tables;
  std::optional<std::size_t> device;
  Problem shape;
  for (const ComparedPoint& point : comparison.points) {
    const Problem here = shape_of(point.base.point->problem);
    if (device != point.device || here != shape) {
      const DevicePair& pair = comparison.devices[point.device];
      const QString before = device_model_label(pair.base);
      const QString after = device_model_label(pair.other);
      const QString where = before == after ? before : ReportTables::tr("%1 against %2").arg(after, before);
      tables.push_back({QStringLiteral("%1 · %2").arg(where, shape_label(here)),
                        {{ReportTables::tr("Tokens"), true},
                         {ReportTables::tr("Batch"), true},
                         {ReportTables::tr("Implementation")},
                         {ReportTables::tr("Base"), true},
                         {ReportTables::tr("Other"), true},
                         {ReportTables::tr("Other / base, 99.7 %"), true},
                         {ReportTables::tr("Verdict")},
                         {ReportTables::tr("Memory")},
                         {ReportTables::tr("Occupancy")}},
                        {}});
      device = point.device;
      shape = here;
    }
    const Problem& problem = point.base.point->problem;
    tables.back().rows.push_back({count_label(problem.kv_seqlen), count_label(problem.batch),
                                  implementation_label(point.base.point->implementation),
                                  time_cell(point.base), time_cell(point.other),
                                  point.time ? fine_ratio_label(point.time->ratio) : dash(),
                                  point.time        ? verdict_label(ComparedFigure::time, point.time->verdict)
                                  : point.is_lost() ? ReportTables::tr("lost")
                                                    : dash(),
                                  memory_change(point), occupancy_change(point.occupancy)});
  }
  return tables;
}

ReportTable difference_table(const RunComparison& comparison) {
  ReportTable table;
  table.caption = ReportTables::tr("Differences of environment");
  table.columns = {{ReportTables::tr("What")}, {ReportTables::tr("Base")}, {ReportTables::tr("Other")}};
  const auto said = [](const std::string& value) {
    return value.empty() ? ReportTables::tr("not known") : to_label(value);
  };
  for (const EnvironmentDifference& difference : comparison.differences) {
    table.rows.push_back({subject_label(difference), said(difference.base), said(difference.other)});
  }
  return table;
}

ReportTable environment_table(const Environment& environment) {
  ReportTable table;
  table.caption = device_label(environment.device);
  table.columns = {{ReportTables::tr("What")}, {ReportTables::tr("Value")}};
  const auto add = [&table](const QString& what, const QString& value) {
    if (!value.isEmpty()) table.rows.push_back({what, value});
  };
  const DeviceDescription& device = environment.device;
  add(ReportTables::tr("Device"), to_label(device.name));
  add(ReportTables::tr("UUID"), to_label(device.uuid));
  if (device.compute_capability) {
    add(ReportTables::tr("Compute capability"), QString::number(*device.compute_capability / 10.0, 'f', 1));
  }
  if (device.memory_bytes > 0) {
    add(ReportTables::tr("Memory"), memory_label(static_cast<double>(device.memory_bytes)));
  }
  add(device.kind == DeviceKind::cuda ? ReportTables::tr("Multiprocessors") : ReportTables::tr("Threads"),
      QString::number(device.multiprocessors));
  if (environment.driver_version) add(ReportTables::tr("Driver"), to_label(*environment.driver_version));
  if (environment.cuda_version) {
    add(ReportTables::tr("CUDA of the driver"), QStringLiteral("%1.%2")
                                                    .arg(*environment.cuda_version / 1000)
                                                    .arg(*environment.cuda_version % 1000 / 10));
  }
  if (environment.max_sm_clock_mhz) {
    add(ReportTables::tr("Highest SM clock"),
        ReportTables::tr("%1 MHz").arg(*environment.max_sm_clock_mhz, 0, 'f', 0));
  }
  if (environment.power_limit_watts) {
    add(ReportTables::tr("Power limit"),
        ReportTables::tr("%1 W").arg(*environment.power_limit_watts, 0, 'f', 0));
  }
  const auto on_off = [](bool on) { return on ? ReportTables::tr("on") : ReportTables::tr("off"); };
  if (environment.mig_enabled) add(ReportTables::tr("MIG"), on_off(*environment.mig_enabled));
  if (environment.ecc_enabled) add(ReportTables::tr("ECC"), on_off(*environment.ecc_enabled));
  add(ReportTables::tr("Machine"), to_label(environment.host));
  add(ReportTables::tr("attnscope"), to_label(environment.program_version));
  add(ReportTables::tr("Kernel sources"), to_label(environment.kernel_hash));
  for (const auto& [library, version] : environment.libraries) add(to_label(library), to_label(version));
  return table;
}

}  // namespace attnscope
