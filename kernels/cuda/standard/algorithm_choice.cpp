// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/standard/algorithm_choice.h"

#include <algorithm>
#include <utility>

#include "kernels/cuda/standard/fastest_algorithm.h"
#include "kernels/cuda/standard/scratch.h"
#include "kernels/cuda/standard/timing_memory.h"
#include "kernels/problem/cost.h"

namespace attnscope {
namespace {

/// Twenty times an L2, and no longer to time than needed.
constexpr std::uint64_t enough_bytes_to_time = std::uint64_t{1} << 30;

/// Tensors of `problem`, one after the other.
ProductBuffers cut_up(const Problem& problem, const TimingMemory& memory) {
  std::uint64_t offset = 0;
  const auto take = [&](std::uint64_t bytes) {
    void* part = memory.at(offset);
    offset += (bytes + 255) / 256 * 256;
    return part;
  };
  const StandardScratch scratch = standard_scratch(problem);
  const auto query_bytes = static_cast<std::uint64_t>(query_elements(problem) * bytes_of(problem.dtype));
  const auto kv_bytes = static_cast<std::uint64_t>(kv_elements(problem) * bytes_of(problem.dtype));
  ProductBuffers buffers;
  buffers.query = take(query_bytes);
  buffers.key = take(kv_bytes);
  buffers.value = take(kv_bytes);
  buffers.output = take(query_bytes);
  void* cut = take(scratch.bytes);
  buffers.scores = scratch.scores.in(cut);
  buffers.probabilities = buffers.scores;
  buffers.pointers = scratch.pointers.in(cut);
  buffers.workspace = {take(library_workspace_limit), library_workspace_limit};
  return buffers;
}

/// Remembers in `library` what it finds; leaves it as it is where something fails.
void time_candidates(ProductLibrary& library, const Problem& problem, const AttentionProducts& products) {
  const CudaDriver& driver = *library.driver;
  std::size_t free_bytes = 0;
  std::size_t total_bytes = 0;
  if (driver.cuMemGetInfo(&free_bytes, &total_bytes) != CUDA_SUCCESS) return;
  const Problem reduced =
      reduced_for_timing(problem, std::min<std::uint64_t>(enough_bytes_to_time, free_bytes / 2));
  if (timing_bytes(reduced) > free_bytes / 2) return;
  const Result<TimingMemory> memory = TimingMemory::allocate(driver, timing_bytes(reduced));
  if (!memory) return;
  Result<AttentionProducts> trial = AttentionProducts::create(library, reduced);
  if (!trial) return;
  const auto timing = TimingStream::create(driver);  // the last to be made: its end waits for the GPU
  if (!timing) return;

  const CUstream stream = (*timing)->stream();
  const ProductBuffers buffers = cut_up(reduced, *memory);
  const auto filled = [&] {
    return memory->fill(problem.dtype, stream).and_then([&] { return trial->locate(buffers, stream); });
  };
  if (!filled()) return;
  if (const auto best = fastest_algorithm(products.scores().candidates(), trial->scores(), **timing,
                                          [&] { return trial->multiply_scores(1.0F, buffers, stream); })) {
    library.fastest[{products.scores_plan(), products.mode()}] = *best;
  }
  // The output's product reads what the scores' has left.
  if (!filled()) return;
  if (const auto best = fastest_algorithm(products.output().candidates(), trial->output(), **timing,
                                          [&] { return trial->multiply_output(1.0F, buffers, stream); })) {
    library.fastest[{products.output_plan(), products.mode()}] = *best;
  }
}

}  // namespace

std::uint64_t timing_bytes(const Problem& problem) {
  constexpr std::uint64_t room_to_align = std::uint64_t{6} * 256;
  return input_bytes(problem) + output_bytes(problem) + standard_scratch(problem).bytes +
         library_workspace_limit + room_to_align;
}

Problem reduced_for_timing(const Problem& problem, std::uint64_t bytes) {
  const std::uint64_t room = bytes - std::min(bytes, library_workspace_limit);
  Problem reduced = problem;
  reduced.batch = 1;
  const std::uint64_t a_batch = timing_bytes(reduced) - library_workspace_limit;
  reduced.batch = std::clamp<std::int64_t>(static_cast<std::int64_t>(room / a_batch), 1, problem.batch);
  if (timing_bytes(reduced) <= bytes) return reduced;
  const std::int64_t group = problem.query_heads / problem.kv_heads;
  reduced.kv_heads = 1;
  reduced.query_heads = group;
  const std::uint64_t a_head = timing_bytes(reduced) - library_workspace_limit;
  reduced.kv_heads = std::clamp<std::int64_t>(static_cast<std::int64_t>(room / a_head), 1, problem.kv_heads);
  reduced.query_heads = reduced.kv_heads * group;
  return reduced;
}

void choose_fastest_algorithms(ProductLibrary& library, const Problem& problem, AttentionProducts& products) {
  const std::pair scores_key{products.scores_plan(), products.mode()};
  const std::pair output_key{products.output_plan(), products.mode()};
  if (!library.fastest.contains(scores_key) || !library.fastest.contains(output_key))
    time_candidates(library, problem, products);
  // Timing that could not be done is not tried again: the library's order is an answer too.
  products.scores().use(
      library.fastest.try_emplace(scores_key, products.scores().candidates().front()).first->second);
  products.output().use(
      library.fastest.try_emplace(output_key, products.output().candidates().front()).first->second);
}

}  // namespace attnscope
