// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/problem/tile_choice.h"

#include <algorithm>
#include <charconv>

namespace attnscope {
namespace {

constexpr std::int64_t largest_block = 1024;  // of the Host CPU
constexpr std::int64_t product_rows = 16;     // that one mma instruction takes; also its depth
constexpr std::int64_t warpgroup_rows = 64;   // that one wgmma instruction takes
constexpr std::int64_t largest_gpu_block = 256;
constexpr std::int64_t kilobyte = 1024;

Result<TileConfig> refuse(std::string sentence) {
  return fail(ErrorKind::unsupported, std::move(sentence));
}

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end || value < 1 || value > 65536) return std::nullopt;
  return value;
}

std::string counted(std::int64_t number, const std::string& what) {
  return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

Result<TileConfig> complete_host_tile(const TileChoice& choice) {
  if (choice.stages.value_or(1) != 1 || choice.warps.value_or(1) != 1)
    return refuse("on the Host CPU a tile has 1 stage and 1 warp: a thread works alone");
  if (choice.block_m > largest_block || choice.block_n > largest_block)
    return refuse("on the Host CPU a tile has at most " + std::to_string(largest_block) + " rows and keys");
  if (choice.block_m % product_rows != 0 || choice.block_n % product_rows != 0)
    return refuse("on the Host CPU a tile's rows and keys are multiples of 16, not " + to_string(choice));
  return TileConfig{choice.block_m, choice.block_n, 1, 1, false};
}

Result<TileConfig> complete_hopper_tile(const TileChoice& choice) {
  // The registers are shared out for two or three warpgroups that compute.
  if (choice.block_m != 2 * warpgroup_rows && choice.block_m != 3 * warpgroup_rows)
    return refuse("on Hopper flash takes 128 or 192 query rows a tile (64 for each warpgroup), not " +
                  std::to_string(choice.block_m));
  const int warps = static_cast<int>(choice.block_m / warpgroup_rows + 1) * 4;
  if (choice.warps.value_or(warps) != warps)
    return refuse("on Hopper a tile of " + std::to_string(choice.block_m) + " rows has " +
                  std::to_string(warps) + " warps: 4 for each 64 rows, and 4 that bring the data");
  const int stages = choice.stages.value_or(2);
  if (stages < 2 || stages > 4)
    return refuse("on Hopper flash keeps 2 to 4 stages of K and V, not " + std::to_string(stages));
  return TileConfig{choice.block_m, choice.block_n, stages, warps, true};
}

Result<TileConfig> complete_warp_tile(TiledKernel kernel, const TileChoice& choice) {
  if (choice.block_m % product_rows != 0)
    return refuse("a tile's query rows are a multiple of 16, not " + std::to_string(choice.block_m));
  const int usual_warps = choice.block_m > 128 ? 8 : choice.block_m % 64 == 0 ? 4 : 1;
  const int warps = choice.warps.value_or(usual_warps);
  if (warps != 1 && warps != 2 && warps != 4 && warps != 8)
    return refuse("a tile has 1, 2, 4 or 8 warps, not " + std::to_string(warps));
  if (choice.block_m % (product_rows * warps) != 0)
    return refuse("with " + counted(warps, "warp") + " a tile's query rows are a multiple of " +
                  std::to_string(product_rows * warps) + " (16 for each warp), not " +
                  std::to_string(choice.block_m));
  const int stages = choice.stages.value_or(1);
  if (kernel == TiledKernel::turing && stages != 1)
    return refuse("on Turing flash has 1 stage: it has no asynchronous copies");
  if (stages != 1 && stages != 2)
    return refuse("flash keeps 1 or 2 stages of K and V here, not " + std::to_string(stages));
  return TileConfig{choice.block_m, choice.block_n, stages, warps, false};
}

}  // namespace

Result<TileChoice> parse_tile_choice(std::string_view text) {
  constexpr std::string_view times = "×";
  std::size_t at = text.find('x');
  std::size_t length = 1;
  if (at == std::string_view::npos) {
    at = text.find(times);
    length = times.size();
  }
  if (at != std::string_view::npos) {
    const auto rows = number_in(text.substr(0, at));
    const auto keys = number_in(text.substr(at + length));
    if (rows && keys) return TileChoice{*rows, *keys, {}, {}};
  }
  return fail(ErrorKind::usage,
              "a tile is query rows x keys, such as 128x64, not \"" + std::string(text) + '"');
}

