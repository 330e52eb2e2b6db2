// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/flash_parameters.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <optional>

#include "kernels/problem/score.h"

namespace attnscope {
namespace {

constexpr std::int64_t unbounded_window = std::numeric_limits<int>::max() / 2;
constexpr double log2_e = 1.4426950408889634074;

int window_side(const std::optional<std::int64_t>& side) {
  return static_cast<int>(std::min(side.value_or(unbounded_window), unbounded_window));
}

std::int64_t ceil_div(std::int64_t dividend, std::int64_t divisor) {
  return (dividend + divisor - 1) / divisor;
}

HeadWalk head_walk(const FlashDevice& device, const Problem& problem, FlashForm form,
                   std::int64_t query_tiles, std::int64_t cluster, bool later_rows_see_more) {
  // Equal tiles are walked head by head, which is the best order for the L2.
  if (!later_rows_see_more) return {1, 1};
  if (form == FlashForm::sm90 || form == FlashForm::sm90_fp8)
    return persistent_walk(problem, query_tiles, device.multiprocessors / cluster);
  const std::int64_t heads = problem.batch * problem.query_heads;
  const std::int64_t section = heads_per_section(problem, device.l2_bytes);
  return {section, heads - (ceil_div(heads, section) - 1) * section};
}

ScoreParameters score_parameters(const Problem& problem) {
  ScoreParameters scores{};
  if (plain_scores(problem)) return scores;
  const double scale = effective_softmax_scale(problem);
  scores.inverse_scale = static_cast<float>(1 / scale);
  if (problem.soft_cap) {
    scores.cap = static_cast<float>(*problem.soft_cap / scale);
    scores.inverse_cap = static_cast<float>(scale / *problem.soft_cap);
  }
  scores.alibi_heads = static_cast<int>(std::bit_floor(static_cast<std::uint64_t>(problem.query_heads)));
  scores.alibi_step = -8.0F / static_cast<float>(scores.alibi_heads);
  constexpr unsigned upper_half = 16;
  scores.dropout_threshold = dropout_threshold(problem) << upper_half;
  scores.dropout_scale = static_cast<float>(dropout_scale(problem));
  scores.dropout_key[0] = static_cast<std::uint32_t>(problem.dropout_seed);
  scores.dropout_key[1] = static_cast<std::uint32_t>(problem.dropout_seed >> 32U);
  return scores;
}

}  // namespace

Divider divider(std::int64_t divisor) {
  const auto small = static_cast<std::uint32_t>(divisor);
  const auto shift = static_cast<std::uint32_t>(31 + std::bit_width(small - 1));
  const std::uint64_t power = std::uint64_t{1} << shift;
  return {small, static_cast<std::uint32_t>((power + small - 1) / small), shift};
}

FlashParameters flash_parameters(const FlashDevice& device, const Problem& problem, FlashForm form,
                                 const FlashTile& tile) {
  FlashParameters parameters{};
  parameters.query_strides = query_strides(problem);
  parameters.kv_strides = kv_strides(problem);
  parameters.query_heads = static_cast<int>(problem.query_heads);
  parameters.query_seqlen = static_cast<int>(problem.query_seqlen);
  parameters.kv_seqlen = static_cast<int>(problem.kv_seqlen);
  parameters.head_dim = static_cast<int>(problem.head_dim);
  parameters.window_left = window_side(problem.window_left);
  parameters.window_right = problem.causal ? 0 : window_side(problem.window_right);
  const double scale = effective_softmax_scale(problem);
  parameters.softmax_scale = static_cast<float>(scale);
  parameters.scale_log2 = static_cast<float>(scale * log2_e);
  parameters.query_tiles = static_cast<int>(ceil_div(problem.query_seqlen, tile.cut.block_m * tile.cluster));
  const bool later_rows_see_more = problem.causal || problem.window_right.has_value();
  parameters.longest_tiles_first = later_rows_see_more ? 1 : 0;
  const std::int64_t heads = problem.batch * problem.query_heads;
  const HeadWalk walk =
      head_walk(device, problem, form, parameters.query_tiles, tile.cluster, later_rows_see_more);
  const std::int64_t sections = ceil_div(heads - walk.last_section, walk.section) + 1;
  parameters.sections = static_cast<int>(sections);
  parameters.section_tiles = divider(walk.section * parameters.query_tiles);
  parameters.section_heads = divider(walk.section);
  parameters.last_section_heads = divider(walk.last_section);
  parameters.heads_per_batch = divider(problem.query_heads);
  parameters.heads_per_kv_head = divider(problem.query_heads / problem.kv_heads);
  parameters.work_items = static_cast<std::uint32_t>(work_items(problem, tile));
  parameters.scores = score_parameters(problem);
  return parameters;
}

void set_pointers(FlashParameters& parameters, const Tensors& tensors, TileRecord* records) {
  parameters.query = tensors.query;
  parameters.key = tensors.key;
  parameters.value = tensors.value;
  parameters.output = tensors.output;
  parameters.log_sum_exp = tensors.log_sum_exp;
  parameters.records = records;
}

std::int64_t work_items(const Problem& problem, const FlashTile& tile) {
  const std::int64_t tiles = query_tiles_of_head(problem, tile.cut);
  return ceil_div(tiles, tile.cluster) * (query_tiles_of_all(problem, tile.cut) / tiles);
}

std::int64_t heads_per_section(const Problem& problem, std::int64_t l2_bytes) {
  const std::int64_t heads = problem.batch * problem.query_heads;
  const std::int64_t bytes_of_kv_head = 2 * problem.kv_seqlen * problem.head_dim * bytes_of(problem.dtype);
  const std::int64_t kv_heads = std::max<std::int64_t>(l2_bytes / 2 / bytes_of_kv_head, 1);
  return std::min(kv_heads * (problem.query_heads / problem.kv_heads), heads);
}

HeadWalk persistent_walk(const Problem& problem, std::int64_t query_tiles, std::int64_t multiprocessors) {
  const std::int64_t group = problem.query_heads / problem.kv_heads;
  const std::int64_t heads = problem.batch * problem.query_heads;
  const std::int64_t group_tiles = group * query_tiles;
  const bool about_one_round = 4 * group_tiles > 3 * multiprocessors && 2 * group_tiles < 3 * multiprocessors;
  const std::int64_t section = std::min(about_one_round ? 2 * group : group, heads);
  const std::int64_t two_rounds = ceil_div(2 * multiprocessors, group_tiles) * group;
  const std::int64_t last = about_one_round ? section : std::min(two_rounds, heads);
  return {section, heads - (heads - last) / section * section};
}

}  // namespace attnscope
