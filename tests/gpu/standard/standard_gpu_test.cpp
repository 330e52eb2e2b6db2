// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// standard and standard-eager on a GPU against the fp64 reference, on poisoned memory.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/cuda/compile/kernel_loader.h"
#include "kernels/cuda/standard/attention_products.h"
#include "kernels/cuda/standard/scratch.h"
#include "kernels/cuda/standard/standard.h"
#include "kernels/reference/compare.h"
#include "kernels/reference/random_inputs.h"
#include "kernels/reference/reference.h"
#include "tests/gpu/gpu_device.h"

namespace attnscope {
namespace {

/// The GPU and the implementations on it, made once.
struct Bench {
  const GpuDevice* gpu = nullptr;
  std::string why_not;
  std::vector<std::unique_ptr<Implementation>> implementations;
};

Bench& bench() {
  static Bench the_bench = [] {
    Bench made;
    made.gpu = GpuDevice::first(made.why_not);
    if (made.gpu == nullptr) return made;
    auto implementations = make_standard_implementations(made.gpu->driver(), made.gpu->device());
    if (!implementations) throw std::runtime_error(implementations.error().message);
    made.implementations = std::move(*implementations);
    return made;
  }();
  return the_bench;
}

using Bytes = std::vector<unsigned char>;

struct Answer {
  Bytes output;
  Bytes log_sum_exp;
};

struct Inputs {
  Bytes query;
  Bytes key;
  Bytes value;
};

Inputs inputs_of(const Problem& problem, std::uint64_t seed) {
  const auto make = [&](InputTensor tensor, std::int64_t count) {
    Bytes bytes(static_cast<std::size_t>(count * bytes_of(problem.dtype)));
    random_inputs(problem.dtype, seed, tensor, count, bytes.data());
    return bytes;
  };
  return {make(InputTensor::query, query_elements(problem)), make(InputTensor::key, kv_elements(problem)),
          make(InputTensor::value, kv_elements(problem))};
}

/// What `implementation` answers, with everything that it writes to poisoned beforehand. Runs twice and
/// expects the same bits.
Result<Answer> answer_of(const GpuDevice& gpu, Implementation& implementation, const Problem& problem,
                         const Inputs& inputs) {
  if (auto supported = implementation.supports(problem); !supported) return tl::unexpected(supported.error());
  const auto workspace = implementation.workspace(problem);
  if (!workspace) return tl::unexpected(workspace.error());
  auto call = implementation.prepare(problem);
  if (!call) return tl::unexpected(call.error());

  const CudaDriver& driver = gpu.driver();
  const std::size_t rows =
      static_cast<std::size_t>(problem.batch * problem.query_heads * problem.query_seqlen);
  const auto on_device = [&](const Bytes& host) {
    auto memory = std::make_unique<DeviceMemory>(driver, host.size());
    memory->upload(host.data(), host.size());
    return memory;
  };
  const auto query = on_device(inputs.query);
  const auto key = on_device(inputs.key);
  const auto value = on_device(inputs.value);
  const DeviceMemory output(driver, inputs.query.size());
  const DeviceMemory log_sum_exp(driver, rows * sizeof(float));
  const DeviceMemory scratch(driver, workspace->scratch);
  const DeviceMemory library(driver, std::max<std::size_t>(workspace->library, 16));
  const Tensors tensors{
      query->get(),  key->get(),   value->get(), output.get(), static_cast<float*>(log_sum_exp.get()),
      scratch.get(), library.get()};
  const auto run = [&]() -> Result<Answer> {
    for (const DeviceMemory* written : {&output, &log_sum_exp, &scratch, &library}) written->fill(0xff);
    require_cuda(driver, driver.cuCtxSynchronize(), "poisoning memory");
    if (auto launched = (*call)->launch(tensors, nullptr); !launched) return tl::unexpected(launched.error());
    require_cuda(driver, driver.cuCtxSynchronize(), "waiting for the call");
    return Answer{output.download(), log_sum_exp.download()};
  };
  Result<Answer> first = run();
  const Result<Answer> second = run();
  if (first && second) {
    EXPECT_TRUE(first->output == second->output) << "two launches differ";
    EXPECT_TRUE(first->log_sum_exp == second->log_sum_exp) << "two launches differ";
  }
  return first;
}

/// Allowed relative RMS at scores of standard deviation 1: their rounding carries over to the output. Eager
/// rounds them twice, and keeps small probabilities of fp16 as the subnormal numbers that they are.
double tolerance(Dtype dtype, std::string_view implementation) {
  if (dtype == Dtype::fp32) return 2e-5;
  const double roundings = implementation == "standard-eager" ? 1.6 : 1.0;
  return roundings * (dtype == Dtype::bf16 ? 6e-3 : 8e-4);
}

void expect_close(const Problem& problem, std::uint64_t seed) {
  Bench& with = bench();
  const Inputs inputs = inputs_of(problem, seed);
  const std::vector<std::int64_t> rows = rows_to_check(problem, 64, 64);
  const ReferenceRows reference =
      reference_attention(problem, inputs.query.data(), inputs.key.data(), inputs.value.data(), rows);
  const double spread = effective_softmax_scale(problem) * std::sqrt(static_cast<double>(problem.head_dim));
  for (const auto& implementation : with.implementations) {
    SCOPED_TRACE(std::string(implementation->name()) + " " + to_string(problem));
    const double allowed = tolerance(problem.dtype, implementation->name()) * std::max(1.0, spread);
    const Result<Answer> answer = answer_of(*with.gpu, *implementation, problem, inputs);
    ASSERT_TRUE(answer) << answer.error().message;
    const OutputError output = compare_output(problem, answer->output.data(), reference);
    EXPECT_EQ(output.not_finite, 0);
    EXPECT_LE(output.relative_rms, allowed);
    std::vector<float> log_sum_exp(answer->log_sum_exp.size() / sizeof(float));
    std::memcpy(log_sum_exp.data(), answer->log_sum_exp.data(), answer->log_sum_exp.size());
    const LogSumExpError error = compare_log_sum_exp(problem, log_sum_exp.data(), reference);
    EXPECT_EQ(error.misplaced, 0);
    EXPECT_LE(error.max_abs, 10 * allowed);
  }
}

class StandardOnGpu : public testing::Test {
 protected:
  void SetUp() override {
    if (bench().gpu == nullptr) GTEST_SKIP() << "no GPU to test on: " << bench().why_not;
  }
};

Problem small(Dtype dtype, Layout layout) {
  Problem problem;
  problem.batch = 2;
  problem.query_heads = 4;
  problem.kv_heads = 2;
  problem.query_seqlen = 130;
  problem.kv_seqlen = 201;
  problem.head_dim = 64;
  problem.dtype = dtype;
  problem.layout = layout;
  return problem;
}

TEST_F(StandardOnGpu, RandomProblems) {
  std::mt19937 random(20260101);
  const auto pick = [&](std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
  };
  for (int trial = 0; trial < 60; ++trial) {
    Problem problem;
    problem.dtype = std::vector{Dtype::fp16, Dtype::bf16, Dtype::fp32}.at(random() % 3);
    problem.layout = random() % 2 == 0 ? Layout::bhsd : Layout::bshd;
    problem.batch = pick(1, 3);
    problem.kv_heads = pick(1, 3);
    problem.query_heads = problem.kv_heads * pick(1, 4);
    problem.query_seqlen = random() % 5 == 0 ? 1 : pick(1, 300);
    problem.kv_seqlen = random() % 4 == 0 ? problem.query_seqlen : pick(1, 700);
    problem.head_dim = 8 * pick(2, 32);
    problem.causal = random() % 2 == 0;
    if (random() % 3 == 0) problem.window_left = pick(0, 200);
    if (random() % 4 == 0) problem.window_right = pick(0, 100);
    if (random() % 4 == 0)
      problem.softmax_scale =
          static_cast<double>(pick(2, 20)) / 10.0 / std::sqrt(static_cast<double>(problem.head_dim));
    expect_close(problem, static_cast<std::uint64_t>(trial));
  }
}

/// Each option and all together, in rows that are held and rows that are read twice.
TEST_F(StandardOnGpu, SoftCapAlibiAndDropout) {
  for (const Dtype dtype : {Dtype::fp16, Dtype::bf16, Dtype::fp32}) {
    for (int options = 1; options < 8; ++options) {
      Problem problem = small(dtype, options % 2 == 0 ? Layout::bshd : Layout::bhsd);
      problem.query_heads = 6;  // no power of two: both kinds of slope
      problem.kv_seqlen = options == 3 ? 70001 : 333;
      problem.query_seqlen = 61;
      problem.causal = options % 3 == 0;
      if ((options & 1) != 0) problem.soft_cap = 20;
      problem.alibi = (options & 2) != 0;
      if ((options & 4) != 0) {
        problem.dropout = 0.35;
        problem.dropout_seed = 77;
      }
      expect_close(problem, static_cast<std::uint64_t>(options));
    }
  }
}

/// Each way of dealing a row to threads, at its longest row and at one key more than the way before it.
TEST_F(StandardOnGpu, EveryRowLength) {
  for (const Dtype dtype : {Dtype::fp16, Dtype::bf16, Dtype::fp32}) {
    for (const std::int64_t length : {8, 256, 257, 511, 1024, 1025, 2048, 2050, 4096, 4099, 8192, 8195, 16384,
                                      16400, 32768, 32771, 65536, 65539, 70000}) {
      Problem problem = small(dtype, Layout::bshd);
      problem.batch = 1;
      problem.query_heads = 2;
      problem.query_seqlen = 19;
      problem.kv_seqlen = length;
      problem.causal = length % 2 == 0;
      expect_close(problem, 5);
    }
  }
}

TEST_F(StandardOnGpu, WindowsAndRowsThatSeeNothing) {
  for (const Dtype dtype : {Dtype::fp16, Dtype::fp32}) {
    for (const Layout layout : {Layout::bhsd, Layout::bshd}) {
      Problem problem = small(dtype, layout);
      problem.query_seqlen = 300;
      problem.kv_seqlen = 100;
      problem.causal = true;  // the first 200 queries see no key
      expect_close(problem, 11);
      problem.window_left = 3;
      expect_close(problem, 12);
      problem.causal = false;
      problem.window_right = 0;
      expect_close(problem, 13);
      problem.kv_seqlen = 5000;
      problem.window_left = 64;
      problem.window_right = 64;
      expect_close(problem, 14);
      problem.kv_seqlen = 140000;  // read twice
      problem.query_seqlen = 33;
      expect_close(problem, 15);
    }
  }
}

TEST_F(StandardOnGpu, MoreHeadsThanAGridHasRows) {
  Problem problem = small(Dtype::fp16, Layout::bhsd);
  problem.batch = 70000;
  problem.query_heads = problem.kv_heads = 1;
  problem.query_seqlen = 2;
  problem.kv_seqlen = 9;
  problem.head_dim = 16;
  expect_close(problem, 17);
  problem.layout = Layout::bshd;
  problem.batch = 9000;
  problem.query_heads = problem.kv_heads = 8;
  expect_close(problem, 18);
}

/// Where the library knows tables of pointers they are used; older ones get a call a batch.
TEST_F(StandardOnGpu, BatchesByStrideAndByPointerAgree) {
  const CudaDriver& driver = bench().gpu->driver();
  Problem problem = small(Dtype::fp32, Layout::bshd);
  problem.batch = 3;
  const auto capability = compute_capability(driver, bench().gpu->device());
  ASSERT_TRUE(capability) << capability.error().message;
  const auto library = ProductLibrary::create(driver, compile_target(*capability));
  ASSERT_TRUE(library) << library.error().message;
  auto by_pointer = AttentionProducts::create(**library, problem);
  ASSERT_TRUE(by_pointer) << by_pointer.error().message;
  if (by_pointer->mode() != BatchMode::pointers) GTEST_SKIP() << "this cuBLASLt knows no tables of pointers";
  const ProductPlan plan = scores_product(problem);
  const auto by_stride =
      MatrixProduct::create(*(*library)->functions, (*library)->handle.get(), plan, BatchMode::strided);
  ASSERT_TRUE(by_stride) << by_stride.error().message;

  const Inputs inputs = inputs_of(problem, 3);
  const DeviceMemory query(driver, inputs.query.size());
  const DeviceMemory key(driver, inputs.key.size());
  query.upload(inputs.query.data(), inputs.query.size());
  key.upload(inputs.key.data(), inputs.key.size());
  const StandardScratch cut = standard_scratch(problem);
  const DeviceMemory scratch(driver, cut.bytes);
  const DeviceMemory workspace(driver, library_workspace_limit);
  ProductBuffers buffers;
  buffers.query = query.get();
  buffers.key = key.get();
  buffers.scores = buffers.probabilities = cut.scores.in(scratch.get());
  buffers.pointers = cut.pointers.in(scratch.get());
  buffers.workspace = {workspace.get(), library_workspace_limit};
  const auto scores = [&](const Result<void>& queued) {
    EXPECT_TRUE(queued) << queued.error().message;
    Bytes bytes = scratch.download();
    std::vector<float> numbers(cut.scores.bytes / sizeof(float));
    std::memcpy(numbers.data(), bytes.data(), cut.scores.bytes);
    return numbers;
  };
  scratch.fill(0);
  const std::vector<float> first = scores(by_pointer->locate(buffers, nullptr).and_then([&] {
    return by_pointer->multiply_scores(0.5F, buffers, nullptr);
  }));
  scratch.fill(0);
  const std::vector<float> second = scores(
      by_stride->launch(0.5F, {buffers.key, buffers.query, buffers.scores}, buffers.workspace, nullptr));
  double largest = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    ASSERT_NEAR(first[i], second[i], 1e-4) << i;
    largest = std::max(largest, std::abs(static_cast<double>(first[i])));
  }
  EXPECT_GT(largest, 1);  // something was computed
}

TEST_F(StandardOnGpu, PrepareLeavesNoMemoryBehind) {
  const CudaDriver& driver = bench().gpu->driver();
  Problem problem = small(Dtype::fp16, Layout::bshd);
  problem.query_seqlen = problem.kv_seqlen = 2048;
  problem.head_dim = 128;
  // The first call loads the library's kernels, which stay.
  for (auto& implementation : bench().implementations) ASSERT_TRUE(implementation->prepare(problem));
  problem.query_seqlen = problem.kv_seqlen = 2056;
  std::size_t before = 0;
  std::size_t after = 0;
  std::size_t total = 0;
  require_cuda(driver, driver.cuMemGetInfo(&before, &total), "asking for free memory");
  for (auto& implementation : bench().implementations) ASSERT_TRUE(implementation->prepare(problem));
  require_cuda(driver, driver.cuMemGetInfo(&after, &total), "asking for free memory");
  EXPECT_LT(static_cast<double>(before) - static_cast<double>(after), 64.0 * (1 << 20));
}

}  // namespace
}  // namespace attnscope
