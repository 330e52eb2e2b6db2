// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/run_csv.h"

#include <array>
#include <charconv>

#include "profiler/session/plain_text.h"
#include "profiler/session/point_figures.h"

namespace attnscope {
namespace {

template <typename Number>
QByteArray number(Number value) {
  std::array<char, 32> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return error == std::errc() ? QByteArray(buffer.data(), end - buffer.data()) : QByteArray();
}

/// Cells of one row, in the order in which they are added; the first row's names are the headings.
class Row {
 public:
  void label(const char* name, const std::string& value) { add(name, csv_cell(value)); }
  template <typename Number>
  void figure(const char* name, Number value) {
    add(name, number(value));
  }
  template <typename Number>
  void figure(const char* name, const std::optional<Number>& value) {
    add(name, value ? number(*value) : QByteArray());
  }
  const QByteArray& names() const { return names_; }
  const QByteArray& cells() const { return cells_; }

 private:
  void add(const char* name, const QByteArray& cell) {
    const char* comma = names_.isEmpty() ? "" : ",";
    names_ += QByteArray(comma) + name;
    cells_ += QByteArray(comma) + cell;
  }
  QByteArray names_;
  QByteArray cells_;
};

/// One word a kind of outcome, and why there are no figures.
std::string outcome_name(const Outcome& outcome) {
  static constexpr std::array names{"measured", "out of memory", "unsupported", "failed", "cancelled"};
  static_assert(names.size() == std::variant_size_v<Outcome>);
  return names[outcome.index()];
}

std::string reason_of(const Outcome& outcome) {
  if (const auto* memory = std::get_if<OutOfMemory>(&outcome)) return memory->message;
  if (const auto* unsupported = std::get_if<Unsupported>(&outcome)) return unsupported->reason;
  const auto* failed = std::get_if<Failed>(&outcome);
  return failed != nullptr ? failed->message : std::string();
}

void add_estimate(Row& row, const std::array<const char*, 3>& names,
                  const std::optional<Estimate>& estimate) {
  const bool has_interval = estimate && estimate->interval;
  row.figure(names[0], estimate ? std::optional(estimate->value) : std::nullopt);
  row.figure(names[1], has_interval ? std::optional(estimate->interval->low) : std::nullopt);
  row.figure(names[2], has_interval ? std::optional(estimate->interval->high) : std::nullopt);
}

void add_problem(Row& row, const Problem& problem) {
  row.figure("batch", problem.batch);
  row.figure("query_heads", problem.query_heads);
  row.figure("kv_heads", problem.kv_heads);
  row.figure("query_seqlen", problem.query_seqlen);
  row.figure("kv_seqlen", problem.kv_seqlen);
  row.figure("head_dim", problem.head_dim);
  row.label("dtype", std::string(name_of(problem.dtype)));
  row.label("causal", problem.causal ? "yes" : "no");
  row.figure("window_left", problem.window_left);
  row.figure("window_right", problem.window_right);
  row.figure("softmax_scale", effective_softmax_scale(problem));
  row.label("layout", std::string(name_of(problem.layout)));
  row.figure("soft_cap", problem.soft_cap);
  row.label("alibi", problem.alibi ? "yes" : "no");
  row.figure("dropout", problem.dropout);
}

void add_memory(Row& row, const Outcome& outcome) {
  const auto* measured = std::get_if<Measured>(&outcome);
  const auto* missing = std::get_if<OutOfMemory>(&outcome);
  const auto bytes = [measured](std::uint64_t MemoryUse::*field) {
    return measured != nullptr ? std::optional(measured->memory.*field) : std::nullopt;
  };
  row.figure("peak_bytes", bytes(&MemoryUse::peak_bytes));
  row.figure("output_bytes", bytes(&MemoryUse::output_bytes));
  row.figure("scratch_bytes", bytes(&MemoryUse::scratch_bytes));
  row.figure("library_bytes", bytes(&MemoryUse::library_bytes));
  row.figure("input_bytes", bytes(&MemoryUse::input_bytes));
  row.figure("predicted_bytes", bytes(&MemoryUse::predicted_bytes));
  row.figure("needed_bytes", missing != nullptr ? std::optional(missing->needed_bytes) : std::nullopt);
  row.figure("capacity_bytes", missing != nullptr ? std::optional(missing->capacity_bytes) : std::nullopt);
}

void add_details(Row& row, const Outcome& outcome) {
  const auto* measured = std::get_if<Measured>(&outcome);
  const ErrorFigures* error = measured != nullptr && measured->error ? &*measured->error : nullptr;
  row.figure("max_abs_error", error != nullptr ? std::optional(error->max_abs) : std::nullopt);
  row.figure("relative_rms_error", error != nullptr ? std::optional(error->relative_rms) : std::nullopt);
  row.figure("rows_checked", error != nullptr ? std::optional(error->rows_checked) : std::nullopt);
  const TileOccupancy occupancy = measured != nullptr ? measured->occupancy : TileOccupancy{};
  row.figure("theoretical_occupancy_percent", occupancy.theoretical_percent);
  row.label("occupancy_limiter", occupancy.limiter.value_or(""));
  row.figure("achieved_occupancy_percent", occupancy.achieved_percent);
  row.figure("wave_fill_percent", occupancy.wave_fill_percent);
  row.figure("balance_percent", occupancy.balance_percent);
  row.figure("measured_balance_percent", occupancy.measured_balance_percent);
  row.figure("mask_density_percent", occupancy.mask_density_percent);
  std::string kernels;
  std::string remarks;
  if (measured != nullptr) {
    for (const KernelRecord& kernel : measured->kernels)
      kernels += (kernels.empty() ? "" : "; ") + kernel.name;
    for (const std::string& remark : measured->remarks) remarks += (remarks.empty() ? "" : "; ") + remark;
  }
  row.label("tile", measured != nullptr && measured->tile ? to_string(*measured->tile) : "");
  row.label("kernels", kernels);
  row.label("timing_source", measured != nullptr ? measured->timing_source : "");
  row.label("l2", measured == nullptr ? "" : (measured->cold_l2 ? "cold" : "warm"));
  row.label("remarks", remarks);
}

Row row_of(const Run& run, const PointFigures& figures, const std::string& baseline) {
  const Point& point = *figures.point;
  const auto* measured = std::get_if<Measured>(&point.outcome);
  Row row;
  row.label("run_id", run.header.id);
  row.label("run_name", run.header.name);
  row.figure("created_ms", run.header.created_ms);
  row.label("device_uuid", point.device_uuid);
  row.label("device_name", figures.device_name);
  row.label("implementation", point.implementation);
  add_problem(row, point.problem);
  row.label("outcome", outcome_name(point.outcome));
  row.label("reason", reason_of(point.outcome));
  row.figure("samples", measured != nullptr ? std::optional(measured->samples.size()) : std::nullopt);
  add_estimate(row, {"median_span_us", "median_span_us_low", "median_span_us_high"}, figures.span_us);
  row.figure("tflops", figures.tflops ? std::optional(figures.tflops->value) : std::nullopt);
  row.label("baseline", baseline);
  add_estimate(row, {"speedup", "speedup_low", "speedup_high"}, figures.speedup);
  add_memory(row, point.outcome);
  add_details(row, point.outcome);
  return row;
}

}  // namespace

QByteArray csv_cell(const std::string& label) {
  QByteArray cell = plain_text(label).toUtf8();
  // A spreadsheet takes these as the beginning of a formula, whatever the quotes say.
  static constexpr std::string_view formula = "=+-@\t";
  if (!cell.isEmpty() && formula.find(cell.front()) != std::string_view::npos) cell.prepend('\'');
  const bool quote = cell.contains(',') || cell.contains('"') || cell.contains('\n');
  if (!quote) return cell;
  return '"' + cell.replace('"', "\"\"") + '"';
}

QByteArray csv_of(const std::vector<Run>& runs) {
  // The headings come from a row, so that they cannot drift apart; an empty run still has them.
  const Point nothing;
  const Run no_run;
  PointFigures example;
  example.point = &nothing;
  QByteArray text = row_of(no_run, example, "").names() + '\n';
  for (const Run& run : runs) {
    const std::string baseline = baseline_of(run);
    for (const PointFigures& figures : figures_of(run, baseline)) {
      text += row_of(run, figures, baseline).cells() + '\n';
    }
  }
  return text;
}

}  // namespace attnscope
