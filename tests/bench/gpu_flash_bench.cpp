// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Speed of the flash kernels on the GPU: 16k tokens, query heads × head dim = 2048, S 512 to 16k, head dims
// 64, 128 and 256, causal or not. One JSON line a shape; TFLOP/s counts causal as half. Before every sample
// the L2 is overwritten.
//
//   gpu_flash_bench [FORM]          36 shapes, fp16; FORM sm75, sm80, sm90 or fp8, else the newest
//   gpu_flash_bench window          causal at S 16k, head dim 128, beside a window of 1,024 keys
//   gpu_flash_bench options [FORM]  S 4k without options, with soft cap, ALiBi and dropout each, with all
//   gpu_flash_bench tune D FORM     candidate tiles for head dim D at S 512, 1k, 2k and 16k
//   gpu_flash_bench fp8-products    fp8 at S 16k beside cuBLASLt's fp8 products, its candidate tiles by turns
//   gpu_flash_bench compile         compiles for Hopper what tune needs into the user's cache; no GPU
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "kernels/cuda/ceilings/ceilings.h"
#include "kernels/cuda/compile/compiler.h"
#include "kernels/cuda/compile/kernel_store.h"
#include "kernels/cuda/flash/flash_call.h"
#include "kernels/cuda/flash/flash_variants.h"
#include "kernels/problem/cost.h"
#include "kernels/reference/random_inputs.h"
#include "tests/gpu/event_timer.h"
#include "tests/gpu/flash/flash_device.h"

