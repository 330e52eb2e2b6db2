// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What the tests of all flash forms do on a GPU: run a call on poisoned outputs, and check everything that it
// left behind.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "kernels/cuda/flash/flash.h"
#include "kernels/reference/compare.h"
#include "tests/gpu/flash/flash_buffers.h"
#include "tests/gpu/flash/flash_device.h"

namespace attnscope {

/// How far from fp64 attention an answer may be.
struct AllowedError {
  double relative_rms = 0;  ///< of the output
  double log_sum_exp = 0;   ///< absolute
};

/// What rounding to the problem's type makes of outputs, and fp32 sums of log-sum-exps.
inline AllowedError rounding_error(const Problem& problem) {
  // Some hundreds, where ALiBi makes them so, have a rounding error of their own.
  return {problem.dtype == Dtype::fp16 ? 4e-4 : 3e-3, problem.alibi ? 5e-4 : 2e-4};
}

/// Skips its tests where there is no GPU, or an older one than the fixture wants.
class FlashFixture : public testing::Test {
 protected:
  explicit FlashFixture(ComputeCapability oldest = {}) : oldest_(oldest) {}

  void SetUp() override {
    std::string why_not;
    const GpuDevice* const gpu = GpuDevice::first(why_not);
    if (gpu == nullptr) GTEST_SKIP() << "needs a GPU: " << why_not;
    device_ = flash_device(*gpu);
    if (device_.capability < oldest_)
      GTEST_SKIP() << "needs a GPU of compute capability " << oldest_.major << "." << oldest_.minor;
    auto made = make_flash_implementations(gpu->driver(), gpu->device());
    ASSERT_TRUE(made) << made.error().message;
    implementations_ = *std::move(made);
  }

  const FlashDevice& device() const { return device_; }
  const CudaDriver& driver() const { return *device_.driver; }

  /// Null if this GPU has none of that name.
  Implementation* named(const std::string& name) const {
    for (const auto& implementation : implementations_)
      if (implementation->name() == name) return implementation.get();
    return nullptr;
  }

  void finish(const std::string& doing) const { require_cuda(driver(), driver().cuCtxSynchronize(), doing); }

  void run(PreparedCall& call, const FlashBuffers& buffers, bool with_lse) const {
    poison_all(buffers);
    const auto launched = call.launch(buffers.tensors(with_lse), nullptr);
    ASSERT_TRUE(launched) << launched.error().message;
    finish("running the kernel");
  }

  /// Runs the call three times: right in every element, nothing written beyond, the same bits again, with
  /// and without log-sum-exps. The result is the output's error.
  OutputError check(PreparedCall& call, const FlashBuffers& buffers, const ReferenceRows& reference,
                    const AllowedError& allowed) const {
    run(call, buffers, true);
    const std::vector<unsigned char> output = buffers.output();
    const std::vector<unsigned char> lse = buffers.log_sum_exp();
    EXPECT_TRUE(is_poison(output, buffers.output_bytes())) << "wrote beyond the output";
    EXPECT_TRUE(is_poison(lse, buffers.lse_bytes())) << "wrote beyond the log-sum-exps";
    EXPECT_TRUE(is_poison(buffers.scratch(), buffers.scratch_bytes())) << "wrote beyond the scratch";

    const OutputError error = compare_output(buffers.problem(), output.data(), reference);
    EXPECT_LE(error.relative_rms, allowed.relative_rms);
    EXPECT_EQ(error.not_finite, 0) << "left elements unwritten";
    const LogSumExpError lse_error =
        compare_log_sum_exp(buffers.problem(), reinterpret_cast<const float*>(lse.data()), reference);
    EXPECT_LE(lse_error.max_abs, allowed.log_sum_exp);
    EXPECT_EQ(lse_error.misplaced, 0);

    run(call, buffers, true);
    EXPECT_TRUE(buffers.output() == output && buffers.log_sum_exp() == lse) << "a second run gave other bits";
    run(call, buffers, false);
    EXPECT_TRUE(buffers.output() == output) << "a run without log-sum-exps gave other bits";
    EXPECT_TRUE(is_poison(buffers.log_sum_exp(), 0)) << "wrote log-sum-exps that nobody asked for";
    return error;
  }

  /// The instrumented kernel gives the same bits, and a record of each work item.
  void check_records(PreparedCall& call, const FlashBuffers& buffers) const {
    run(call, buffers, false);
    const std::vector<unsigned char> output = buffers.output();
    std::vector<TileRecord> tiles(static_cast<std::size_t>(call.tile_records()));
    const DeviceMemory records(driver(), tiles.size() * sizeof(TileRecord));
    records.fill(poison);
    poison_all(buffers);
    const auto launched =
        call.launch_instrumented(buffers.tensors(false), static_cast<TileRecord*>(records.get()), nullptr);
    ASSERT_TRUE(launched) << launched.error().message;
    finish("running the instrumented kernel");
    EXPECT_TRUE(buffers.output() == output) << "the instrumented kernel gave other bits";
    const std::vector<unsigned char> bytes = records.download();
    std::memcpy(tiles.data(), bytes.data(), bytes.size());
    for (std::size_t i = 0; i < tiles.size(); ++i) {
      EXPECT_EQ(tiles[i].work_item, i);
      EXPECT_LT(tiles[i].sm, static_cast<std::uint32_t>(device_.multiprocessors));
      EXPECT_LE(tiles[i].start_ns, tiles[i].end_ns);
      EXPECT_LT(tiles[i].end_ns - tiles[i].start_ns, 1'000'000'000U);
    }
  }

  /// What a run must not rely on.
  virtual void poison_all(const FlashBuffers& buffers) const {
    buffers.poison_outputs();
    buffers.poison_scratch();
  }

 private:
  ComputeCapability oldest_;
  FlashDevice device_;
  std::vector<std::unique_ptr<Implementation>> implementations_;
};

}  // namespace attnscope
