// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Speed of the flash kernels on the GPU: 16k tokens, query heads × head dim = 2048, S 512 to 16k, head dims
// 64, 128 and 256, causal or not. One JSON line a shape; TFLOP/s counts causal as half. Before every sample
// the L2 is overwritten.
//
//   gpu_flash_bench                    the grid of 36 shapes, fp16
//   gpu_flash_bench tune D             candidate tiles for head dim D at S 512, 2k and 16k
//   gpu_flash_bench compile TARGET     compiles what `tune` needs into the user's cache; needs no GPU
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

#include "kernels/cuda/compile/compiler.h"
#include "kernels/cuda/compile/kernel_loader.h"
#include "kernels/cuda/compile/kernel_store.h"
#include "kernels/cuda/flash/flash_call.h"
#include "kernels/cuda/flash/flash_variants.h"
#include "kernels/problem/cost.h"
#include "kernels/reference/random_inputs.h"
#include "tests/gpu/gpu_device.h"

namespace attnscope {
namespace {

constexpr std::int64_t tokens = 16384;
constexpr std::int64_t model_width = 2048;
constexpr int samples = 15;

Problem shape(std::int64_t head_dim, std::int64_t seqlen, bool causal) {
  Problem problem;
  problem.batch = tokens / seqlen;
  problem.query_heads = problem.kv_heads = model_width / head_dim;
  problem.query_seqlen = problem.kv_seqlen = seqlen;
  problem.head_dim = head_dim;
  problem.causal = causal;
  return problem;
}

std::vector<FlashTile> candidates(int head_dim) {
  const auto tile = [&](int m, int n, int stages, int warps, int ctas) {
    return FlashTile{TileConfig{m, n, stages, warps, false}, head_dim, ctas};
  };
  if (head_dim <= 64)
    return {tile(128, 64, 1, 4, 2),  tile(128, 64, 2, 4, 2), tile(128, 64, 2, 4, 3), tile(128, 64, 1, 4, 3),
            tile(128, 128, 1, 4, 2), tile(128, 32, 2, 4, 3), tile(192, 64, 2, 6, 2), tile(256, 64, 2, 8, 1),
            tile(64, 64, 2, 4, 4),   tile(128, 96, 1, 4, 2), tile(64, 128, 1, 4, 3), tile(128, 48, 2, 4, 3)};
  if (head_dim <= 128)
    return {tile(128, 64, 1, 4, 2), tile(128, 64, 2, 4, 2), tile(128, 32, 2, 4, 2), tile(128, 32, 1, 4, 2),
            tile(64, 64, 2, 4, 3),  tile(64, 64, 2, 4, 2),  tile(256, 64, 1, 8, 1), tile(256, 64, 2, 8, 1),
            tile(128, 48, 2, 4, 2), tile(192, 64, 1, 6, 1), tile(128, 64, 2, 8, 1), tile(64, 64, 1, 4, 3)};
  return {tile(128, 64, 1, 8, 1), tile(64, 64, 1, 4, 2), tile(64, 32, 2, 4, 2), tile(128, 32, 2, 8, 1),
          tile(64, 32, 1, 4, 2),  tile(64, 48, 1, 4, 2), tile(128, 48, 1, 8, 1)};
}

class FlashBench {
 public:
  explicit FlashBench(const GpuDevice& gpu)
      : driver_(gpu.driver()),
        query_(driver_, bytes),
        key_(driver_, bytes),
        value_(driver_, bytes),
        output_(driver_, bytes),
        flush_(driver_, std::size_t{256} << 20) {
    const auto capability = compute_capability(driver_, gpu.device());
    if (!capability) throw std::runtime_error(capability.error().message);
    int l2_bytes = 0;
    require_cuda(driver_,
                 driver_.cuDeviceGetAttribute(&l2_bytes, CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE, gpu.device()),
                 "asking for the size of the L2");
    device_ = {&driver_, *capability, l2_bytes};
    std::vector<unsigned char> host(bytes);
    for (const auto& [memory, which] :
         {std::pair{&query_, InputTensor::query}, std::pair{&key_, InputTensor::key},
          std::pair{&value_, InputTensor::value}}) {
      random_inputs(Dtype::fp16, 1, which, tokens * model_width, host.data());
      memory->upload(host.data(), bytes);
    }
    for (int i = 0; i < samples; ++i) {
      require_cuda(driver_, driver_.cuEventCreate(&begin_[i], CU_EVENT_DEFAULT), "making an event");
      require_cuda(driver_, driver_.cuEventCreate(&end_[i], CU_EVENT_DEFAULT), "making an event");
    }
  }

  FlashTile default_tile(const Problem& problem) const {
    return flash_tile(problem, flash_form(device_.capability), device_.capability);
  }

