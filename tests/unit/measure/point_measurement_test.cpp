// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Every outcome of a point, on the Host CPU with implementations made for the purpose.
#include "profiler/measure/point_measurement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "profiler/measure/host_device.h"

namespace attnscope {
namespace {

using testing::HasSubstr;

/// Attention where every query sees exactly one key: the answer is V itself.
class CopyValue final : public Implementation {
 public:
  enum class Fault {
    none,
    unwritten,
    wrong,
    reversed,
    undelivered,
    fails,
    refuses,
    needs_too_much,
    reads_a_copy
  };
  CopyValue(std::string name, Fault fault) : name_(std::move(name)), fault_(fault) {}
  std::string_view name() const override { return name_; }
  std::string description() const override { return "test"; }
  std::string_view own_kernels() const override { return fault_ == Fault::reversed ? "flash|cudnn" : ""; }
  Result<void> supports(const Problem&) const override {
    if (fault_ == Fault::refuses) return fail(ErrorKind::unsupported, "not on a Sunday");
    return {};
  }
  Result<Workspace> workspace(const Problem&) const override {
    if (fault_ == Fault::needs_too_much) return Workspace{std::uint64_t{1} << 60, 0};
    return Workspace{4096, 8192};
  }
  Result<std::unique_ptr<PreparedCall>> prepare(const Problem& problem) override {
    return std::make_unique<Call>(fault_, static_cast<std::size_t>(output_elements(problem)) * sizeof(float));
  }
  static std::int64_t output_elements(const Problem& problem) { return query_elements(problem); }

 private:
  class Call final : public PreparedCall {
   public:
    Call(Fault fault, std::size_t bytes) : fault_(fault), bytes_(bytes) {}
    Result<void> launch(const Tensors& tensors, Stream) override {
      if (fault_ == Fault::fails) return fail(ErrorKind::failed, "the kernel tripped");
      std::memcpy(tensors.output, fault_ == Fault::reads_a_copy ? tensors.scratch : tensors.value, bytes_);
      auto* const output = static_cast<float*>(tensors.output);
      if (fault_ == Fault::unwritten) std::memset(output, 0xff, sizeof(float));
      if (fault_ == Fault::wrong) output[0] += 1;
      if (fault_ == Fault::reversed) std::reverse(output, output + bytes_ / sizeof(float));
      return {};
    }
    Result<void> accept(const Tensors& tensors, Stream) override {
      if (fault_ == Fault::reads_a_copy) std::memcpy(tensors.scratch, tensors.value, bytes_);
      return {};
    }
    std::string remark() const override {
      return fault_ == Fault::reads_a_copy ? "it reads a copy, made beforehand" : "";
    }
    Result<void> deliver(const Tensors& tensors, Stream) override {
      if (fault_ == Fault::undelivered) return fail(ErrorKind::failed, "nobody is at home");
      auto* const output = static_cast<float*>(tensors.output);
      if (fault_ == Fault::reversed) std::reverse(output, output + bytes_ / sizeof(float));
      return {};
    }

   private:
    Fault fault_;
    std::size_t bytes_;
  };
  std::string name_;
  Fault fault_;
};

class Watch final : public PointWatch {
 public:
  void phase(std::string_view name) override { phases.emplace_back(name); }
  void alive() override {
    if (cancel_after_signs-- == 0) is_cancelled = true;
  }
  bool cancelled() const override { return is_cancelled; }
  std::vector<std::string> phases;
  int cancel_after_signs = -1;
  bool is_cancelled = false;
};

class PointMeasurementTest : public testing::Test {
 protected:
  PointMeasurementTest() {
    using Fault = CopyValue::Fault;
    std::vector<std::unique_ptr<Implementation>> all;
    all.push_back(std::make_unique<CopyValue>("good", Fault::none));
    all.push_back(std::make_unique<CopyValue>("unwritten", Fault::unwritten));
    all.push_back(std::make_unique<CopyValue>("wrong", Fault::wrong));
    all.push_back(std::make_unique<CopyValue>("reversed", Fault::reversed));
    all.push_back(std::make_unique<CopyValue>("undelivered", Fault::undelivered));
    all.push_back(std::make_unique<CopyValue>("copies", Fault::reads_a_copy));
    all.push_back(std::make_unique<CopyValue>("fails", Fault::fails));
    all.push_back(std::make_unique<CopyValue>("refuses", Fault::refuses));
    all.push_back(std::make_unique<CopyValue>("huge", Fault::needs_too_much));
    device = make_host_device(std::move(all));
    problem.batch = 2;
    problem.query_heads = problem.kv_heads = 3;
    problem.query_seqlen = problem.kv_seqlen = 1;
    problem.head_dim = 16;
    problem.dtype = Dtype::fp32;
    options.max_samples = 30;
    options.point_budget_seconds = 0.3;
    options.cold_l2 = false;
  }
  Outcome measure(const std::string& name) {
    InputCache inputs(*device);
    ReferenceCache references;
    return measure_point(*device, inputs, references, {name, problem}, options, watch);
  }

