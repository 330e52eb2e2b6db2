// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Speed of flash on the GPU where query rows are few (decode). The L2 is overwritten before every sample;
// medians.
//
//   gpu_decode_bench              four shapes of one query, 32 query heads, 8 KV heads, head dim 128, fp16
//   gpu_decode_bench clean        the same, where the L2 holds clean lines instead of ones to be written back
//   gpu_decode_bench tune         with candidate tiles and numbers of splits
//   gpu_decode_bench crossover    more and more query rows, beside the form for long queries
#include <algorithm>
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "kernels/cuda/flash/decode/decode_tile.h"
#include "kernels/cuda/flash/flash_call.h"
#include "kernels/problem/cost.h"
#include "kernels/reference/random_inputs.h"
#include "tests/gpu/event_timer.h"
#include "tests/gpu/flash/flash_device.h"

namespace attnscope {
namespace {

constexpr std::size_t most_kv_bytes = std::size_t{512} << 20;
constexpr std::size_t most_query_bytes = std::size_t{64} << 20;
constexpr int warm_up_calls = 5;
constexpr std::size_t samples = 31;

Problem decode_shape(std::int64_t batch, std::int64_t kv_seqlen) {
  Problem problem;
  problem.batch = batch;
  problem.query_heads = 32;
  problem.kv_heads = 8;
  problem.query_seqlen = 1;
  problem.kv_seqlen = kv_seqlen;
  problem.layout = Layout::bhsd;
  return problem;
}

std::vector<Problem> decode_shapes() {
  return {decode_shape(1, 8192), decode_shape(16, 8192), decode_shape(1, 131072), decode_shape(64, 4096)};
}

class DecodeBench {
 public:
  explicit DecodeBench(const GpuDevice& gpu)
      : driver_(gpu.driver()),
        device_(flash_device(gpu)),
        query_(driver_, most_query_bytes),
        key_(driver_, most_kv_bytes),
        value_(driver_, most_kv_bytes),
        output_(driver_, most_query_bytes),
        scratch_(driver_, most_query_bytes),
        timer_(driver_, std::size_t{256} << 20) {
    for (const auto& [memory, which] :
         {std::pair{&query_, InputTensor::query}, std::pair{&key_, InputTensor::key},
          std::pair{&value_, InputTensor::value}})
      fill(*memory, which);
  }

  /// From now on the L2 holds no line that has to be written back when a call starts.
  void clean_the_l2() {
    const Problem all_of_flush = decode_shape(1, 65536);
    auto call = prepare_flash(device_, all_of_flush, FlashForm::decode, tile(all_of_flush));
    if (!call) throw std::runtime_error(call.error().message);
    reader_ = *std::move(call);
  }

  FlashTile tile(const Problem& problem) const {
    return decode_tile(problem, device_.capability, device_.multiprocessors);
  }
  bool chooses_decode(const Problem& problem) const {
    return is_decode(problem, device_.capability, device_.multiprocessors);
  }
  FlashForm newest_form() const { return flash_form(device_.capability); }
  FlashTile newest_tile(const Problem& problem) const {
    return flash_tile(problem, newest_form(), device_.capability);
  }

  /// Median of a call, in µs.
  double measure(const Problem& problem, FlashForm form, const FlashTile& tile) {
    auto call = prepare_flash(device_, problem, form, tile);
    if (!call) throw std::runtime_error(call.error().message);
    const Tensors tensors{query_.get(), key_.get(),     value_.get(), output_.get(),
                          nullptr,      scratch_.get(), nullptr};
    for (int i = 0; i < warm_up_calls; ++i) time(**call, tensors);
    std::vector<float> milliseconds;
    while (milliseconds.size() < samples) milliseconds.push_back(time(**call, tensors));
    return 1000.0 * median_of(milliseconds);
  }

 private:
  /// A tensor's first 32 MiB, again and again: long enough for no cache to profit.
  void fill(const DeviceMemory& memory, InputTensor which) const {
    std::vector<unsigned char> host(std::size_t{32} << 20);
    random_inputs(Dtype::fp16, 1, which, static_cast<std::int64_t>(host.size() / 2), host.data());
    for (std::size_t at = 0; at < memory.size(); at += host.size())
      require_cuda(driver_, driver_.cuMemcpyHtoD(memory.address() + at, host.data(), host.size()),
                   "copying to the device");
  }

  float time(PreparedCall& call, const Tensors& tensors) {
    const auto read_flushed = [&] {
      if (reader_ == nullptr) return;
      const DeviceMemory& flush = timer_.flush();
      auto* const half = static_cast<char*>(flush.get()) + flush.size() / 2;
      require(reader_->launch(
          {query_.get(), flush.get(), half, output_.get(), nullptr, scratch_.get(), nullptr}, nullptr));
    };
    return timer_.milliseconds([&] { require(call.launch(tensors, nullptr)); }, read_flushed);
  }