  void measure(const Problem& problem, const FlashTile& tile, FlashForm form) {
    auto call = prepare_flash(device_, problem, form, tile);
    if (!call) {
      std::printf("{\"error\": \"%s\"}\n", call.error().message.c_str());
      return;
    }
    Tensors tensors;
    tensors.query = query_.get();
    tensors.key = key_.get();
    tensors.value = value_.get();
    tensors.output = output_.get();
    for (int i = -3; i < samples; ++i) {
      require_cuda(driver_, driver_.cuMemsetD8Async(flush_.address(), 1, flush_.size(), nullptr),
                   "filling the L2");
      if (i >= 0) require_cuda(driver_, driver_.cuEventRecord(begin_[i], nullptr), "recording an event");
      if (const auto launched = (*call)->launch(tensors, nullptr); !launched)
        throw std::runtime_error(launched.error().message);
      if (i >= 0) require_cuda(driver_, driver_.cuEventRecord(end_[i], nullptr), "recording an event");
    }
    require_cuda(driver_, driver_.cuCtxSynchronize(), "running the kernel");
    std::vector<float> milliseconds(samples);
    for (int i = 0; i < samples; ++i)
      require_cuda(driver_, driver_.cuEventElapsedTime(&milliseconds[i], begin_[i], end_[i]),
                   "reading a time");
    std::nth_element(milliseconds.begin(), milliseconds.begin() + samples / 2, milliseconds.end());
    const double median = milliseconds[samples / 2];
    std::printf(
        "{\"d\": %d, \"causal\": %s, \"s\": %d, \"tile\": \"%s x%d\", \"ms\": %.4f, \"tflops\": %.1f}\n",
        static_cast<int>(problem.head_dim), problem.causal ? "true" : "false",
        static_cast<int>(problem.query_seqlen), to_string(tile.cut).c_str(), tile.ctas_per_sm, median,
        forward_flops(problem, FlopConvention::causal_half) / median / 1e9);
    std::fflush(stdout);
  }

 private:
  static constexpr std::size_t bytes = static_cast<std::size_t>(tokens * model_width) * 2;

  const CudaDriver& driver_;
  FlashDevice device_;
  DeviceMemory query_;
  DeviceMemory key_;
  DeviceMemory value_;
  DeviceMemory output_;
  DeviceMemory flush_;
  CUevent begin_[samples] = {};
  CUevent end_[samples] = {};
};

int compile_candidates(const std::string& target) {
  const auto cache = KernelCache::of_user();
  if (!cache) throw std::runtime_error("XDG_CACHE_HOME and HOME are not set");
  for (const int head_dim : {64, 128, 256}) {
    for (const FlashTile& tile : candidates(head_dim)) {
      for (const bool causal : {false, true}) {
        const KernelVariant variant =
            flash_variant(shape(head_dim, 512, causal), FlashForm::sm80, tile, target, false);
        const auto kernel = compile(variant);
        if (!kernel) throw std::runtime_error(kernel.error().message);
        cache->store(key_of(variant), kernel->image);
        std::printf("%s %s x%d: %d registers, %d bytes spilled\n", variant.entry.c_str(),
                    to_string(tile.cut).c_str(), tile.ctas_per_sm, kernel->report.resources.registers,
                    static_cast<int>(kernel->report.resources.spill_store_bytes));
      }
    }
  }
  return 0;
}

int run(const std::vector<std::string>& arguments) {
  if (arguments.size() == 2 && arguments[0] == "compile") return compile_candidates(arguments[1]);
  std::string why_not;
  const GpuDevice* gpu = GpuDevice::first(why_not);
  if (gpu == nullptr) throw std::runtime_error("needs a GPU: " + why_not);
  FlashBench bench(*gpu);
  if (arguments.size() == 2 && arguments[0] == "tune") {
    const int head_dim = std::stoi(arguments[1]);
    for (const bool causal : {false, true})
      for (const FlashTile& tile : candidates(head_dim))
        for (const std::int64_t seqlen : {512, 2048, 16384})
          bench.measure(shape(head_dim, seqlen, causal), tile, FlashForm::sm80);
    return 0;
  }
  for (const std::int64_t head_dim : {64, 128, 256})
    for (const bool causal : {false, true})
      for (std::int64_t seqlen = 512; seqlen <= tokens; seqlen *= 2) {
        const Problem problem = shape(head_dim, seqlen, causal);
        bench.measure(problem, bench.default_tile(problem), FlashForm::sm80);
      }
  return 0;
}

}  // namespace
}  // namespace attnscope

int main(int count, char** values) {
  try {
    return attnscope::run(std::vector<std::string>(values + 1, values + count));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gpu_flash_bench: %s\n", error.what());
    return 3;
  }
}
