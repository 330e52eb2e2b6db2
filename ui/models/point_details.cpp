// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/point_details.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "profiler/analysis/bound.h"
#include "profiler/analysis/gpu_table.h"
#include "ui/models/bound_text.h"
#include "ui/models/chart_texts.h"
#include "ui/models/environment_text.h"
#include "ui/models/labels.h"
#include "ui/models/metric_help.h"

namespace attnscope {
namespace {

struct Details {
  Q_DECLARE_TR_FUNCTIONS(attnscope::Details)
};

const Environment* environment_of(const Run& run, const std::string& uuid) {
  for (const Environment& environment : run.header.environments) {
    if (environment.device.uuid == uuid) {
      return &environment;
    }
  }
  return nullptr;
}

QString subtitle_of(const Point& point, const Environment* environment) {
  const Problem& problem = point.problem;
  QStringList parts;
  parts << (environment == nullptr ? to_label(point.device_uuid) : device_label(environment->device));
  parts << Details::tr("batch %1").arg(problem.batch);
  if (problem.query_seqlen != problem.kv_seqlen) {
    parts << Details::tr("queries %1").arg(count_label(problem.query_seqlen));
  }
  parts << shape_label(problem);
  return parts.join(QStringLiteral(" · "));
}

/// "Time (median of 34)", "Speed".
void add_speed(PointDetails& details, const Environment* environment, const Point& point,
               const Measured& measured, const MetricOptions& options) {
  if (const auto time = value_of(point, Metric::time, options)) {
    const auto count = static_cast<int>(measured.samples.size());
    details.rows.push_back({Details::tr("Time (median of %1)").arg(count), span_label(time->value),
                            half_width_label(*time), Tone::plain, metric_help(HelpTopic::span)});
  }
  if (const auto speed = value_of(point, Metric::throughput, options)) {
    QString share;
    if (environment != nullptr) {
      const Dtype dtype = product_dtype(point.implementation, point.problem.dtype);
      if (const auto percent = percent_of_peak(environment->device, dtype, speed->value)) {
        share = Details::tr("%1 % of peak").arg(std::lround(*percent));
      }
    }
    details.rows.push_back({Details::tr("Speed"), throughput_label(speed->value), share, Tone::plain,
                            flop_convention_text(options.flops)});
  }
}

void add_speedup(PointDetails& details, const Run& run, const Point& point, const MetricOptions& options) {
  if (point.implementation == options.baseline) {
    return;
  }
  DetailRow row;
  row.label = Details::tr("Against %1").arg(implementation_label(options.baseline));
  row.help = metric_help(HelpTopic::speedup);
  const auto speedup = speedup_of(run, point, options.baseline);
  if (!speedup) {
    row.value = Details::tr("no baseline");
    details.rows.push_back(std::move(row));
    return;
  }
  const bool certain = speedup->interval && !speedup->interval->contains(1);
  if (!certain) {
    row.value = Details::tr("can't tell");
  } else if (speedup->value > 1) {
    row.value = Details::tr("%1 faster").arg(ratio_label(speedup->value));
    row.tone = Tone::good;
  } else {
    row.value = Details::tr("%1 slower").arg(ratio_label(1 / speedup->value));
    row.tone = Tone::warning;
  }
  if (speedup->interval) {
    const Interval interval = *speedup->interval;
    row.note = certain && speedup->value < 1 ? range_label({1 / interval.high, 1 / interval.low})
                                             : range_label(interval);
  }
  details.rows.push_back(std::move(row));
}

const Point* baseline_point(const Run& run, const Point& point, const std::string& baseline) {
  for (const Point& other : run.points) {
    if (other.implementation == baseline && other.device_uuid == point.device_uuid &&
        other.problem == point.problem) {
      return &other;
    }
  }
  return nullptr;
}

void add_memory(PointDetails& details, const Run& run, const Point& point, const Measured& measured,
                const MetricOptions& options) {
  const MemoryUse& memory = measured.memory;
  QString against;
  if (point.implementation != options.baseline) {
    const Point* baseline = baseline_point(run, point, options.baseline);
    const auto* other = baseline == nullptr ? nullptr : std::get_if<Measured>(&baseline->outcome);
    if (other != nullptr) {
      against = Details::tr("vs %1").arg(memory_label(static_cast<double>(other->memory.peak_bytes)));
    }
  }
  const auto bytes = [](std::uint64_t count) { return memory_label(static_cast<double>(count)); };
  details.rows.push_back({Details::tr("Peak memory"), bytes(memory.peak_bytes), against, Tone::plain,
                          metric_help(HelpTopic::peak_memory)});
  details.rows.push_back({Details::tr("Output, scratch"),
                          Details::tr("%1, %2").arg(bytes(memory.output_bytes), bytes(memory.scratch_bytes)),
                          {},
                          Tone::plain,
                          {}});
  if (memory.library_bytes > 0) {
    details.rows.push_back(
        {Details::tr("Library workspace"), bytes(memory.library_bytes), {}, Tone::plain, {}});
  }
  details.rows.push_back({Details::tr("With inputs"),
                          bytes(memory.peak_bytes + memory.input_bytes),
                          memory.from_records ? QString() : Details::tr("as stated"),
                          Tone::plain,
                          {}});
}

void add_error(PointDetails& details, const Measured& measured) {
  if (!measured.error) {
    return;
  }
  details.rows.push_back({Details::tr("Error to fp64 (RMS)"),
                          error_label(measured.error->relative_rms),
                          {},
                          Tone::plain,
                          metric_help(HelpTopic::error)});
  details.rows.push_back(
      {Details::tr("Largest error"), error_label(measured.error->max_abs), {}, Tone::plain, {}});
}

void add_throttling(PointDetails& details, const Measured& measured) {
  const auto held = [&measured](Throttle reason) {
    return std::count_if(measured.samples.begin(), measured.samples.end(), [reason](const Sample& sample) {
      return (sample.throttle & static_cast<std::uint32_t>(reason)) != 0;
    });
  };
  const auto add = [&](Throttle reason, const QString& value, Tone tone) {
    if (const auto count = held(reason); count > 0) {
      details.rows.push_back({Details::tr("Clock held by"), value,
                              Details::tr("%1 of %2").arg(count).arg(measured.samples.size()), tone,
                              metric_help(HelpTopic::throttling)});
    }
  };
  add(Throttle::power_cap, Details::tr("power cap"), Tone::plain);
  add(Throttle::thermal, Details::tr("temperature"), Tone::warning);
  add(Throttle::hardware, Details::tr("hardware"), Tone::warning);
}

void add_meters(PointDetails& details, const TileOccupancy& occupancy) {
  const auto add = [&details](const QString& label, const std::optional<double>& percent, HelpTopic topic) {
    if (percent) {
      details.meters.push_back({label, *percent, metric_help(topic)});
    }
  };
  add(Details::tr("Theoretical"), occupancy.theoretical_percent, HelpTopic::theoretical);
  add(Details::tr("Achieved"), occupancy.achieved_percent, HelpTopic::achieved);
  add(Details::tr("Wave fill"), occupancy.wave_fill_percent, HelpTopic::wave_fill);
  add(Details::tr("Balance"), occupancy.balance_percent, HelpTopic::balance);
  add(Details::tr("Measured"), occupancy.measured_balance_percent, HelpTopic::balance);
  add(Details::tr("Mask density"), occupancy.mask_density_percent, HelpTopic::mask_density);
}

QString occupancy_note(const Measured& measured) {
  const TileOccupancy& occupancy = measured.occupancy;
  QStringList sentences;
  if (occupancy.limiter) {
    const auto longest = std::max_element(measured.kernels.begin(), measured.kernels.end(),
                                          [](const KernelRecord& left, const KernelRecord& right) {
                                            return left.duration_us < right.duration_us;
                                          });
    if (longest != measured.kernels.end() && longest->blocks_per_sm) {
      const QString blocks = *longest->blocks_per_sm == 1
                                 ? Details::tr("1 block")
                                 : Details::tr("%1 blocks").arg(*longest->blocks_per_sm);
      sentences << Details::tr("Limited by %1: %2 of %3 threads per SM.")
                       .arg(to_label(*occupancy.limiter), blocks)
                       .arg(longest->threads_per_block);
    } else {
      sentences << Details::tr("Limited by %1.").arg(to_label(*occupancy.limiter));
    }
    constexpr double low = 50;
    const bool is_register_bound = *occupancy.limiter == "registers" || *occupancy.limiter == "shared memory";
    if (occupancy.theoretical_percent.value_or(100) < low && measured.tile && is_register_bound) {
      sentences << Details::tr("Low occupancy is by design here: large tiles hide latency with few warps.");
    }
  }
  if (measured.tile) {
    sentences << Details::tr("Tile %1.").arg(to_label(to_string(*measured.tile)));
  }
  return sentences.join(' ');
}

KernelDetail kernel_detail(const KernelRecord& kernel) {
  QStringList parts;
  const std::int64_t blocks = kernel.grid[0] * kernel.grid[1] * kernel.grid[2];
  if (kernel.threads_per_block > 0) {
    parts << Details::tr("%1 blocks × %2 threads").arg(count_label(blocks)).arg(kernel.threads_per_block);
  }
  if (kernel.launches > 1) {
    parts << Details::tr("%1 launches").arg(kernel.launches);
  }
  if (kernel.registers_per_thread > 0) {
    parts << Details::tr("%1 registers").arg(kernel.registers_per_thread);
  }
  if (kernel.shared_memory_bytes > 0) {
    parts << Details::tr("%1 shared").arg(memory_label(static_cast<double>(kernel.shared_memory_bytes)));
  }
  if (kernel.achieved_occupancy_percent) {
    parts << Details::tr("%1 achieved").arg(percent_label(*kernel.achieved_occupancy_percent));
  }
  if (kernel.duration_us > 0) {
    parts << span_label(kernel.duration_us);
  }
  return {to_label(kernel.name), parts.join(QStringLiteral(", "))};
}

void add_measured(PointDetails& details, const Run& run, const Point& point, const Measured& measured,
                  const MetricOptions& options) {
  add_speed(details, environment_of(run, point.device_uuid), point, measured, options);
  add_speedup(details, run, point, options);
  add_memory(details, run, point, measured, options);
  add_error(details, measured);
  add_throttling(details, measured);
  for (const Sample& sample : measured.samples) {
    details.samples_us.push_back(sample.span_us);
  }
  add_meters(details, measured.occupancy);
  details.occupancy_note = occupancy_note(measured);
  for (const KernelRecord& kernel : measured.kernels) {
    details.kernels.push_back(kernel_detail(kernel));
  }
  for (const std::string& remark : measured.remarks) {
    details.remarks << to_label(remark);
  }
}

}  // namespace

PointDetails details_of(const Run& run, std::size_t point_index, const MetricOptions& options,
                        std::span<const CeilingMeasurement> ceilings) {
  const Point& point = run.points.at(point_index);
  const Environment* environment = environment_of(run, point.device_uuid);
  PointDetails details;
  details.implementation = point.implementation;
  details.command = to_label(run.header.command);
  details.title = Details::tr("%1 at %2")
                      .arg(implementation_label(point.implementation), count_label(point.problem.kv_seqlen));
  details.subtitle = subtitle_of(point, environment);
  if (const auto* measured = std::get_if<Measured>(&point.outcome)) {
    add_measured(details, run, point, *measured, options);
  } else {
    details.outcome = outcome_text(point);
    details.outcome.replace(0, 1, details.outcome.left(1).toUpper());
  }
  if (environment != nullptr) {
    const CeilingMeasurement* roofs = ceilings_at(ceilings, point.device_uuid, run.header.created_ms);
    if (const auto bound = bound_of(point, *environment, roofs); bound && !bound->uses.empty()) {
      details.bound = bound_sentence(*bound);
    }
    details.environment = environment_lines(*environment, run.header.options);
    if (const auto* measured = std::get_if<Measured>(&point.outcome)) {
      details.environment << timing_line(*measured);
    }
  }
  return details;
}

}  // namespace attnscope
