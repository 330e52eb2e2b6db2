// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/standard/algorithm_choice.h"

#include <algorithm>
#include <array>
#include <functional>
#include <random>
#include <utility>
#include <vector>

#include "kernels/cuda/standard/scratch.h"
#include "kernels/problem/cost.h"

namespace attnscope {
namespace {

constexpr std::uint64_t enough_bytes_to_time = std::uint64_t{2} << 30;
constexpr std::uint64_t pattern_bytes = std::uint64_t{1} << 20;
constexpr float time_budget_ms = 60;
constexpr int timed_runs = 2;
/// A candidate must beat the library's order by more than timing noise.
constexpr float clearly_faster = 0.985F;

/// Frees, destroys or ends what was begun.
class Guard {
 public:
  explicit Guard(std::function<void()> undo) : undo_(std::move(undo)) {}
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;
  ~Guard() { undo_(); }

 private:
  std::function<void()> undo_;
};

/// Random bits of numbers in ±[1, 2): products of zeros run faster than real ones.
std::vector<std::uint32_t> random_pattern(Dtype dtype) {
  std::uint32_t exponent = 0x3c003c00;
  std::uint32_t random_bits = 0x83ff83ff;
  if (dtype == Dtype::bf16) {
    exponent = 0x3f803f80;
    random_bits = 0x807f807f;
  } else if (dtype == Dtype::fp32) {
    exponent = 0x3f800000;
    random_bits = 0x807fffff;
  }
  std::minstd_rand random(1);
  std::vector<std::uint32_t> pattern(pattern_bytes / sizeof(std::uint32_t));
  for (std::uint32_t& word : pattern) {
    const std::uint32_t mixed =
        static_cast<std::uint32_t>(random()) ^ (static_cast<std::uint32_t>(random()) << 15);
    word = exponent | (mixed & random_bits);
  }
  return pattern;
}

bool fill(const CudaDriver& driver, CUdeviceptr memory, std::uint64_t bytes, Dtype dtype, CUstream stream) {
  const std::vector<std::uint32_t> pattern = random_pattern(dtype);
  std::uint64_t filled = std::min(bytes, pattern_bytes);
  bool good = driver.cuMemcpyHtoDAsync(memory, pattern.data(), filled, stream) == CUDA_SUCCESS;
  while (good && filled < bytes) {
    const std::uint64_t more = std::min(filled, bytes - filled);
    good = driver.cuMemcpyDtoDAsync(memory + filled, memory, more, stream) == CUDA_SUCCESS;
    filled += more;
  }
  return good;
}

struct Stopwatch {
  const CudaDriver* driver;
  CUstream stream;
  CUevent begin;
  CUevent end;

  /// Best of a few runs, in milliseconds; absent where a run fails.
  std::optional<float> time(const std::function<Result<void>()>& run) const {
    std::optional<float> best;
    for (int i = 0; i < timed_runs + 1; ++i) {
      driver->cuEventRecord(begin, stream);
      if (!run()) return std::nullopt;
      driver->cuEventRecord(end, stream);
      float elapsed = 0;
      if (driver->cuEventSynchronize(end) != CUDA_SUCCESS ||
          driver->cuEventElapsedTime(&elapsed, begin, end) != CUDA_SUCCESS)
        return std::nullopt;
      // The first run loads the algorithm's kernel.
      if (i > 0) best = std::min(elapsed, best.value_or(elapsed));
    }
    return best;
  }
};

/// Tries `candidates` on `product` and gives the fastest.
std::optional<cublasLtMatmulAlgo_t> fastest_of(const std::vector<cublasLtMatmulAlgo_t>& candidates,
                                               MatrixProduct& product, const Stopwatch& stopwatch,
                                               const std::function<Result<void>()>& run) {
  std::optional<cublasLtMatmulAlgo_t> fastest;
  float shortest = 0;
  float spent = 0;
  for (const cublasLtMatmulAlgo_t& candidate : candidates) {
    if (spent > time_budget_ms) break;
    product.use(candidate);
    const std::optional<float> elapsed = stopwatch.time(run);
    if (!elapsed) continue;
    spent += *elapsed * (timed_runs + 1);
    if (!fastest || *elapsed < clearly_faster * shortest) {
      fastest = candidate;
      shortest = *elapsed;
    }
  }
  return fastest;
}

/// Tensors of `problem`, one after the other from `memory` on.
ProductBuffers cut_up(const Problem& problem, CUdeviceptr memory) {
  const auto take = [&](std::uint64_t bytes) {
    void* part = reinterpret_cast<void*>(memory);  // NOLINT(performance-no-int-to-ptr)
    memory += (bytes + 255) / 256 * 256;
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

void time_candidates(ProductLibrary& library, const Problem& problem, AttentionProducts& products) {
  const CudaDriver& driver = *library.driver;
  std::size_t free_bytes = 0;
  std::size_t total_bytes = 0;
  if (driver.cuEventElapsedTime == nullptr || driver.cuMemGetInfo(&free_bytes, &total_bytes) != CUDA_SUCCESS)
    return;
  const Problem reduced =
      reduced_for_timing(problem, std::min<std::uint64_t>(enough_bytes_to_time, free_bytes / 2));
  const std::uint64_t bytes = timing_bytes(reduced);
  if (bytes > free_bytes / 2) return;

  CUdeviceptr memory = 0;
  if (driver.cuMemAlloc(&memory, bytes) != CUDA_SUCCESS) return;
  const Guard free_memory([&] { driver.cuMemFree(memory); });
  CUstream stream = nullptr;
  if (driver.cuStreamCreate(&stream, CU_STREAM_NON_BLOCKING) != CUDA_SUCCESS) return;
  const Guard destroy_stream([&] { driver.cuStreamDestroy(stream); });
  CUevent begin = nullptr;
  if (driver.cuEventCreate(&begin, CU_EVENT_DEFAULT) != CUDA_SUCCESS) return;
  const Guard destroy_begin([&] { driver.cuEventDestroy(begin); });
  CUevent end = nullptr;
  if (driver.cuEventCreate(&end, CU_EVENT_DEFAULT) != CUDA_SUCCESS) return;
  const Guard destroy_end([&] { driver.cuEventDestroy(end); });

  Result<AttentionProducts> trial = AttentionProducts::create(library, reduced);
  if (!trial) return;
  // Before the trial's kernels are unloaded.
  const Guard wait([&] { driver.cuStreamSynchronize(stream); });
  const ProductBuffers buffers = cut_up(reduced, memory);
  if (!fill(driver, memory, bytes, problem.dtype, stream) || !trial->locate(buffers, stream)) return;
  const Stopwatch stopwatch{&driver, stream, begin, end};
  if (const auto best = fastest_of(products.scores().candidates(), trial->scores(), stopwatch,
                                   [&] { return trial->multiply_scores(1.0F, buffers, stream); })) {
    library.fastest[{products.scores_plan(), products.mode()}] = *best;
  }
  // The output's product reads what the scores' has left: fill anew.
  if (!fill(driver, memory, bytes, problem.dtype, stream) || !trial->locate(buffers, stream)) return;
  if (const auto best = fastest_of(products.output().candidates(), trial->output(), stopwatch,
                                   [&] { return trial->multiply_output(1.0F, buffers, stream); })) {
    library.fastest[{products.output_plan(), products.mode()}] = *best;
  }
}

}  // namespace

std::uint64_t timing_bytes(const Problem& problem) {
  constexpr std::uint64_t room_to_align = 6 * 256;
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
