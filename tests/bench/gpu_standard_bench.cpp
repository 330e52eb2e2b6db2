// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// CUDA's standard attention against its bound: the same two library products alone, plus one read and one
// write of the scores at the copy bandwidth measured in the same run. Prints standard-eager beside it.
// gpu_standard_bench [fp16|bf16] [bhsd|bshd]; 16k tokens, query heads × head dim = 2048, the L2 flushed
// before each call, medians of 11 calls by events.
#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "kernels/cuda/ceilings/ceilings.h"
#include "kernels/cuda/compile/kernel_loader.h"
#include "kernels/cuda/standard/algorithm_choice.h"
#include "kernels/cuda/standard/scratch.h"
#include "kernels/cuda/standard/standard.h"
#include "kernels/problem/cost.h"
#include "kernels/reference/random_inputs.h"
#include "tests/gpu/event_timer.h"

namespace attnscope {
namespace {

constexpr std::int64_t tokens = 16384;
constexpr std::int64_t width = 2048;
constexpr std::size_t flush_bytes = std::size_t{128} << 20;
constexpr int calls = 11;

template <typename T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

class Timer {
 public:
  explicit Timer(const CudaDriver& driver) : timer_(driver, flush_bytes) {}

  /// Median, in microseconds, of what `call` queues on the null stream.
  double time(const std::function<void()>& call) const {
    call();
    call();
    std::vector<float> times;
    times.reserve(calls);
    for (int i = 0; i < calls; ++i) times.push_back(timer_.milliseconds(call));
    return median_of(times) * 1e3;
  }

