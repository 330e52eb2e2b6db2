// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/compare_report.h"
#include "app/cli/json.h"
#include "app/cli/run_document.h"
#include "app/cli/words.h"

namespace attnscope {
namespace {

using Json = nlohmann::ordered_json;

Json run_json_head(const Run& run) {
  return {{"id", run.header.id}, {"name", run.header.name}, {"created_ms", run.header.created_ms}};
}

template <typename Value>
void add(Json& object, const char* name, const std::optional<Value>& value) {
  if (value) object[name] = *value;
}

Json floor_json(const NoiseFloor& floor) {
  Json object{{"relative_deviation", floor.relative_deviation}, {"measured", floor.measured_ms.has_value()}};
  add(object, "measured_ms", floor.measured_ms);
  add(object, "degrees_of_freedom", floor.degrees_of_freedom);
  return object;
}

Json noise_json(const NoiseFloors& floors) {
  Json object = floor_json(floors.below_power_limit);
  object["at_power_limit"] = floor_json(floors.at_power_limit);
  return object;
}

Json device_json(const DevicePair& pair) {
  return {{"base_uuid", pair.base.uuid},
          {"base_name", pair.base.name},
          {"other_uuid", pair.other.uuid},
          {"other_name", pair.other.name},
          {"base_noise", noise_json(pair.base_noise)},
          {"other_noise", noise_json(pair.other_noise)}};
}

Json judgement_json(const Judgement& judgement, const QString& verdict) {
  Json object{{"verdict", verdict.toStdString()}, {"ratio", judgement.ratio.value}};
  if (judgement.ratio.interval) {
    object["ratio_interval"] = {judgement.ratio.interval->low, judgement.ratio.interval->high};
  }
  return object;
}

Json side_json(const ComparedSide& side, const CompareMetrics& metrics) {
  Json object{{"outcome", outcome_name(side.point->outcome).toStdString()}};
  const QString reason = outcome_words(side.point->outcome);
  if (!reason.isEmpty()) object["reason"] = reason.toStdString();
  if (metrics.time) {
    add(object, "median_span_us", side.time_us);
    add(object, "tflops", side.tflops);
    add(object, "percent_of_peak", side.percent_of_peak);
    add(object, "speedup", side.speedup);
  }
  const auto* measured = std::get_if<Measured>(&side.point->outcome);
  if (metrics.memory && measured != nullptr) object["peak_bytes"] = measured->memory.peak_bytes;
  return object;
}

Json point_json(const ComparedPoint& point, const CompareMetrics& metrics) {
  Json object{{"device", point.device},
              {"implementation", point.base.point->implementation},
              {"problem", problem_document(point.base.point->problem)},
              {"base", side_json(point.base, metrics)},
              {"other", side_json(point.other, metrics)},
              {"lost", point.is_lost()}};
  if (metrics.time && point.time) {
    object["time"] = judgement_json(*point.time, time_verdict_words(point.time->verdict));
  }
  if (metrics.memory && point.memory) {
    object["memory"] = judgement_json(*point.memory, memory_verdict_words(point.memory->verdict));
  }
  if (metrics.occupancy && point.occupancy) {
    const OccupancyJudgement& judged = *point.occupancy;
    object["occupancy"] = {{"kind", judged.kind == OccupancyKind::achieved ? "achieved" : "theoretical"},
                           {"base_percent", judged.base_percent},
                           {"other_percent", judged.other_percent},
                           {"verdict", occupancy_verdict_words(judged.verdict).toStdString()}};
  }
  return object;
}

Json difference_json(const EnvironmentDifference& difference) {
  Json object{{"subject", subject_words(difference).toStdString()},
              {"base", difference.base},
              {"other", difference.other}};
  if (!difference.device.empty()) object["device_uuid"] = difference.device;
  return object;
}

Json unmatched_json(const std::vector<UnmatchedPoint>& points) {
  Json list = Json::array();
  for (const UnmatchedPoint& one : points) {
    list.push_back({{"device_uuid", one.point->device_uuid},
                    {"implementation", one.point->implementation},
                    {"problem", problem_document(one.point->problem)}});
  }
  return list;
}

Json report_json(const CompareReport& report, const CompareMetrics& metrics) {
  const RunComparison& comparison = report.comparison;
  Json devices = Json::array();
  for (const DevicePair& pair : comparison.devices) devices.push_back(device_json(pair));
  Json points = Json::array();
  for (const ComparedPoint& point : comparison.points) points.push_back(point_json(point, metrics));
  Json differences = Json::array();
  for (const EnvironmentDifference& one : comparison.differences) differences.push_back(difference_json(one));
  Json regressions = Json::array();
  for (const Regression& regression : report.regressions) {
    regressions.push_back({{"limit", regression.limit.text.toStdString()}, {"point", regression.point}});
  }
  return {{"other", run_json_head(*report.other)},
          {"devices", std::move(devices)},
          {"points", std::move(points)},
          {"regressions", std::move(regressions)},
          {"differences", std::move(differences)},
          {"only_base", unmatched_json(comparison.only_base)},
          {"only_other", unmatched_json(comparison.only_other)}};
}

}  // namespace

QString compare_json(const std::vector<CompareReport>& reports, const CompareMetrics& metrics) {
  Json comparisons = Json::array();
  for (const CompareReport& report : reports) comparisons.push_back(report_json(report, metrics));
  return json_text({{"base", run_json_head(*reports.front().base)},
                    {"confidence", verdict_confidence},
                    {"comparisons", std::move(comparisons)}});
}

}  // namespace attnscope