  const CudaDriver& driver_;
  FlashDevice device_;
  DeviceMemory query_;
  DeviceMemory key_;
  DeviceMemory value_;
  DeviceMemory output_;
  DeviceMemory scratch_;
  EventTimer timer_;
  std::unique_ptr<PreparedCall> reader_;
};

void print(const Problem& problem, const std::string& what, double microseconds) {
  const double terabytes_a_second =
      static_cast<double>(input_bytes(problem) + output_bytes(problem)) / microseconds / 1e6;
  std::printf("%-44s %-58s %8.1f us %6.2f TB/s\n", to_string(problem).c_str(), what.c_str(), microseconds,
              terabytes_a_second);
  std::fflush(stdout);
}

void measure_default(DecodeBench& bench, const Problem& problem) {
  const FlashTile tile = bench.tile(problem);
  print(problem, to_string(tile.cut), bench.measure(problem, FlashForm::decode, tile));
}

void tune(DecodeBench& bench) {
  std::vector<Problem> problems = decode_shapes();
  problems.push_back(decode_shape(1, 64));
  problems.push_back(decode_shape(1, 1024));
  problems.push_back(decode_shape(4, 4096));
  for (const std::int64_t batch : {1, 4}) {
    problems.push_back(decode_shape(batch, 8192));
    problems.back().query_seqlen = 8;
  }
  for (const Problem& problem : problems) {
    for (const int keys : {16, 32}) {
      FlashTile tile = bench.tile(problem);
      const int chosen = tile.cut.kv_splits;
      tile.cut.block_n = std::int64_t{4} * keys;
      if (keys == 32) tile.ctas_per_sm = 1;
      std::string all;
      double best = 0;
      FlashTile best_tile = tile;
      for (const int splits : {1, 2, 3, 4, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 48, 64}) {
        const std::int64_t ctas = splits * problem.batch * problem.kv_heads;
        if (splits > problem.kv_seqlen / 64 || (splits > 1 && ctas > 1100)) continue;
        tile.cut.kv_splits = splits;
        const double time = bench.measure(problem, FlashForm::decode, tile);
        std::printf("  %d: %.1f", splits, time);
        if (best != 0 && time >= best) continue;
        best = time;
        best_tile = tile;
      }
      std::printf("   chosen: %d\n", chosen);
      print(problem, to_string(best_tile.cut), best);
    }
  }
}

void print_crossover(DecodeBench& bench, const Problem& problem) {
  const double split = bench.measure(problem, FlashForm::decode, bench.tile(problem));
  const double whole = bench.measure(problem, bench.newest_form(), bench.newest_tile(problem));
  std::printf("%-50s rows %4d  decode %8.1f us  whole %8.1f us  %.2f %s\n", to_string(problem).c_str(),
              static_cast<int>(packed_rows(problem)), split, whole, whole / split,
              bench.chooses_decode(problem) ? "decode" : "whole");
}

void crossover(DecodeBench& bench) {
  for (const std::int64_t kv_heads : {8, 32}) {
    for (const auto& [batch, seqlen] : {std::pair{1, 8192}, std::pair{8, 8192}, std::pair{32, 1024}}) {
      for (const std::int64_t queries : {1, 8, 16, 32, 64, 128, 256}) {
        Problem problem = decode_shape(batch, seqlen);
        problem.kv_heads = kv_heads;
        problem.query_seqlen = queries;
        print_crossover(bench, problem);
      }
    }
  }
  for (const std::int64_t head_dim : {64, 128, 256}) {
    for (const std::int64_t seqlen : {128, 512, 1024}) {
      for (const std::int64_t heads : {4, 16}) {
        Problem problem = decode_shape(1, seqlen);
        problem.query_seqlen = seqlen;
        problem.head_dim = head_dim;
        problem.query_heads = problem.kv_heads = heads;
        problem.causal = seqlen != 512;
        print_crossover(bench, problem);
      }
    }
    for (const std::int64_t queries : {16, 64, 256}) {
      Problem problem = decode_shape(2, 8192);
      problem.query_seqlen = queries;
      problem.head_dim = head_dim;
      print_crossover(bench, problem);
    }
  }
}

int run(const std::vector<std::string>& arguments) {
  std::string why_not;
  const GpuDevice* gpu = GpuDevice::first(why_not);
  if (gpu == nullptr) throw std::runtime_error("needs a GPU: " + why_not);
  DecodeBench bench(*gpu);
  if (arguments == std::vector<std::string>{"tune"}) {
    tune(bench);
  } else if (arguments == std::vector<std::string>{"crossover"}) {
    crossover(bench);
  } else {
    if (arguments == std::vector<std::string>{"clean"}) bench.clean_the_l2();
    for (const Problem& problem : decode_shapes()) measure_default(bench, problem);
  }
  return 0;
}

}  // namespace
}  // namespace attnscope

int main(int count, char** values) {
  try {
    return attnscope::run(std::vector<std::string>(values + 1, values + count));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gpu_decode_bench: %s\n", error.what());
    return 3;
  }
}