std::string to_string(const TileChoice& choice) {
  return std::to_string(choice.block_m) + "x" + std::to_string(choice.block_n);
}

std::optional<TiledKernel> tiled_kernel(std::string_view implementation,
                                        std::optional<int> compute_capability) {
  if (!compute_capability)
    return implementation == "flash" ? std::optional(TiledKernel::host_cpu) : std::nullopt;
  const int capability = *compute_capability;
  if (capability < 75) return std::nullopt;
  if (implementation == "flash-sm75") return TiledKernel::turing;
  if (implementation == "flash-sm80" && capability >= 80) return TiledKernel::ampere;
  if (implementation != "flash") return std::nullopt;
  if (capability == 90) return TiledKernel::hopper;
  return capability < 80 ? TiledKernel::turing : TiledKernel::ampere;
}

std::int64_t padded_head_dim(TiledKernel kernel, std::int64_t head_dim) {
  if (kernel == TiledKernel::host_cpu) return head_dim;
  if (kernel == TiledKernel::hopper && head_dim <= 64) return 64;
  if (head_dim <= 16) return 16;
  return (head_dim + 31) / 32 * 32;
}

namespace {

std::int64_t bytes_with(TiledKernel kernel, const Problem& problem, const TileConfig& tile, int buffers) {
  constexpr std::int64_t element_bytes = 2;
  const std::int64_t rows = tile.block_m * buffers + tile.block_n * tile.stages * 2;
  const std::int64_t tiles = rows * padded_head_dim(kernel, problem.head_dim) * element_bytes;
  if (kernel != TiledKernel::hopper) return tiles;
  // Barriers and work items' numbers, those of pairs of CTAs, too; and what it takes to start at a multiple
  // of 1024.
  const std::int64_t words = std::int64_t{3} * buffers + std::int64_t{4} * tile.stages + 3;
  return tiles + words * 8 + kilobyte;
}

}  // namespace

int query_buffers(TiledKernel kernel, const Problem& problem, const TileConfig& tile) {
  if (kernel != TiledKernel::hopper) return 1;
  // Wide heads want their memory for K and V.
  if (padded_head_dim(kernel, problem.head_dim) > 128) return 1;
  constexpr int hopper = 90;
  return bytes_with(kernel, problem, tile, 2) <= shared_memory_limit(hopper) ? 2 : 1;
}

std::int64_t tile_shared_bytes(TiledKernel kernel, const Problem& problem, const TileConfig& tile) {
  if (kernel == TiledKernel::host_cpu) return 0;
  return bytes_with(kernel, problem, tile, query_buffers(kernel, problem, tile));
}

std::int64_t shared_memory_limit(int compute_capability) {
  if (compute_capability < 80) return 64 * kilobyte;
  if (compute_capability == 80 || compute_capability == 87) return 163 * kilobyte;
  if (compute_capability < 90 || compute_capability >= 120) return 99 * kilobyte;
  return 227 * kilobyte;
}

Result<TileConfig> complete_tile(TiledKernel kernel, const Problem& problem, const TileChoice& choice,
                                 int compute_capability) {
  if (choice.block_m < 1 || choice.block_n < 1) return refuse("a tile has at least 1 row and 1 key");
  if (kernel == TiledKernel::host_cpu) return complete_host_tile(choice);
  if (choice.block_m > largest_gpu_block || choice.block_n > largest_gpu_block)
    return refuse("a tile has at most 256 query rows and 256 keys, not " + to_string(choice));
  if (choice.block_n % product_rows != 0)
    return refuse("a tile's keys are a multiple of 16, not " + std::to_string(choice.block_n));
  Result<TileConfig> tile =
      kernel == TiledKernel::hopper ? complete_hopper_tile(choice) : complete_warp_tile(kernel, choice);
  if (!tile) return tile;
  const std::int64_t bytes = tile_shared_bytes(kernel, problem, *tile);
  const std::int64_t limit = shared_memory_limit(compute_capability);
  if (bytes > limit)
    return refuse("a tile of " + to_string(*tile) + " needs " + std::to_string((bytes + 1023) / kilobyte) +
                  " KiB of shared memory, and this GPU gives a CTA " + std::to_string(limit / kilobyte) +
                  " KiB");
  return tile;
}

}  // namespace attnscope
