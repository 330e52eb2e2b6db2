// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The product is computed transposed: scores as K·Qᵀ and output as Vᵀ·Pᵀ, with queries along the vector
// registers. K and V are then read as they lie, element by element, only Q is transposed, once; and the
// softmax runs down the columns, so that it needs no sums across a register.
#include "kernels/cpu/flash.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <numbers>

#include "kernels/cpu/score_options.h"
#include "kernels/problem/strides.h"

namespace attnscope::cpu {
namespace {

constexpr std::int64_t usual_block_keys = 128;
constexpr std::int64_t usual_most_panels = 4;
constexpr std::int64_t most_panels = 32;      // of a tile that was chosen
constexpr std::int64_t items_per_thread = 3;  // fewer leave threads idle at the end

/// How one problem is cut up, and for how many threads it has memory.
struct FlashPlan {
  FlashPlan(const Problem& problem, const Engine& engine, const std::optional<TileConfig>& chosen) {
    const std::int64_t columns = engine.kernels.panel_columns;
    heads = problem.batch * problem.query_heads;
    panels = std::min(usual_most_panels, ceil_div(problem.query_seqlen, columns));
    while (panels > 1 && heads * ceil_div(problem.query_seqlen, panels * columns) <
                             items_per_thread * engine.pool.threads()) {
      panels /= 2;
    }
    if (chosen) {
      panels = chosen->block_m / columns;
      block_keys = chosen->block_n;
    }
    rows = panels * columns;
    tiles = ceil_div(problem.query_seqlen, rows);
    items = heads * tiles;
    threads = std::min<std::int64_t>(engine.pool.threads(), items);
  }

  std::int64_t heads = 0;
  std::int64_t block_keys = usual_block_keys;
  std::int64_t panels = 0;  ///< of a query tile
  std::int64_t rows = 0;    ///< of a query tile
  std::int64_t tiles = 0;   ///< query tiles of a head
  std::int64_t items = 0;
  std::int64_t threads = 0;
};

/// Whether blocks of K and V are copied, densely and as floats, before use. Where rows lie far apart, often a
/// power of two, a block read in place would crowd into a few cache sets.
bool copies_blocks(const Problem& problem) {
  return problem.dtype != Dtype::fp32 || kv_strides(problem).row != problem.head_dim;
}

/// Memory of one thread.
struct FlashBuffers {
  FlashBuffers(ScratchCutter& scratch, const Problem& problem, const FlashPlan& plan, std::int64_t columns)
      : queries(scratch.take(plan.rows * problem.head_dim)),
        output(scratch.take(plan.rows * problem.head_dim)),
        scores(scratch.take(plan.block_keys * columns)),
        rows(scratch.take(columns * problem.head_dim)),
        maximum(scratch.take(plan.rows)),
        sum(scratch.take(plan.rows)),
        correction(scratch.take(columns)),
        first(scratch.take<std::int32_t>(columns)),
        end(scratch.take<std::int32_t>(columns)) {
    if (!copies_blocks(problem)) return;
    keys = scratch.take(plan.block_keys * problem.head_dim);
    values = scratch.take(plan.block_keys * problem.head_dim);
  }

  float* queries;           ///< [panel][head_dim][columns], times scale · log2(e)
  float* output;            ///< [panel][head_dim][columns], not yet normalised
  float* scores;            ///< [block_keys][columns] of one panel
  float* rows;              ///< [columns][head_dim]: a panel's queries or output, row by row
  float* maximum;           ///< [panel][columns]
  float* sum;               ///< [panel][columns]
  float* correction;        ///< [columns]
  std::int32_t* first;      ///< [columns]: keys that each query sees, counted from the block's first
  std::int32_t* end;        ///< [columns]
  float* keys = nullptr;    ///< [block_keys][head_dim], where copies_blocks()
  float* values = nullptr;  ///< likewise V
};

/// One query tile of one head, from its queries to its output.
class QueryTile {
 public:
  QueryTile(const Problem& problem, const VectorKernels& kernels, const Tensors& tensors,
            const FlashBuffers& buffers, const FlashPlan& plan, std::int64_t head, std::int64_t first_row)
      : problem_(problem),
        kernels_(kernels),
        tensors_(tensors),
        buffers_(buffers),
        batch_(head / problem.query_heads),
        head_(head % problem.query_heads),
        block_keys_(plan.block_keys),
        first_row_(first_row),
        rows_(std::min(plan.rows, problem.query_seqlen - first_row)),
        panels_(ceil_div(rows_, kernels.panel_columns)) {}

