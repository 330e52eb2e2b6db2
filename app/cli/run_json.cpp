// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "app/cli/json.h"
#include "app/cli/run_document.h"
#include "app/cli/run_table.h"
#include "app/cli/words.h"
#include "profiler/session/point_figures.h"

namespace attnscope {
namespace {

using Json = nlohmann::ordered_json;

void add(Json& object, const char* name, const std::optional<Estimate>& estimate) {
  if (!estimate) return;
  object[name] = estimate->value;
  if (estimate->interval) {
    object[std::string(name) + "_interval"] = {estimate->interval->low, estimate->interval->high};
  }
}

void add(Json& object, const char* name, const std::optional<double>& value) {
  if (value) object[name] = *value;
}

void add_measured(Json& object, const Measured& measured) {
  object["samples"] = measured.samples.size();
  object["timing_source"] = measured.timing_source;
  object["cold_l2"] = measured.cold_l2;
  object["peak_bytes"] = measured.memory.peak_bytes;
  object["output_bytes"] = measured.memory.output_bytes;
  object["scratch_bytes"] = measured.memory.scratch_bytes;
  object["library_bytes"] = measured.memory.library_bytes;
  object["input_bytes"] = measured.memory.input_bytes;
  object["predicted_bytes"] = measured.memory.predicted_bytes;
  if (measured.error) {
    object["max_abs_error"] = measured.error->max_abs;
    object["relative_rms_error"] = measured.error->relative_rms;
  }
  add(object, "theoretical_occupancy_percent", measured.occupancy.theoretical_percent);
  add(object, "achieved_occupancy_percent", measured.occupancy.achieved_percent);
  add(object, "wave_fill_percent", measured.occupancy.wave_fill_percent);
  add(object, "balance_percent", measured.occupancy.balance_percent);
  add(object, "measured_balance_percent", measured.occupancy.measured_balance_percent);
  add(object, "mask_density_percent", measured.occupancy.mask_density_percent);
  Json kernels = Json::array();
  for (const KernelRecord& kernel : measured.kernels) kernels.push_back(kernel.name);
  object["kernels"] = std::move(kernels);
  object["remarks"] = measured.remarks;
}

Json point_json(const PointFigures& figures) {
  const Point& point = *figures.point;
  Json object{{"device_uuid", point.device_uuid},
              {"device_name", figures.device_name},
              {"implementation", point.implementation},
              {"problem", problem_document(point.problem)},
              {"outcome", outcome_name(point.outcome).toStdString()}};
  const QString reason = outcome_words(point.outcome);
  if (!reason.isEmpty()) object["reason"] = reason.toStdString();
  if (const auto* memory = std::get_if<OutOfMemory>(&point.outcome)) {
    object["needed_bytes"] = memory->needed_bytes;
    object["capacity_bytes"] = memory->capacity_bytes;
  }
  add(object, "median_span_us", figures.span_us);
  add(object, "tflops", figures.tflops);
  add(object, "speedup", figures.speedup);
  if (const auto* measured = std::get_if<Measured>(&point.outcome)) add_measured(object, *measured);
  return object;
}

}  // namespace

Json problem_document(const Problem& problem) {
  Json object{{"batch", problem.batch},           {"query_heads", problem.query_heads},
              {"kv_heads", problem.kv_heads},     {"query_seqlen", problem.query_seqlen},
              {"kv_seqlen", problem.kv_seqlen},   {"head_dim", problem.head_dim},
              {"dtype", name_of(problem.dtype)},  {"causal", problem.causal},
              {"layout", name_of(problem.layout)}};
  if (problem.window_left) object["window_left"] = *problem.window_left;
  if (problem.window_right) object["window_right"] = *problem.window_right;
  if (problem.softmax_scale) object["softmax_scale"] = *problem.softmax_scale;
  if (problem.soft_cap) object["soft_cap"] = *problem.soft_cap;
  if (problem.alibi) object["alibi"] = true;
  if (problem.dropout > 0) {
    object["dropout"] = problem.dropout;
    object["dropout_seed"] = problem.dropout_seed;
  }
  return object;
}

Json run_document(const Run& run) {
  const std::string baseline = baseline_of(run);
  Json points = Json::array();
  for (const PointFigures& figures : figures_of(run, baseline)) points.push_back(point_json(figures));
  return {{"id", run.header.id},
          {"name", run.header.name},
          {"created_ms", run.header.created_ms},
          {"state", state_words(run.header.state).toStdString()},
          {"command", run.header.command},
          {"planned_points", run.header.planned_points},
          {"note", run.note},
          {"tags", run.tags},
          {"flop_convention", flop_convention},
          {"baseline", baseline},
          {"points", points}};
}

QString run_json(const Run& run) {
  return json_text(run_document(run));
}

}  // namespace attnscope
