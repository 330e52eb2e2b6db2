// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Host CPU attention against the machine's own sgemm, and flash against standard in one run.
//   cpu_attention_bench [--products] [--sweep [DTYPE] [LENGTH …]]     (no argument: both, fp32, 128 to 4096)
// Every figure is the fastest of several calls, what is compared taking turns. For a fair ceiling,
// OPENBLAS_CORETYPE must not be set.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/cpu/cpu.h"
#include "kernels/cpu/engine.h"
#include "kernels/cpu/score_matrix.h"
#include "kernels/problem/cost.h"
#include "kernels/reference/random_inputs.h"

#ifdef ATTNSCOPE_HAS_OPENBLAS
#include <cblas.h>
#endif

namespace attnscope {
namespace {

constexpr double giga = 1e9;

using Clock = std::chrono::steady_clock;

double seconds_of(const std::function<void()>& call) {
  const auto start = Clock::now();
  call();
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// The fastest of several calls of each, in turns, so that a change of the machine's load meets all alike.
std::vector<double> fastest_seconds(const std::vector<std::function<void()>>& calls, double budget = 0.6) {
  std::vector<double> fastest(calls.size(), std::numeric_limits<double>::infinity());
  for (const auto& call : calls) call();
  const auto start = Clock::now();
  for (int round = 0; round < 5 || std::chrono::duration<double>(Clock::now() - start).count() <
                                       budget * static_cast<double>(calls.size());
       ++round) {
    for (std::size_t index = 0; index < calls.size(); ++index)
      fastest[index] = std::min(fastest[index], seconds_of(calls[index]));
  }
  return fastest;
}

double fastest_seconds(const std::function<void()>& call) {
  return fastest_seconds(std::vector<std::function<void()>>{call}).front();
}

std::vector<float> random_floats(std::int64_t count, InputTensor tensor = InputTensor::query) {
  std::vector<float> values(static_cast<std::size_t>(count));
  random_inputs(Dtype::fp32, 1, tensor, count, values.data());
  return values;
}

/// The machine's sgemm on large square matrices, in GFLOP/s; 0 where the bench was built without OpenBLAS.
double sgemm_ceiling(int threads) {
#ifdef ATTNSCOPE_HAS_OPENBLAS
  openblas_set_num_threads(threads);
  constexpr int n = 2048;
  const auto a = random_floats(std::int64_t{n} * n);
  const auto b = random_floats(std::int64_t{n} * n, InputTensor::key);
  std::vector<float> c(a.size());
  const double seconds = fastest_seconds([&] {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1.0F, a.data(), n, b.data(), n, 0.0F,
                c.data(), n);
  });
  std::printf("OpenBLAS (%s), %d threads, %d³: %.1f GFLOP/s\n", openblas_get_corename(), threads, n,
              2.0 * n * n * n / seconds / giga);
  return 2.0 * n * n * n / seconds / giga;
#else
  std::printf("built without OpenBLAS: no ceiling to compare with (%d threads)\n", threads);
  return 0;
#endif
}

void print_product(const char* what, double flops, double seconds, double ceiling) {
  std::printf("  %-34s %8.1f GFLOP/s", what, flops / seconds / giga);
  if (ceiling > 0) std::printf("  %5.1f %% of sgemm", flops / seconds / giga / ceiling * 100);
  std::printf("\n");
}

/// The products of standard, over whole score matrices, and those of flash, over the same shapes with its
/// transposed operands but without a softmax between them.
void products(cpu::InstructionSet set, int threads, double ceiling) {
  cpu::Engine engine(*cpu::kernels_for(set), threads);
  std::printf("%s\n", std::string(cpu::name_of(set)).c_str());
  for (const std::int64_t head_dim : {64, 128}) {
    const Problem problem{.batch = 1,
                          .query_heads = 4,
                          .kv_heads = 4,
                          .query_seqlen = 2048,
                          .kv_seqlen = 2048,
                          .head_dim = head_dim,
                          .dtype = Dtype::fp32,
                          .layout = Layout::bhsd};
    const auto query = random_floats(query_elements(problem));
    const auto key = random_floats(kv_elements(problem), InputTensor::key);
    std::vector<float> output(query.size());
    cpu::ScratchCutter measure;
    measure.take(cpu::score_elements(problem, engine));
    const cpu::ProductBuffers sizes(measure, problem, engine);
    std::vector<std::byte> memory(measure.bytes());
    cpu::ScratchCutter cutter(memory.data());
    const cpu::ScoreMatrix scores{cutter.take(cpu::score_elements(problem, engine)),
                                  cpu::score_row_stride(problem, engine)};
    const cpu::ProductBuffers buffers(cutter, problem, engine);
    const cpu::KvTensor tensor{key.data(), kv_strides(problem), 1};
    const double flops = forward_flops(problem) / 2;
    const std::string name = "D" + std::to_string(head_dim);
    print_product((name + " standard Q·Kᵀ").c_str(), flops, fastest_seconds([&] {
                    cpu::multiply_query_key(problem, engine, query.data(), tensor, scores, buffers);
                  }),
                  ceiling);
    print_product((name + " standard P·V").c_str(), flops, fastest_seconds([&] {
                    cpu::multiply_probability_value(problem, engine, scores, tensor, output.data(), buffers);
                  }),
                  ceiling);

    const std::int64_t columns = engine.kernels.panel_columns;
    const std::int64_t keys = 128;
    const auto panel = random_floats(columns * std::max(head_dim, keys));
    const std::int64_t panels = problem.query_heads * problem.query_seqlen / columns;
    std::vector<float> targets(static_cast<std::size_t>(threads * columns * std::max(head_dim, keys)));
    const auto flash_product = [&](bool of_scores) {
      engine.pool.run(panels, [&](std::int64_t item, int thread) {
        const std::int64_t head = item * columns / problem.query_seqlen;
        float* target = targets.data() + thread * columns * std::max(head_dim, keys);
        for (std::int64_t first = 0; first < problem.kv_seqlen; first += keys) {
          const float* block = key.data() + kv_strides(problem).offset(0, head, first);
          if (of_scores) {
            engine.kernels.multiply(keys, head_dim, {block, head_dim, 1}, panel.data(), {target, columns},
                                    cpu::Accumulate::overwrite, nullptr);
          } else {
            engine.kernels.multiply(head_dim, keys, {block, 1, head_dim}, panel.data(), {target, columns},
                                    cpu::Accumulate::add, nullptr);
          }
        }
      });
    };
    print_product((name + " flash K·Qᵀ").c_str(), flops, fastest_seconds([&] { flash_product(true); }),
                  ceiling);
    print_product((name + " flash Vᵀ·P").c_str(), flops, fastest_seconds([&] { flash_product(false); }),
                  ceiling);
  }
}

/// The implementations on one problem and one set of tensors, each with scratch memory of its own.
class Contest {
 public:
  Contest(const std::vector<std::unique_ptr<Implementation>>& implementations, const Problem& problem) {
    const auto bytes = [&](std::int64_t elements) {
      return static_cast<std::size_t>(elements * bytes_of(problem.dtype));
    };
    query_.resize(bytes(query_elements(problem)));
    key_.resize(bytes(kv_elements(problem)));
    value_.resize(key_.size());
    output_.resize(query_.size());
    random_inputs(problem.dtype, 1, InputTensor::query, query_elements(problem), query_.data());
    random_inputs(problem.dtype, 1, InputTensor::key, kv_elements(problem), key_.data());
    random_inputs(problem.dtype, 1, InputTensor::value, kv_elements(problem), value_.data());
    for (const auto& implementation : implementations) {
      scratch_.emplace_back(implementation->workspace(problem)->scratch);
      calls_.push_back(std::move(implementation->prepare(problem)).value());
    }
  }

