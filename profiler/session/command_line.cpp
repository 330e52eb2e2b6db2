// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include <QLocale>
#include <algorithm>
#include <functional>

#include "profiler/session/presets.h"
#include "profiler/session/sweep.h"

namespace attnscope {
namespace {

QString text(std::string_view value) {
  return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
}

/// Shortest text that gives the same double back.
QString text(double value) {
  return QString::number(value, 'g', QLocale::FloatingPointShortest);
}

template <typename Items, typename ToText>
QString list(const Items& items, const ToText& to_text) {
  QStringList words;
  for (const auto& item : items) words << to_text(item);
  return words.join(',');
}

/// Values of one field over all shapes, in the order of their first appearance.
template <typename Value>
std::vector<Value> values_of(const std::vector<Problem>& shapes, Value Problem::*field) {
  std::vector<Value> values;
  for (const Problem& shape : shapes) {
    if (std::find(values.begin(), values.end(), shape.*field) == values.end()) values.push_back(shape.*field);
  }
  return values;
}

/// Powers of two that follow each other are written as a range.
QString seqlens_text(const std::vector<std::int64_t>& seqlens) {
  const auto follows = [](std::int64_t left, std::int64_t right) { return right == 2 * left; };
  const bool doubles =
      seqlens.size() >= 3 && (seqlens.front() & (seqlens.front() - 1)) == 0 &&
      std::adjacent_find(seqlens.begin(), seqlens.end(), std::not_fn(follows)) == seqlens.end();
  if (doubles) return QStringLiteral("%1..%2").arg(seqlens.front()).arg(seqlens.back());
  return list(seqlens, [](std::int64_t seqlen) { return QString::number(seqlen); });
}

void add_mask(QStringList& line, const Sweep& sweep, const std::optional<Problem>& known) {
  const std::vector<bool> causal = values_of(sweep.shapes, &Problem::causal);
  if (causal.size() == 2) {
    line << "--causal"
         << "both";
  } else if (!known || causal.front() != known->causal) {
    line << "--causal" << (causal.front() ? "yes" : "no");
  }
  const Problem& shape = sweep.shapes.front();
  const Problem usual = known.value_or(Problem{});
  if (shape.window_left == usual.window_left && shape.window_right == usual.window_right) return;
  const auto side = [](const std::optional<std::int64_t>& length) {
    return length ? QString::number(*length) : QStringLiteral("none");
  };
  line << "--window" << side(shape.window_left) + ',' + side(shape.window_right);
}

/// What differs from the preset; without one everything, so that the line outlives a change of the defaults.
void add_shape(QStringList& line, const Sweep& sweep, const std::optional<Problem>& known) {
  const Problem& shape = sweep.shapes.front();
  const auto number = [](std::int64_t value) { return QString::number(value); };
  if (!known || shape.query_heads != known->query_heads || shape.kv_heads != known->kv_heads) {
    line << "--query-heads" << number(shape.query_heads) << "--kv-heads" << number(shape.kv_heads);
  }
  const auto head_dims = values_of(sweep.shapes, &Problem::head_dim);
  if (!known || head_dims != std::vector{known->head_dim}) line << "--head-dim" << list(head_dims, number);
  line << "--dtype"
       << list(values_of(sweep.shapes, &Problem::dtype), [](Dtype d) { return text(name_of(d)); });
  add_mask(line, sweep, known);
  const Problem usual = known.value_or(Problem{});
  const auto number_or_none = [](const std::optional<double>& value) {
    return value ? text(*value) : QStringLiteral("none");
  };
  if (shape.softmax_scale != usual.softmax_scale) line << "--scale" << number_or_none(shape.softmax_scale);
  if (shape.soft_cap != usual.soft_cap) line << "--soft-cap" << number_or_none(shape.soft_cap);
  if (shape.alibi != usual.alibi) line << "--alibi" << (shape.alibi ? "yes" : "no");
  if (shape.dropout > 0)
    line << "--dropout" << text(shape.dropout) << "--dropout-seed" << QString::number(shape.dropout_seed);
  if (shape.layout != Problem{}.layout) line << "--layout" << text(name_of(shape.layout));
}

/// Shapes and lengths that follow from the grid's name.
void add_grid(QStringList& line, const Sweep& sweep) {
  line << "--grid" << text(*sweep.grid) << "--dtype"
       << list(values_of(sweep.shapes, &Problem::dtype), [](Dtype d) { return text(name_of(d)); });
}

void add_lengths(QStringList& line, const Sweep& sweep) {
  line << "--seqlen" << seqlens_text(sweep.seqlens);
  if (sweep.query_seqlen) line << "--query-seqlen" << QString::number(*sweep.query_seqlen);
  if (sweep.batch) line << "--batch" << QString::number(*sweep.batch);
  if (sweep.tokens) line << "--tokens" << QString::number(*sweep.tokens);
}

void add_options(QStringList& line, const MeasurementOptions& options) {
  const MeasurementOptions usual;
  if (!options.cold_l2) line << "--warm-l2";
  if (!options.counters) line << "--no-counters";
  if (!options.error) line << "--no-error";
  if (!options.tile_balance) line << "--no-balance";
  if (options.keep_tiles) line << "--keep-tiles";
  if (options.min_samples != usual.min_samples)
    line << "--min-samples" << QString::number(options.min_samples);
  if (options.max_samples != usual.max_samples)
    line << "--max-samples" << QString::number(options.max_samples);
  if (options.target_interval != usual.target_interval) line << "--interval" << text(options.target_interval);
  if (options.point_budget_seconds != usual.point_budget_seconds) {
    line << "--budget" << text(options.point_budget_seconds);
  }
  if (options.seed != usual.seed) line << "--seed" << QString::number(options.seed);
}

}  // namespace

QStringList to_command_line(const Sweep& sweep) {
  QStringList line{"attnscope", "run"};
  const auto word = [](const std::string& value) { return text(value); };
  if (!sweep.device_selectors.empty()) line << "--device" << list(sweep.device_selectors, word);
  std::optional<Problem> known;
  if (sweep.preset) {
    line << "--preset" << text(*sweep.preset);
    if (const auto preset = preset_named(*sweep.preset)) known = preset->shape;
  }
  if (sweep.grid) {
    add_grid(line, sweep);
  } else {
    if (!sweep.shapes.empty()) add_shape(line, sweep, known);
    add_lengths(line, sweep);
  }
  line << "--impl" << list(sweep.implementations, word);
  if (sweep.tile) {
    line << "--tile" << text(to_string(*sweep.tile));
    if (sweep.tile->stages) line << "--stages" << QString::number(*sweep.tile->stages);
    if (sweep.tile->warps) line << "--warps" << QString::number(*sweep.tile->warps);
  }
  if (!sweep.python.empty()) line << "--python" << text(sweep.python);
  add_options(line, sweep.options);
  if (!sweep.name.empty()) line << "--name" << text(sweep.name);
  return line;
}

}  // namespace attnscope