namespace attnscope {
namespace {

constexpr std::int64_t tokens = 16384;
constexpr std::int64_t model_width = 2048;
// Long enough for the clocks to settle after the shape before; the median of all samples.
constexpr float warm_up_milliseconds = 15;
constexpr float milliseconds_of_samples = 40;
constexpr std::size_t fewest_samples = 15;

Problem shape(std::int64_t head_dim, std::int64_t seqlen, bool causal) {
  Problem problem;
  problem.batch = tokens / seqlen;
  problem.query_heads = problem.kv_heads = model_width / head_dim;
  problem.query_seqlen = problem.kv_seqlen = seqlen;
  problem.head_dim = head_dim;
  problem.causal = causal;
  return problem;
}

std::string options_of(const Problem& problem) {
  std::string options;
  if (problem.soft_cap) options += "soft cap ";
  if (problem.alibi) options += "ALiBi ";
  if (problem.dropout > 0) options += "dropout ";
  return options.empty() ? "none" : options.substr(0, options.size() - 1);
}

/// The problem without options, with each, and with all.
std::vector<Problem> with_options(const Problem& plain) {
  std::vector<Problem> problems(5, plain);
  problems[1].soft_cap = problems[4].soft_cap = 50;
  problems[2].alibi = problems[4].alibi = true;
  problems[3].dropout = problems[4].dropout = 0.1;
  problems[3].dropout_seed = problems[4].dropout_seed = 1;
  return problems;
}

std::vector<FlashTile> hopper_candidates(int head_dim) {
  const auto tile = [&](int m, int n, int stages, int query_stages, bool ping_pong) {
    return FlashTile{TileConfig{m, n, stages, (m / 64 + 1) * 4, true}, head_dim, 1, query_stages, ping_pong};
  };
  if (head_dim <= 64)
    return {tile(192, 128, 2, 1, true), tile(192, 128, 2, 2, true), tile(192, 128, 3, 2, true),
            tile(192, 128, 3, 2, false), tile(128, 128, 3, 2, true)};
  if (head_dim <= 128)
    return {tile(128, 176, 2, 1, true), tile(128, 128, 2, 2, true), tile(192, 80, 2, 1, true),
            tile(192, 80, 2, 2, true),  tile(192, 80, 3, 1, true),  tile(192, 80, 3, 2, true)};
  return {tile(128, 80, 2, 1, false), tile(128, 80, 2, 1, true), tile(128, 64, 2, 1, false),
          tile(128, 64, 2, 1, true)};
}

std::vector<FlashTile> fp8_candidates(int head_dim) {
  const auto tile = [&](int m, int n, int query_stages, int slice, bool turns, int value_stages,
                        bool overlap) {
    return FlashTile{TileConfig{m, n, 2, (m / 64 + 1) * 4, true},
                     head_dim,
                     1,
                     query_stages,
                     turns,
                     value_stages,
                     slice,
                     overlap};
  };
  if (head_dim <= 64)
    return {tile(192, 160, 2, 64, true, 1, true), tile(192, 128, 2, 64, true, 1, true),
            tile(128, 128, 2, 64, true, 1, true)};
  if (head_dim <= 128)
    return {tile(192, 128, 2, 128, true, 1, false), tile(192, 128, 2, 128, true, 2, false),
            tile(192, 128, 1, 128, true, 1, false), tile(192, 128, 2, 128, false, 1, false),
            tile(192, 96, 2, 64, true, 1, false),   tile(128, 160, 2, 128, true, 1, false)};
  return {tile(128, 128, 2, 128, true, 1, false), tile(128, 128, 1, 128, true, 1, false)};
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
        ordinal_(gpu.device()),
        device_(flash_device(gpu)),
        query_(driver_, bytes),
        key_(driver_, bytes),
        value_(driver_, bytes),
        output_(driver_, bytes),
        scratch_(driver_, 2 * bytes),
        timer_(driver_, std::size_t{256} << 20) {
    std::vector<unsigned char> host(bytes);
    for (const auto& [memory, which] :
         {std::pair{&query_, InputTensor::query}, std::pair{&key_, InputTensor::key},
          std::pair{&value_, InputTensor::value}}) {
      random_inputs(Dtype::fp16, 1, which, tokens * model_width, host.data());
      memory->upload(host.data(), bytes);
    }
  }

  FlashForm newest_form() const { return flash_form(device_.capability); }

  void measure(const Problem& problem, FlashForm form) {
    measure(problem, {flash_tile(problem, form, device_.capability)}, form);
  }

  /// cuBLASLt's fp8 product of 8192 × 8192 matrices, its sums kept in fp32 and in what the tensor cores keep.
  void measure_products() {
    for (const bool fast : {false, true}) {
      const auto work = make_matmul_ceiling(driver_, ordinal_, Dtype::fp8_e4m3, fast);
      if (!work) throw std::runtime_error(work.error().message);
      const auto time = [&] { return timer_.milliseconds([&] { require((*work)->launch(nullptr)); }); };
      for (float spent = 0; spent < warm_up_milliseconds;) spent += time();
      std::vector<float> milliseconds;
      for (float spent = 0; spent < 2 * milliseconds_of_samples;) {
        milliseconds.push_back(time());
        spent += milliseconds.back();
      }
      std::printf("{\"fp8_matmul\": \"%s\", \"tflops\": %.1f}\n",
                  fast ? "fast accumulation" : "fp32 accumulation",
                  (*work)->flops() / median_of(milliseconds) / 1e9);
    }
  }

  /// The tiles take turns, so that the chip's temperature and clocks favour none.
  void measure(const Problem& problem, const std::vector<FlashTile>& tiles, FlashForm form) {
    std::vector<std::pair<Problem, FlashTile>> contenders;
    contenders.reserve(tiles.size());
    for (const FlashTile& tile : tiles) contenders.emplace_back(problem, tile);
    measure(contenders, form);
  }

  /// Likewise problems with their default tiles.
  void measure(const std::vector<Problem>& problems, FlashForm form) {
    std::vector<std::pair<Problem, FlashTile>> contenders;
    contenders.reserve(problems.size());
    for (const Problem& problem : problems)
      contenders.emplace_back(problem, flash_tile(problem, form, device_.capability));
    measure(contenders, form);
  }

 private:
  static constexpr std::size_t bytes = static_cast<std::size_t>(tokens * model_width) * 2;

  void measure(const std::vector<std::pair<Problem, FlashTile>>& contenders, FlashForm form) {
    std::vector<std::unique_ptr<PreparedCall>> calls;
    for (const auto& [problem, tile] : contenders) {
      auto call = prepare_flash(device_, problem, form, tile);
      if (!call) throw std::runtime_error(call.error().message);
      calls.push_back(*std::move(call));
    }
    Tensors tensors;
    tensors.query = query_.get();
    tensors.key = key_.get();
    tensors.value = value_.get();
    tensors.output = output_.get();
    tensors.scratch = scratch_.get();
    // The inputs are the same for all.
    require(calls.front()->accept(tensors, nullptr));
    std::vector<std::vector<float>> milliseconds(contenders.size());
    for (float spent = 0; spent < warm_up_milliseconds;)
      for (const auto& call : calls) spent += time(*call, tensors);
    for (float spent = 0; spent < milliseconds_of_samples * static_cast<float>(calls.size()) ||
                          milliseconds.front().size() < fewest_samples;) {
      for (std::size_t which = 0; which < calls.size(); ++which) {
        milliseconds[which].push_back(time(*calls[which], tensors));
        spent += milliseconds[which].back();
      }
    }
    for (std::size_t which = 0; which < calls.size(); ++which)
      print(contenders[which].first, contenders[which].second, milliseconds[which]);
  }

  /// One call, the L2 overwritten before it.
  float time(PreparedCall& call, const Tensors& tensors) {
    return timer_.milliseconds([&] { require(call.launch(tensors, nullptr)); });
  }

  static void print(const Problem& problem, const FlashTile& tile, const std::vector<float>& milliseconds) {
    const double median = median_of(milliseconds);
    std::printf(
        "{\"d\": %d, \"causal\": %s, \"s\": %d, \"options\": \"%s\", \"tile\": \"%s%s%s, Q %d, V %d, slice "
        "%d, x%d\", "
        "\"ms\": %.4f, \"tflops\": %.1f}\n",
        static_cast<int>(problem.head_dim), problem.causal ? "true" : "false",
        static_cast<int>(problem.query_seqlen), options_of(problem).c_str(), to_string(tile.cut).c_str(),
        tile.ping_pong ? ", ping-pong" : "", tile.overlap ? ", overlap" : "", tile.query_stages,
        tile.value_stages, tile.slice, tile.ctas_per_sm, median,
        forward_flops(problem, FlopConvention::causal_half) / median / 1e9);
    std::fflush(stdout);
  }

  const CudaDriver& driver_;
  CUdevice ordinal_;
  FlashDevice device_;
  DeviceMemory query_;
  DeviceMemory key_;
  DeviceMemory value_;
  DeviceMemory output_;
  DeviceMemory scratch_;
  EventTimer timer_;
};

void compile_tile(const KernelCache& cache, const Problem& problem, FlashForm form, const FlashTile& tile) {
  const KernelVariant variant = flash_variant(problem, form, tile, "sm_90a", false);
  const auto kernel = compile(variant);
  if (!kernel) throw std::runtime_error(kernel.error().message);
  cache.store(key_of(variant), kernel->image);
  std::printf("%s %s x%d: %d registers, %d bytes spilled\n", variant.entry.c_str(),
              to_string(tile.cut).c_str(), tile.ctas_per_sm, kernel->report.resources.registers,
              static_cast<int>(kernel->report.resources.spill_store_bytes));
}

struct FormTiles {
  FlashForm form;
  std::vector<FlashTile> tiles;
};

int compile_all() {
  const auto cache = KernelCache::of_user();
  if (!cache) throw std::runtime_error("XDG_CACHE_HOME and HOME are not set");
  for (const int head_dim : {64, 128, 256}) {
    for (const bool causal : {false, true}) {
      const Problem problem = shape(head_dim, 512, causal);
      for (const FlashTile& tile : candidates(head_dim)) compile_tile(*cache, problem, FlashForm::sm80, tile);
      for (const FormTiles& form : {FormTiles{FlashForm::sm90, hopper_candidates(head_dim)},
                                    FormTiles{FlashForm::sm90_fp8, fp8_candidates(head_dim)}})
        for (const FlashTile& tile : form.tiles) compile_tile(*cache, problem, form.form, tile);
    }
  }
  return 0;
}

FlashForm form_named(const std::string& name) {
  if (name == "sm75") return FlashForm::sm75;
  if (name == "sm80") return FlashForm::sm80;
  if (name == "sm90") return FlashForm::sm90;
  if (name == "fp8") return FlashForm::sm90_fp8;
  throw std::runtime_error("there is no form " + name);
}

std::vector<FlashTile> candidates(int head_dim, FlashForm form) {
  if (form == FlashForm::sm90_fp8) return fp8_candidates(head_dim);
  return form == FlashForm::sm90 ? hopper_candidates(head_dim) : candidates(head_dim);
}

void tune(FlashBench& bench, int head_dim, FlashForm form) {
  for (const bool causal : {false, true})
    for (const std::int64_t seqlen : {512, 1024, 2048, 16384})
      bench.measure(shape(head_dim, seqlen, causal), candidates(head_dim, form), form);
}

/// The fp8 kernel at 16k, its candidate tiles by turns, between two measurements of the fp8 products.
void compare_with_fp8_products(FlashBench& bench) {
  bench.measure_products();
  for (const int head_dim : {64, 128, 256})
    for (const bool causal : {false, true})
      bench.measure(shape(head_dim, tokens, causal), fp8_candidates(head_dim), FlashForm::sm90_fp8);
  bench.measure_products();
}

void measure_window(FlashBench& bench) {
  Problem problem = shape(128, tokens, true);
  bench.measure(problem, bench.newest_form());
  problem.window_left = 1023;
  bench.measure(problem, bench.newest_form());
}

void measure_options(FlashBench& bench, FlashForm form) {
  constexpr std::int64_t seqlen = 4096;
  for (const int head_dim : {64, 128, 256})
    for (const bool causal : {false, true})
      bench.measure(with_options(shape(head_dim, seqlen, causal)), form);
}

int run(const std::vector<std::string>& arguments) {
  if (arguments == std::vector<std::string>{"compile"}) return compile_all();
  std::string why_not;
  const GpuDevice* gpu = GpuDevice::first(why_not);
  if (gpu == nullptr) throw std::runtime_error("needs a GPU: " + why_not);
  FlashBench bench(*gpu);
  if (arguments.size() == 3 && arguments[0] == "tune") {
    tune(bench, std::stoi(arguments[1]), form_named(arguments[2]));
  } else if (arguments == std::vector<std::string>{"fp8-products"}) {
    compare_with_fp8_products(bench);
  } else if (arguments == std::vector<std::string>{"window"}) {
    measure_window(bench);
  } else if (!arguments.empty() && arguments[0] == "options") {
    measure_options(bench, arguments.size() > 1 ? form_named(arguments[1]) : bench.newest_form());
  } else {
    const FlashForm form = arguments.empty() ? bench.newest_form() : form_named(arguments[0]);
    for (const std::int64_t head_dim : {64, 128, 256})
      for (const bool causal : {false, true})
        for (std::int64_t seqlen = 512; seqlen <= tokens; seqlen *= 2)
          bench.measure(shape(head_dim, seqlen, causal), form);
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