  std::vector<double> seconds() {
    std::vector<std::function<void()>> timed;
    for (std::size_t index = 0; index < calls_.size(); ++index) {
      timed.emplace_back([this, index] {
        Tensors tensors;
        tensors.query = query_.data();
        tensors.key = key_.data();
        tensors.value = value_.data();
        tensors.output = output_.data();
        tensors.scratch = scratch_[index].data();
        if (!calls_[index]->launch(tensors, nullptr)) std::abort();
      });
    }
    return fastest_seconds(timed);
  }

  double scratch_bytes(std::size_t index) const { return static_cast<double>(scratch_[index].size()); }

 private:
  std::vector<std::byte> query_, key_, value_, output_;
  std::vector<std::vector<std::byte>> scratch_;
  std::vector<std::unique_ptr<PreparedCall>> calls_;
};

void sweep(Dtype dtype, const std::vector<std::int64_t>& lengths, int threads, double ceiling) {
  const auto implementations = make_cpu_implementations(threads);
  std::printf("\nB1 H8 %s, %s\n", std::string(name_of(dtype)).c_str(),
              implementations.front()->description().c_str());
  std::printf("%5s %4s %6s  %11s %11s %11s  %9s %9s  %9s  %s\n", "S", "D", "causal", "standard ms",
              "eager ms", "flash ms", "speedup", "scratch", "GFLOP/s", "of sgemm");
  for (const bool causal : {false, true})
    for (const std::int64_t head_dim : {64, 128})
      for (const std::int64_t length : lengths) {
        const Problem problem{.batch = 1,
                              .query_heads = 8,
                              .kv_heads = 8,
                              .query_seqlen = length,
                              .kv_seqlen = length,
                              .head_dim = head_dim,
                              .dtype = dtype,
                              .causal = causal};
        Contest contest(implementations, problem);
        const std::vector<double> seconds = contest.seconds();  // standard, standard-eager, flash
        const double rate = forward_flops(problem) / seconds[2] / giga;
        std::printf("%5lld %4lld %6s  %11.3f %11.3f %11.3f  %8.2f× %9.4f  %9.1f",
                    static_cast<long long>(length), static_cast<long long>(head_dim), causal ? "yes" : "no",
                    seconds[0] * 1e3, seconds[1] * 1e3, seconds[2] * 1e3, seconds[0] / seconds[2],
                    contest.scratch_bytes(2) / contest.scratch_bytes(0), rate);
        if (ceiling > 0) std::printf("  %5.1f %%", rate / ceiling * 100);
        std::printf("\n");
      }
}

}  // namespace
}  // namespace attnscope

int main(int argc, char** argv) {
  using namespace attnscope;
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  const auto wanted = [&](std::string_view option) {
    return arguments.empty() || std::find(arguments.begin(), arguments.end(), option) != arguments.end();
  };
  Dtype dtype = Dtype::fp32;
  std::vector<std::int64_t> lengths;
  for (const std::string_view argument : arguments) {
    dtype = dtype_named(argument).value_or(dtype);
    if (argument.front() >= '1' && argument.front() <= '9') lengths.push_back(std::atoll(argument.data()));
  }
  if (lengths.empty()) lengths = {128, 256, 512, 1024, 2048, 4096};
  const int threads = cpu::usable_threads();
  if (std::getenv("OPENBLAS_CORETYPE") != nullptr)
    std::printf("OPENBLAS_CORETYPE is set: the ceiling is not fair\n");
  const double ceiling = sgemm_ceiling(threads);
  if (wanted("--products"))
    for (const cpu::InstructionSet set : cpu::usable_instruction_sets()) products(set, threads, ceiling);
  if (wanted("--sweep")) sweep(dtype, lengths, threads, ceiling);
}
