// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/grid_table.h"

#include "app/cli/json.h"
#include "app/cli/run_document.h"
#include "app/cli/run_table.h"
#include "app/cli/table.h"
#include "app/cli/words.h"
#include "profiler/session/paper_grid.h"
#include "profiler/session/point_figures.h"

namespace attnscope {
namespace {

using Json = nlohmann::ordered_json;

QString shown(const std::string& words) {
  return QString::fromStdString(words);
}

/// The name, the median, its interval and the rate.
void add_side(QStringList& row, const std::optional<GridTime>& time) {
  if (!time) {
    row << QStringLiteral("nothing measured") << QString() << QString() << QString();
    return;
  }
  row << shown(time->implementation) << time_words(time->span_us.value) << interval_words(time->span_us)
      << QString::number(time->tflops, 'f', 0);
}

QStringList row_of(const GridRow& row) {
  const Problem& problem = row.problem;
  QStringList cells{shown(std::string(name_of(problem.dtype))), QString::number(problem.head_dim),
                    problem.causal ? QStringLiteral("causal") : QStringLiteral("none"),
                    number_words(problem.kv_seqlen), number_words(problem.batch)};
  add_side(cells, row.in_app);
  add_side(cells, row.best_peer);
  return cells << (row.ratio ? ratio_words(*row.ratio) : QString());
}

QString mean_line(const QString& against, const GridMean& mean) {
  return QStringLiteral("  %1: %2× over %3 shapes, from %4× to %5×\n")
      .arg(against)
      .arg(mean.geometric_mean, 0, 'f', 3)
      .arg(mean.shapes)
      .arg(mean.lowest, 0, 'f', 2)
      .arg(mean.highest, 0, 'f', 2);
}

Json side_json(const GridTime& time) {
  Json side{{"implementation", time.implementation},
            {"median_span_us", time.span_us.value},
            {"tflops", time.tflops}};
  if (time.span_us.interval)
    side["median_span_us_interval"] = {time.span_us.interval->low, time.span_us.interval->high};
  return side;
}

Json mean_json(const GridMean& mean) {
  return {{"shapes", mean.shapes},
          {"geometric_mean", mean.geometric_mean},
          {"lowest", mean.lowest},
          {"highest", mean.highest}};
}

Json row_json(const GridRow& row) {
  Json object{{"device_uuid", row.device_uuid}, {"problem", problem_document(row.problem)}};
  if (row.in_app) object["in_app"] = side_json(*row.in_app);
  if (row.best_peer) object["best_peer"] = side_json(*row.best_peer);
  if (row.ratio) {
    object["ratio"] = row.ratio->value;
    if (row.ratio->interval) object["ratio_interval"] = {row.ratio->interval->low, row.ratio->interval->high};
    object["ratio_to"] = row.ratio_to;
  }
  return object;
}

}  // namespace

QString grid_table(const Run& run) {
  const GridComparison comparison = compare_with_peers(run);
  TextTable table({"dtype", ">D", "mask", ">S", ">B", "in-app", ">median", "95 %", ">TFLOP/s", "best peer",
                   ">median", "95 %", ">TFLOP/s", ">ratio"});
  const GridRow* last = nullptr;
  for (const GridRow& row : comparison.rows) {
    const bool new_shape =
        last != nullptr &&
        (last->problem.head_dim != row.problem.head_dim || last->problem.causal != row.problem.causal ||
         last->problem.dtype != row.problem.dtype || last->device_uuid != row.device_uuid);
    if (new_shape) table.gap();
    table.add(row_of(row));
    last = &row;
  }
  QString page = run_head(run) + '\n' + table.text();
  page +=
      QStringLiteral(
          "\nRatio: the best peer's median span over the in-app kernel's, 95 % interval; above 1 the in-app "
          "kernel is faster. TFLOP/s count %1.\n")
          .arg(QString::fromUtf8(flop_convention));
  if (comparison.best_peer) {
    page += QStringLiteral("Geometric mean of the ratios:\n");
    page += mean_line(QStringLiteral("to the best peer"), *comparison.best_peer);
    for (const auto& [peer, mean] : comparison.peers)
      page += mean_line(QStringLiteral("to ") + shown(peer), mean);
  } else {
    page += QStringLiteral("No shape was measured on both sides.\n");
  }
  return page + run_shortfalls(run) + run_remarks(run);
}

QString grid_json(const Run& run) {
  const GridComparison comparison = compare_with_peers(run);
  Json rows = Json::array();
  for (const GridRow& row : comparison.rows) rows.push_back(row_json(row));
  Json peers = Json::object();
  for (const auto& [peer, mean] : comparison.peers) peers[peer] = mean_json(mean);
  Json grid{{"rows", rows}, {"peers", peers}};
  if (comparison.best_peer) grid["best_peer"] = mean_json(*comparison.best_peer);
  Json document = run_document(run);
  document["grid"] = std::move(grid);
  return json_text(document);
}

}  // namespace attnscope