 private:
  EventTimer timer_;
};

/// Prints what the ceilings' work reaches here, and gives the copy's bytes per microsecond.
double print_ceilings(const GpuDevice& gpu, const Timer& timer) {
  for (const Dtype dtype : {Dtype::fp16, Dtype::bf16, Dtype::fp32}) {
    const auto work = must(make_matmul_ceiling(gpu.driver(), gpu.device(), dtype));
    const double time = timer.time([&] { must(work->launch(nullptr)); });
    std::printf("%s matmul %.1f TFLOP/s\n", std::string(name_of(dtype)).c_str(), work->flops() / time / 1e6);
  }
  const auto work = must(make_copy_ceiling(gpu.driver()));
  const double time = timer.time([&] { must(work->launch(nullptr)); });
  const double copy = static_cast<double>(work->bytes()) / time;
  std::printf("copy %.2f TB/s\n", copy / 1e6);
  return copy;
}

struct Times {
  double standard = 0;
  double eager = 0;
  double scores_product = 0;
  double output_product = 0;
  double prepare_ms = 0;  ///< of both
};

Times time_problem(const Timer& timer, ProductLibrary& library,
                   const std::vector<std::unique_ptr<Implementation>>& implementations,
                   const Problem& problem, const Tensors& tensors) {
  Times times;
  for (const auto& implementation : implementations) {
    const auto start = std::chrono::steady_clock::now();
    const auto call = must(implementation->prepare(problem));
    const std::chrono::duration<double, std::milli> preparing = std::chrono::steady_clock::now() - start;
    times.prepare_ms += preparing.count();
    const double time = timer.time([&] { must(call->launch(tensors, nullptr)); });
    (implementation->name() == "standard" ? times.standard : times.eager) = time;
  }
  AttentionProducts products = must(AttentionProducts::create(library, problem));
  choose_fastest_algorithms(library, problem, products);
  const StandardScratch scratch = standard_scratch(problem);
  ProductBuffers buffers;
  buffers.query = tensors.query;
  buffers.key = tensors.key;
  buffers.value = tensors.value;
  buffers.output = tensors.output;
  buffers.scores = scratch.scores.in(tensors.scratch);
  buffers.probabilities = buffers.scores;
  buffers.pointers = scratch.pointers.in(tensors.scratch);
  buffers.workspace = {tensors.library_workspace, products.workspace_bytes()};
  must(products.locate(buffers, nullptr));
  times.scores_product = timer.time([&] { must(products.multiply_scores(0.1F, buffers, nullptr)); });
  times.output_product = timer.time([&] { must(products.multiply_output(1e-3F, buffers, nullptr)); });
  return times;
}

void run(Dtype dtype, Layout layout) {
  std::string why_not;
  const GpuDevice* gpu = GpuDevice::first(why_not);
  if (gpu == nullptr) throw std::runtime_error(why_not);
  const CudaDriver& driver = gpu->driver();
  const Timer timer(driver);
  const double copy = print_ceilings(*gpu, timer);
  const auto library =
      must(ProductLibrary::create(driver, compile_target(must(compute_capability(driver, gpu->device())))));
  const auto implementations = must(make_standard_implementations(driver, gpu->device()));
  std::printf("cuBLASLt %d, %s %s\n", library->functions->version, std::string(name_of(dtype)).c_str(),
              std::string(name_of(layout)).c_str());
  std::printf("%4s %6s %6s | %9s %9s %9s %6s | %9s %s\n", "D", "causal", "S", "standard", "products", "bound",
              "ratio", "eager (us)", "prepared in");

  std::vector<std::unique_ptr<DeviceMemory>> inputs;
  for (const InputTensor tensor : {InputTensor::query, InputTensor::key, InputTensor::value}) {
    std::vector<unsigned char> numbers(static_cast<std::size_t>(tokens * width * bytes_of(dtype)));
    random_inputs(dtype, 1, tensor, tokens * width, numbers.data());
    inputs.push_back(std::make_unique<DeviceMemory>(driver, numbers.size()));
    inputs.back()->upload(numbers.data(), numbers.size());
  }
  const DeviceMemory output(driver, inputs.front()->size());
  // One for all: tens of gigabytes freed slow down what runs in the next quarter second.
  Problem largest;
  largest.query_heads = largest.kv_heads = width / 64;
  largest.query_seqlen = largest.kv_seqlen = tokens;
  largest.dtype = dtype;
  const DeviceMemory scratch(driver, eager_scratch(largest).bytes);
  const DeviceMemory workspace(driver, library_workspace_limit);
  for (const std::int64_t head_dim : {64, 128}) {
    for (const bool causal : {false, true}) {
      for (std::int64_t length = 512; length <= tokens; length *= 2) {
        Problem problem;
        problem.batch = tokens / length;
        problem.query_heads = problem.kv_heads = width / head_dim;
        problem.query_seqlen = problem.kv_seqlen = length;
        problem.head_dim = head_dim;
        problem.dtype = dtype;
        problem.causal = causal;
        problem.layout = layout;
        const Times times = time_problem(timer, *library, implementations, problem,
                                         {inputs[0]->get(), inputs[1]->get(), inputs[2]->get(), output.get(),
                                          nullptr, scratch.get(), workspace.get()});
        const double products = times.scores_product + times.output_product;
        const double bound = products + 2.0 * static_cast<double>(score_bytes(problem)) / copy;
        std::printf("%4lld %6d %6lld | %9.1f %9.1f %9.1f %6.3f | %9.1f %8.0f ms\n",
                    static_cast<long long>(head_dim), causal, static_cast<long long>(length), times.standard,
                    products, bound, times.standard / bound, times.eager, times.prepare_ms);
        std::fflush(stdout);
      }
    }
  }
}

}  // namespace
}  // namespace attnscope

int main(int count, char** words) {
  using namespace attnscope;
  const auto dtype = dtype_named(count > 1 ? words[1] : "fp16");
  const auto layout = layout_named(count > 2 ? words[2] : "bshd");
  if (!dtype || !layout) {
    std::fprintf(stderr, "usage: gpu_standard_bench [fp16|bf16|fp32] [bhsd|bshd]\n");
    return 2;
  }
  try {
    run(*dtype, *layout);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 3;
  }
  return 0;
}
