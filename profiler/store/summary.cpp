// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/store/summary.h"

#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <map>
#include <string>

#include "profiler/store/columns.h"

namespace attnscope::store {
namespace {

/// The different words that a part of the shape takes in a run, in the order met.
class Words {
 public:
  void add(const std::string& word) {
    if (!word.empty() && std::find(words_.begin(), words_.end(), word) == words_.end()) {
      words_.push_back(word);
    }
  }
  std::string joined() const {
    std::string text;
    for (const std::string& word : words_) {
      text += text.empty() ? word : ", " + word;
    }
    return text;
  }

 private:
  std::vector<std::string> words_;
};

struct Shape {
  Words heads;
  Words head_dims;
  Words dtypes;
  Words masks;

  std::string text() const {
    if (heads.joined().empty()) {
      return {};
    }
    std::string text = heads.joined() + " × " + head_dims.joined() + " " + dtypes.joined();
    const std::string mask = masks.joined();
    // A run without any mask says nothing of it; one with both says so.
    return mask == "full" ? text : text + " " + mask;
  }
};

struct Tally {
  RunSummary* summary = nullptr;
  Shape shape;
};

std::string window_text(const std::optional<std::int64_t>& left, const std::optional<std::int64_t>& right) {
  const auto side = [](const std::optional<std::int64_t>& keys) {
    return keys ? std::to_string(*keys) : std::string("∞");
  };
  return "window " + side(left) + "/" + side(right);
}

/// Reads rows of (run_id, query_heads, kv_heads, head_dim, dtype, causal, window_left, window_right, …).
void read_shape(Columns& columns, Shape& shape) {
  std::int64_t query_heads = 0;
  std::int64_t kv_heads = 0;
  std::int64_t head_dim = 0;
  std::string dtype;
  bool causal = false;
  std::optional<std::int64_t> window_left;
  std::optional<std::int64_t> window_right;
  columns >> query_heads >> kv_heads >> head_dim >> dtype >> causal >> window_left >> window_right;
  shape.heads.add(std::to_string(query_heads) + "/" + std::to_string(kv_heads));
  shape.head_dims.add(std::to_string(head_dim));
  shape.dtypes.add(dtype);
  std::string mask = causal ? "causal" : "full";
  if (window_left || window_right) {
    mask = (causal ? "causal " : "") + window_text(window_left, window_right);
  }
  shape.masks.add(mask);
}

void count(RunSummary& summary, const std::string& outcome, std::int64_t points) {
  if (outcome == "measured") {
    summary.measured += points;
  } else if (outcome == "out_of_memory") {
    summary.out_of_memory += points;
  } else if (outcome == "unsupported") {
    summary.unsupported += points;
  } else if (outcome == "failed") {
    summary.failed += points;
  } else {
    summary.cancelled += points;
  }
}

}  // namespace

std::vector<RunSummary> summarise(SQLite::Database& database, const std::vector<StoredHeader>& headers,
                                  LoadBudget& budget) {
  std::vector<RunSummary> summaries(headers.size());
  std::map<std::string, Tally> tallies;
  for (std::size_t index = 0; index < headers.size(); ++index) {
    summaries[index].header = headers[index].header;
    tallies[headers[index].header.id].summary = &summaries[index];
  }

  // Grouped in the order of the index points_summary, so that nothing is sorted.
  SQLite::Statement points(database,
                           "SELECT run_id, query_heads, kv_heads, head_dim, dtype, causal, window_left, "
                           "window_right, outcome, count(*) FROM points GROUP BY run_id, outcome, "
                           "query_heads, kv_heads, head_dim, dtype, causal, window_left, window_right");
  while (points.executeStep()) {
    budget.take(64);
    std::string run_id;
    std::string outcome;
    std::int64_t number = 0;
    Columns columns(points);
    columns >> run_id;
    const auto tally = tallies.find(run_id);
    if (tally == tallies.end()) {
      continue;
    }
    read_shape(columns, tally->second.shape);
    columns >> outcome >> number;
    count(*tally->second.summary, outcome, number);
  }

  SQLite::Statement pending(database,
                            "SELECT DISTINCT run_id, query_heads, kv_heads, head_dim, dtype, causal, "
                            "window_left, window_right FROM pending_points");
  while (pending.executeStep()) {
    budget.take(64);
    std::string run_id;
    Columns columns(pending);
    columns >> run_id;
    if (const auto tally = tallies.find(run_id); tally != tallies.end()) {
      read_shape(columns, tally->second.shape);
    }
  }
  for (const auto& [run_id, tally] : tallies) {
    tally.summary->shape = tally.shape.text();
  }
  return summaries;
}

}  // namespace attnscope::store
