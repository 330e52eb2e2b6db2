// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The worker as its users meet it: a process with pipes, or a batch job.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "profiler/measure/worker.h"
#include "profiler/protocol/codec.h"
#include "tests/unit/measure/worker_process.h"

namespace attnscope {
namespace {

using testing::HasSubstr;
using Clock = std::chrono::steady_clock;

class WorkerTest : public testing::Test {
 protected:
  WorkerTest() {
    std::string pattern = testing::TempDir() + "attnscope-worker-XXXXXX";
    folder = mkdtemp(pattern.data());
    arguments = {"--lock-dir", folder, "--load", ATTNSCOPE_OUTSIDE_LIBRARY};
  }
  ~WorkerTest() override { std::filesystem::remove_all(folder); }

  static Problem small() {
    Problem problem;
    problem.batch = 2;
    problem.query_heads = problem.kv_heads = 2;
    problem.query_seqlen = problem.kv_seqlen = 1;
    problem.head_dim = 16;
    problem.dtype = Dtype::fp32;
    return problem;
  }
  static std::string host_uuid(WorkerProcess& worker) {
    worker.send(DescribeRequest{});
    const auto answer = worker.next_of<DescriptionEvent>();
    return answer ? answer->description.devices.back().device.uuid : std::string();
  }
  static MeasureRequest plan(const std::string& uuid, const std::vector<std::string>& implementations) {
    MeasureRequest request;
    request.plan.device_uuid = uuid;
    for (const std::string& name : implementations) request.plan.points.push_back({name, small()});
    request.plan.options.point_budget_seconds = 0.2;
    request.plan.options.cold_l2 = false;
    return request;
  }
  std::string batch_file(const std::vector<Request>& requests) const {
    const std::string path = folder + "/plan.jsonl";
    std::ofstream file(path);
    for (const Request& request : requests) file << encode(request) << "\n";
    return path;
  }
  static std::vector<Event> events_of(const std::string& path) {
    std::vector<Event> events;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
      Result<Event> event = decode_event(line);
      EXPECT_TRUE(event) << line;
      if (event) events.push_back(*std::move(event));
    }
    return events;
  }
  template <typename T>
  static std::vector<T> all_of_type(const std::vector<Event>& events) {
    std::vector<T> all;
    for (const Event& event : events)
      if (const T* one = std::get_if<T>(&event)) all.push_back(*one);
    return all;
  }