  void compute() {
    for (std::int64_t panel = 0; panel < panels_; ++panel) load(panel);
    KeyRange visible;
    for (std::int64_t panel = 0; panel < panels_; ++panel) {
      const KeyRange keys = spans_[panel].seen_by_any;
      if (keys.empty()) continue;
      visible.first = visible.empty() ? keys.first : std::min(visible.first, keys.first);
      visible.end = std::max(visible.end, keys.end);
    }
    for (std::int64_t first = visible.first / block_keys_ * block_keys_; first < visible.end;
         first += block_keys_) {
      visit(KeyRange{first, std::min(first + block_keys_, problem_.kv_seqlen)});
    }
    for (std::int64_t panel = 0; panel < panels_; ++panel) finish(panel);
  }

 private:
  struct PanelSpan {
    KeyRange seen_by_any;
    KeyRange seen_by_all;
    bool started = false;
  };

  std::int64_t columns() const { return kernels_.panel_columns; }
  std::int64_t first_row_of(std::int64_t panel) const { return first_row_ + panel * columns(); }
  std::int64_t rows_of(std::int64_t panel) const { return std::min(columns(), rows_ - panel * columns()); }
  float* queries_of(std::int64_t panel) const {
    return buffers_.queries + panel * columns() * problem_.head_dim;
  }
  float* output_of(std::int64_t panel) const {
    return buffers_.output + panel * columns() * problem_.head_dim;
  }

  void load(std::int64_t panel) {
    const std::int64_t rows = rows_of(panel);
    const Strides strides = query_strides(problem_);
    const FloatRows queries = read_rows(kernels_, problem_.dtype, tensors_.query,
                                        strides.offset(batch_, head_, first_row_of(panel)), strides.row, rows,
                                        problem_.head_dim, buffers_.rows);
    const auto scale = static_cast<float>(effective_softmax_scale(problem_) * std::numbers::log2e);
    kernels_.transpose_into_panel(queries.data, queries.row_stride, rows, problem_.head_dim, scale,
                                  queries_of(panel));
    std::fill_n(buffers_.maximum + panel * columns(), columns(), minus_infinity);
    std::fill_n(buffers_.sum + panel * columns(), columns(), 0.0F);

    PanelSpan& span = spans_[panel];
    span.seen_by_all = KeyRange{0, problem_.kv_seqlen};
    for (std::int64_t row = 0; row < rows; ++row) {
      const KeyRange keys = visible_keys(problem_, first_row_of(panel) + row);
      span.seen_by_all.first = std::max(span.seen_by_all.first, keys.first);
      span.seen_by_all.end = std::min(span.seen_by_all.end, keys.end);
      if (keys.empty()) continue;
      KeyRange& any = span.seen_by_any;
      any.first = any.empty() ? keys.first : std::min(any.first, keys.first);
      any.end = std::max(any.end, keys.end);
    }
  }

  void visit(KeyRange block) {
    const Strides strides = kv_strides(problem_);
    const std::int64_t kv_head = head_ / (problem_.query_heads / problem_.kv_heads);
    const std::int64_t start = strides.offset(batch_, kv_head, block.first);
    const std::int64_t count = block.end - block.first;
    const auto read = copies_blocks(problem_) ? copy_rows : read_rows;
    const FloatRows keys = read(kernels_, problem_.dtype, tensors_.key, start, strides.row, count,
                                problem_.head_dim, buffers_.keys);
    const FloatRows values = read(kernels_, problem_.dtype, tensors_.value, start, strides.row, count,
                                  problem_.head_dim, buffers_.values);
    for (std::int64_t panel = 0; panel < panels_; ++panel) {
      const KeyRange seen{std::max(block.first, spans_[panel].seen_by_any.first),
                          std::min(block.end, spans_[panel].seen_by_any.end)};
      if (seen.empty()) continue;
      const std::int64_t skipped = seen.first - block.first;
      update(panel, seen, keys.data + skipped * keys.row_stride, keys.row_stride,
             values.data + skipped * values.row_stride, values.row_stride);
    }
  }