  std::unique_ptr<MeasuringDevice> device;
  Problem problem;
  MeasurementOptions options;
  Watch watch;
};

TEST_F(PointMeasurementTest, InputsAreTakenOverBeforeTheFirstCallAndThePointSaysSo) {
  const Outcome outcome = measure("copies");
  const auto* measured = std::get_if<Measured>(&outcome);
  ASSERT_NE(measured, nullptr);
  ASSERT_TRUE(measured->error);
  EXPECT_EQ(measured->error->max_abs, 0) << "the poisoned scratch was read, not the copy in it";
  EXPECT_THAT(measured->remarks, testing::Contains("it reads a copy, made beforehand"));
}

TEST_F(PointMeasurementTest, LooksAtTheOutputWhenItIsDelivered) {
  const Outcome outcome = measure("reversed");
  const auto* measured = std::get_if<Measured>(&outcome);
  ASSERT_NE(measured, nullptr);
  ASSERT_TRUE(measured->error);
  EXPECT_EQ(measured->error->max_abs, 0);
  EXPECT_THAT(measured->remarks,
              testing::Contains("reversed fell back: the kernel that ran is test, which is none of its own"));
  const Outcome failing = measure("undelivered");
  const auto* failed = std::get_if<Failed>(&failing);
  ASSERT_NE(failed, nullptr);
  EXPECT_EQ(failed->message, "nobody is at home");
}

TEST_F(PointMeasurementTest, MeasuresAGoodOne) {
  const Outcome outcome = measure("good");
  const auto* measured = std::get_if<Measured>(&outcome);
  ASSERT_NE(measured, nullptr);
  EXPECT_GE(measured->samples.size(), 10U);
  EXPECT_LE(measured->samples.size(), 30U);
  for (const Sample& sample : measured->samples) EXPECT_GE(sample.span_us, 0);
  ASSERT_TRUE(measured->error);
  EXPECT_LT(measured->error->max_abs, 1e-6);
  EXPECT_EQ(measured->error->rows_checked, 6);
  EXPECT_EQ(measured->memory.output_bytes, 6U * 16 * 4);
  EXPECT_EQ(measured->memory.peak_bytes, 6U * 16 * 4 + 4096 + 8192);
  EXPECT_EQ(measured->memory.predicted_bytes, measured->memory.peak_bytes);
  EXPECT_EQ(measured->memory.input_bytes, 3U * 6 * 16 * 4);
  EXPECT_TRUE(measured->memory.from_records);
  EXPECT_EQ(measured->timing_source, "steady_clock");
  EXPECT_THAT(watch.phases, testing::IsSupersetOf({"preparing", "allocating", "compiling", "warming up",
                                                   "timing", "checking"}));
}

TEST_F(PointMeasurementTest, TellsAWrongAnswerByItsError) {
  const Outcome outcome = measure("wrong");
  const auto* measured = std::get_if<Measured>(&outcome);
  ASSERT_NE(measured, nullptr);
  EXPECT_NEAR(measured->error.value_or(ErrorFigures{}).max_abs, 1, 1e-3);
}

TEST_F(PointMeasurementTest, FailsWhereOutputWasNotWritten) {
  const Outcome outcome = measure("unwritten");
  const auto* failed = std::get_if<Failed>(&outcome);
  ASSERT_NE(failed, nullptr);
  EXPECT_THAT(failed->message, HasSubstr("not finite"));
}

TEST_F(PointMeasurementTest, PassesOnWhatAKernelSays) {
  const Outcome outcome = measure("fails");
  ASSERT_TRUE(std::holds_alternative<Failed>(outcome));
  EXPECT_EQ(std::get<Failed>(outcome).message, "the kernel tripped");
}

TEST_F(PointMeasurementTest, PassesOnARefusal) {
  const Outcome outcome = measure("refuses");
  ASSERT_TRUE(std::holds_alternative<Unsupported>(outcome));
  EXPECT_EQ(std::get<Unsupported>(outcome).reason, "not on a Sunday");
}

TEST_F(PointMeasurementTest, IsOutOfMemoryWithoutTryingAndThenHealthyAgain) {
  const Outcome outcome = measure("huge");
  const auto* too_much = std::get_if<OutOfMemory>(&outcome);
  ASSERT_NE(too_much, nullptr);
  EXPECT_GT(too_much->needed_bytes, std::uint64_t{1} << 60);
  EXPECT_EQ(too_much->capacity_bytes, device->description().memory_bytes);
  EXPECT_TRUE(std::holds_alternative<Measured>(measure("good")));
}

TEST_F(PointMeasurementTest, RefusesNonsenseAndUnknownNames) {
  const Outcome unknown = measure("nothing");
  ASSERT_TRUE(std::holds_alternative<Unsupported>(unknown));
  EXPECT_THAT(std::get<Unsupported>(unknown).reason, HasSubstr("good, unwritten"));
  problem.head_dim = 7;
  EXPECT_TRUE(std::holds_alternative<Unsupported>(measure("good")));
}

TEST_F(PointMeasurementTest, StopsBetweenCallsWhenCancelled) {
  watch.cancel_after_signs = 3;
  EXPECT_TRUE(std::holds_alternative<Cancelled>(measure("good")));
}

TEST_F(PointMeasurementTest, LeavesTheReferenceOutWhenToldTo) {
  options.error = false;
  const Outcome outcome = measure("good");
  ASSERT_TRUE(std::holds_alternative<Measured>(outcome));
  EXPECT_FALSE(std::get<Measured>(outcome).error);
}

TEST(ReadableBytes, UsesPowersOf1000) {
  EXPECT_EQ(readable_bytes(999), "999 bytes");
  EXPECT_EQ(readable_bytes(1500), "1.5 kB");
  EXPECT_EQ(readable_bytes(137438953472), "137 GB");
}

}  // namespace
}  // namespace attnscope