  std::string folder;
  std::vector<std::string> arguments;
};

TEST_F(WorkerTest, SaysHelloAndDescribesTheHostCpu) {
  WorkerProcess worker(arguments);
  const auto hello = worker.next();
  ASSERT_TRUE(hello);
  ASSERT_TRUE(std::holds_alternative<Hello>(*hello));
  EXPECT_EQ(std::get<Hello>(*hello).version, protocol_version);
  worker.send(DescribeRequest{});
  const auto answer = worker.next_of<DescriptionEvent>();
  ASSERT_TRUE(answer);
  const Description::Device& host = answer->description.devices.back();
  EXPECT_EQ(host.device.kind, DeviceKind::host_cpu);
  EXPECT_THAT(host.device.uuid, testing::StartsWith("CPU-"));
  EXPECT_THAT(host.device.name, testing::StartsWith("Host CPU"));
  EXPECT_GT(host.device.memory_bytes, 0U);
  EXPECT_GE(host.device.multiprocessors, 1);
  std::vector<std::string> names;
  for (const OfferedImplementation& offer : host.implementations) names.push_back(offer.name);
  EXPECT_THAT(names, testing::IsSupersetOf({"standard", "standard-eager", "flash", "outside-good"}));
  std::vector<std::string> subjects;
  for (const Check& check : answer->description.checks) {
    subjects.push_back(check.subject);
    EXPECT_FALSE(check.finding.empty());
    EXPECT_TRUE(!check.passed || check.fix.empty()) << check.subject;
  }
  ASSERT_FALSE(subjects.empty());
  EXPECT_EQ(subjects.front(), "driver");
  // Without a driver nothing else is looked for; with one, each of the others is there or told missing.
  if (answer->description.checks.front().passed) {
    EXPECT_THAT(subjects,
                testing::IsSupersetOf({"cuda libraries", "cupti", "counters", "nvrtc", "cublaslt", "nvml"}));
  }
}

TEST_F(WorkerTest, KeepsTheUuidOfTheHostCpu) {
  WorkerProcess first(arguments);
  WorkerProcess second(arguments);
  EXPECT_EQ(host_uuid(first), host_uuid(second));
}

TEST_F(WorkerTest, MeasuresAPlanInOrder) {
  WorkerProcess worker(arguments);
  const std::string uuid = host_uuid(worker);
  worker.send(plan(uuid, {"flash", "outside-good", "nothing"}));
  const auto started = worker.next_of<PlanStarted>();
  ASSERT_TRUE(started);
  EXPECT_EQ(started->environment.device.uuid, uuid);
  EXPECT_FALSE(started->environment.kernel_hash.empty());
  EXPECT_FALSE(started->environment.host.empty());
  for (std::int64_t index = 0; index < 3; ++index) {
    const auto finished = worker.next_of<PointFinished>();
    ASSERT_TRUE(finished);
    EXPECT_EQ(finished->point_index, index);
    if (index < 2) {
      EXPECT_TRUE(std::holds_alternative<Measured>(finished->point.outcome)) << index;
    } else {
      EXPECT_TRUE(std::holds_alternative<Unsupported>(finished->point.outcome));
    }
  }
  const auto end = worker.next_of<PlanFinished>();
  ASSERT_TRUE(end);
  EXPECT_FALSE(end->cancelled);
}

TEST_F(WorkerTest, RefusesRubbishAndUnknownDevicesAndGoesOn) {
  WorkerProcess worker(arguments);
  worker.send("rubbish");
  EXPECT_TRUE(worker.next_of<Refused>());
  worker.send(plan("GPU-nowhere", {"flash"}));
  const auto refused = worker.next_of<Refused>();
  ASSERT_TRUE(refused);
  EXPECT_THAT(refused->message, HasSubstr("GPU-nowhere"));
  EXPECT_THAT(refused->message, HasSubstr("CPU-"));
  EXPECT_FALSE(host_uuid(worker).empty());
}

TEST_F(WorkerTest, KeepsItsOutputToItself) {
  WorkerProcess worker(arguments);
  worker.send(plan(host_uuid(worker), {"outside-prints"}));
  const auto finished = worker.next_of<PointFinished>();  // fails on a line that is no event
  ASSERT_TRUE(finished);
  EXPECT_TRUE(std::holds_alternative<Measured>(finished->point.outcome));
}

TEST_F(WorkerTest, CancelsWithinTwoSecondsAndReportsEveryPoint) {
  WorkerProcess worker(arguments);
  MeasureRequest request = plan(host_uuid(worker), {"outside-slow", "outside-slow", "flash"});
  request.plan.options.point_budget_seconds = 60;
  request.plan.options.max_samples = 100000;
  request.plan.options.target_interval = 1e-9;
  worker.send(request);
  ASSERT_TRUE(worker.next_of<Progress>());
  const auto start = Clock::now();
  worker.send(CancelRequest{});
  for (int i = 0; i < 3; ++i) {
    const auto finished = worker.next_of<PointFinished>();
    ASSERT_TRUE(finished);
    EXPECT_TRUE(std::holds_alternative<Cancelled>(finished->point.outcome));
  }
  const auto end = worker.next_of<PlanFinished>();
  EXPECT_TRUE(end && end->cancelled);
  EXPECT_LT(seconds_after(start), 2);
  // And it is ready for the next plan.
  worker.send(plan(request.plan.device_uuid, {"outside-good"}));
  const auto after = worker.next_of<PointFinished>();
  EXPECT_TRUE(after && std::holds_alternative<Measured>(after->point.outcome));
}

TEST_F(WorkerTest, EndsWithinASecondOfItsInputEvenInACallThatNeverReturns) {
  WorkerProcess worker(arguments);
  worker.send(plan(host_uuid(worker), {"outside-hangs"}));
  ASSERT_TRUE(worker.next_of<Progress>());
  const auto start = Clock::now();
  worker.close_input();
  EXPECT_EQ(worker.wait(), 0);
  EXPECT_LT(seconds_after(start), 1.5);  // one second, and what a loaded machine adds
}

TEST_F(WorkerTest, ShowsASignOfLifeEverySecond) {
  WorkerProcess worker(arguments);
  worker.send(plan(host_uuid(worker), {"outside-hangs"}));
  ASSERT_TRUE(worker.next_of<Progress>());
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(worker.next_of<Progress>(std::chrono::milliseconds(2500)));
}

TEST_F(WorkerTest, WaitsForAnotherWorkerOnTheSameDeviceAndSaysSo) {
  WorkerProcess first(arguments);
  const std::string uuid = host_uuid(first);
  first.send(plan(uuid, {"outside-hangs"}));
  ASSERT_TRUE(first.next_of<Progress>());
  WorkerProcess second(arguments);
  second.send(plan(uuid, {"outside-good"}));
  bool said = false;
  for (int i = 0; i < 10 && !said; ++i) {
    const auto progress = second.next_of<Progress>();
    ASSERT_TRUE(progress);
    said = progress->phase == "waiting for another attnscope on this device";
  }
  EXPECT_TRUE(said);
  first.close_input();
  const auto finished = second.next_of<PointFinished>();
  EXPECT_TRUE(finished && std::holds_alternative<Measured>(finished->point.outcome));
}

TEST_F(WorkerTest, InspectsWithoutMeasuring) {
  WorkerProcess worker(arguments);
  worker.send(InspectRequest{host_uuid(worker), {"flash", small()}});
  const auto inspection = worker.next_of<Inspection>();
  ASSERT_TRUE(inspection);
  EXPECT_TRUE(inspection->tile);
}

TEST_F(WorkerTest, WatchesUntilCancelled) {
  WorkerProcess worker(arguments);
  const std::string uuid = host_uuid(worker);
  worker.send(WatchRequest{uuid, 50});
  for (int i = 0; i < 3; ++i) {
    const auto telemetry = worker.next_of<Telemetry>();
    ASSERT_TRUE(telemetry);
    EXPECT_EQ(telemetry->device_uuid, uuid);
    EXPECT_GT(telemetry->used_memory_bytes.value_or(0), 0U);
  }
  worker.send(CancelRequest{});
  EXPECT_EQ(host_uuid(worker), uuid);
}

TEST_F(WorkerTest, CarriesOutABatchInWhichAWorkerDies) {
  std::string uuid;
  {
    WorkerProcess worker(arguments);
    uuid = host_uuid(worker);
  }
  const std::string out = folder + "/out.jsonl";
  std::vector<std::string> batch = arguments;
  batch.insert(batch.end(),
               {"--plan",
                batch_file({plan(uuid, {"outside-good", "outside-crashes", "outside-fails", "outside-good"}),
                            DescribeRequest{}}),
                "--out", out});
  WorkerProcess worker(batch);
  EXPECT_EQ(worker.wait(), 0);
  const std::vector<Event> events = events_of(out);
  ASSERT_FALSE(events.empty());
  EXPECT_TRUE(std::holds_alternative<Hello>(events.front()));
  EXPECT_EQ(all_of_type<PlanStarted>(events).size(), 1U);
  EXPECT_EQ(all_of_type<PlanFinished>(events).size(), 1U);
  EXPECT_EQ(all_of_type<DescriptionEvent>(events).size(), 1U);
  const auto points = all_of_type<PointFinished>(events);
  ASSERT_EQ(points.size(), 4U);
  EXPECT_TRUE(std::holds_alternative<Measured>(points[0].point.outcome));
  const auto* died = std::get_if<Failed>(&points[1].point.outcome);
  ASSERT_NE(died, nullptr);
  EXPECT_THAT(died->message, testing::AnyOf(HasSubstr("signal 11"), HasSubstr("exit code")));
  const auto* failed = std::get_if<Failed>(&points[2].point.outcome);
  ASSERT_NE(failed, nullptr);
  EXPECT_EQ(failed->message, "the outside kernel tripped");
  EXPECT_TRUE(std::holds_alternative<Measured>(points[3].point.outcome));
}

TEST_F(WorkerTest, AnswersBadCommandLinesWithTwo) {
  const std::string bad = folder + "/bad.jsonl";
  std::ofstream(bad) << "rubbish\n";
  const std::vector<std::vector<std::string>> lines = {
      {"--nonsense"},
      {"--plan", bad},
      {"--plan", bad, "--out", folder + "/out"},
      {"--plan", folder + "/none", "--out", folder + "/out"}};
  for (const std::vector<std::string>& line : lines) {
    WorkerProcess worker(line);
    EXPECT_EQ(worker.wait(), worker_exit::usage) << line[0];
  }
  WorkerProcess worker({"--load", folder + "/none.so"});
  EXPECT_EQ(worker.wait(), worker_exit::failed);
}

}  // namespace
}  // namespace attnscope