  /// Takes the keys `seen` into the panel's running result.
  void update(std::int64_t panel, KeyRange seen, const float* keys, std::int64_t key_stride,
              const float* values, std::int64_t value_stride) {
    PanelSpan& span = spans_[panel];
    const std::int64_t count = seen.end - seen.first;
    // S = K·Qᵀ
    kernels_.multiply(count, problem_.head_dim, Factor{keys, key_stride, 1}, queries_of(panel),
                      Target{buffers_.scores, columns()}, Accumulate::overwrite, nullptr);
    if (options_.changes_scores()) change(panel, seen);
    if (seen.first < span.seen_by_all.first || seen.end > span.seen_by_all.end) mask(panel, seen);
    // P = 2^(S − max)
    const OnlineSoftmax state{buffers_.maximum + panel * columns(), buffers_.sum + panel * columns(),
                              buffers_.correction};
    kernels_.softmax_panel(buffers_.scores, count, state);
    if (options_.dropout())
      kernels_.drop_panel(buffers_.scores, count,
                          options_.dropout_place(batch_, head_, first_row_of(panel), seen.first));
    // O = correction·O + Vᵀ·P
    kernels_.multiply(problem_.head_dim, count, Factor{values, 1, value_stride}, buffers_.scores,
                      Target{output_of(panel), columns()},
                      span.started ? Accumulate::scale_and_add : Accumulate::overwrite, buffers_.correction);
    span.started = true;
  }

  /// Soft cap and ALiBi, in powers of two as the scores are.
  void change(std::int64_t panel, KeyRange seen) {
    constexpr float unit = std::numbers::log2e_v<float>;
    const std::int64_t count = seen.end - seen.first;
    if (problem_.soft_cap) {
      const float cap = options_.soft_cap() * unit;
      kernels_.soft_cap(buffers_.scores, buffers_.scores, count * columns(), 1 / cap, cap);
    }
    if (!problem_.alibi) return;
    const float slope = options_.bias_slope(head_) * unit;
    for (std::int64_t key = 0; key < count; ++key) {
      float* row = buffers_.scores + key * columns();
      kernels_.add_distances(row, row, columns(), options_.position(first_row_of(panel)) - (seen.first + key),
                             slope);
    }
  }

  void mask(std::int64_t panel, KeyRange seen) {
    const std::int64_t count = seen.end - seen.first;
    for (std::int64_t column = 0; column < columns(); ++column) {
      // Columns past the last query are never read; they see everything.
      KeyRange keys{seen.first, seen.end};
      if (column < rows_of(panel)) keys = visible_keys(problem_, first_row_of(panel) + column);
      buffers_.first[column] =
          static_cast<std::int32_t>(std::clamp<std::int64_t>(keys.first - seen.first, 0, count));
      buffers_.end[column] =
          static_cast<std::int32_t>(std::clamp<std::int64_t>(keys.end - seen.first, 0, count));
    }
    kernels_.mask_panel(buffers_.scores, count, buffers_.first, buffers_.end);
  }

  void finish(std::int64_t panel) {
    const std::int64_t rows = rows_of(panel);
    const float* maximum = buffers_.maximum + panel * columns();
    const float* sum = buffers_.sum + panel * columns();
    if (!spans_[panel].started) std::fill_n(output_of(panel), columns() * problem_.head_dim, 0.0F);
    for (std::int64_t row = 0; row < rows; ++row) {
      // A query that sees no key has a sum of 0 and an output of 0.
      buffers_.correction[row] = sum[row] == 0 ? 0.0F : options_.kept_scale() / sum[row];
    }
    kernels_.transpose_from_panel(output_of(panel), rows, problem_.head_dim, buffers_.correction,
                                  buffers_.rows);
    const Strides strides = query_strides(problem_);
    write_rows(kernels_, problem_.dtype, buffers_.rows, problem_.head_dim, rows, problem_.head_dim,
               tensors_.output, strides.offset(batch_, head_, first_row_of(panel)), strides.row);
    if (tensors_.log_sum_exp == nullptr) return;
    float* log_sum_exp = tensors_.log_sum_exp +
                         (batch_ * problem_.query_heads + head_) * problem_.query_seqlen +
                         first_row_of(panel);
    for (std::int64_t row = 0; row < rows; ++row) {
      log_sum_exp[row] =
          sum[row] == 0 ? minus_infinity : (maximum[row] + std::log2(sum[row])) * std::numbers::ln2_v<float>;
    }
  }

  const Problem& problem_;
  const ScoreOptions options_{problem_};
  const VectorKernels& kernels_;
  const Tensors& tensors_;
  const FlashBuffers& buffers_;
  std::int64_t batch_;
  std::int64_t head_;
  std::int64_t block_keys_;
  std::int64_t first_row_;
  std::int64_t rows_;
  std::int64_t panels_;
  std::array<PanelSpan, most_panels> spans_{};
};

std::uint64_t now_ns() {
  return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch() /
                                    std::chrono::nanoseconds(1));
}

class FlashCall final : public PreparedCall {
 public:
  FlashCall(SharedEngine engine, const Problem& problem, const std::optional<TileConfig>& chosen)
      : engine_(std::move(engine)), problem_(problem), plan_(problem, *engine_, chosen) {}

  Result<void> launch(const Tensors& tensors, Stream stream) override {
    return launch_instrumented(tensors, nullptr, stream);
  }

  std::optional<TileConfig> tile() const override {
    return TileConfig{.block_m = plan_.rows, .block_n = plan_.block_keys, .stages = 1, .warps = 1};
  }

  std::int64_t tile_records() const override { return plan_.items; }

  Result<void> launch_instrumented(const Tensors& tensors, TileRecord* records, Stream /*stream*/) override {
    engine_->pool.run(plan_.items, [&](std::int64_t item, int thread) {
      const std::uint64_t start = records != nullptr ? now_ns() : 0;
      compute(tensors, item, thread);
      if (records != nullptr) {
        const std::int64_t index = item % plan_.heads * plan_.tiles + tile_of(item);
        records[index] = TileRecord{static_cast<std::uint32_t>(thread), static_cast<std::uint32_t>(index),
                                    start, now_ns()};
      }
    });
    return {};
  }

 private:
  /// The longest tiles of a causal problem go first, so that the last to finish is short.
  std::int64_t tile_of(std::int64_t item) const {
    return problem_.causal ? plan_.tiles - 1 - item / plan_.heads : item / plan_.heads;
  }

  void compute(const Tensors& tensors, std::int64_t item, int thread) const {
    ScratchCutter measure;
    const FlashBuffers layout(measure, problem_, plan_, engine_->kernels.panel_columns);
    ScratchCutter scratch(static_cast<char*>(tensors.scratch) +
                          thread * static_cast<std::int64_t>(measure.bytes()));
    const FlashBuffers buffers(scratch, problem_, plan_, engine_->kernels.panel_columns);
    QueryTile(problem_, engine_->kernels, tensors, buffers, plan_, item % plan_.heads,
              tile_of(item) * plan_.rows)
        .compute();
  }

  SharedEngine engine_;
  Problem problem_;
  FlashPlan plan_;
};

class Flash final : public Implementation {
 public:
  explicit Flash(SharedEngine engine, std::optional<TileChoice> choice = {})
      : engine_(std::move(engine)), choice_(choice) {}

  std::string_view name() const override { return "flash"; }
  std::string description() const override { return "in-app, Host CPU, " + describe(*engine_); }

  Result<void> supports(const Problem& problem) const override {
    if (auto supported = supports_dtype(problem); !supported) return supported;
    if (const auto tile = chosen(problem); !tile) return tl::unexpected(tile.error());
    return {};
  }

  Result<Workspace> workspace(const Problem& problem) const override {
    if (auto supported = supports(problem); !supported) return tl::unexpected(supported.error());
    const FlashPlan plan(problem, *engine_, *chosen(problem));
    ScratchCutter scratch;
    const FlashBuffers layout(scratch, problem, plan, engine_->kernels.panel_columns);
    return Workspace{.scratch = scratch.bytes() * static_cast<std::uint64_t>(plan.threads)};
  }

  Result<std::unique_ptr<PreparedCall>> prepare(const Problem& problem) override {
    if (auto supported = supports(problem); !supported) return tl::unexpected(supported.error());
    return std::make_unique<FlashCall>(engine_, problem, *chosen(problem));
  }

  Result<std::unique_ptr<Implementation>> with_tile(const TileChoice& choice) const override {
    return std::make_unique<Flash>(engine_, choice);
  }

 private:
  /// The tile that was chosen, if one was; an error where it cannot be.
  Result<std::optional<TileConfig>> chosen(const Problem& problem) const {
    if (!choice_) return std::nullopt;
    const auto tile = complete_tile(TiledKernel::host_cpu, problem, *choice_, 0);
    if (!tile) return tl::unexpected(tile.error());
    const std::int64_t columns = engine_->kernels.panel_columns;
    if (tile->block_m % columns != 0 || tile->block_m / columns > most_panels)
      return fail(ErrorKind::unsupported,
                  "with " + std::string(name_of(engine_->kernels.instruction_set)) +
                      " a tile's query rows are a multiple of " + std::to_string(columns) + " up to " +
                      std::to_string(most_panels * columns) + ", not " + std::to_string(tile->block_m));
    return *tile;
  }

  SharedEngine engine_;
  std::optional<TileChoice> choice_;
};

}  // namespace

std::unique_ptr<Implementation> make_flash(SharedEngine engine) {
  return std::make_unique<Flash>(std::move(engine));
}

}  // namespace attnscope::cpu
