// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A worker that measures nothing and misbehaves as it is told. FAKE_WORKER is "MODE" or "MODE:LENGTH"; with a
// length it behaves until it comes to that KV length.
#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <thread>

#include "profiler/protocol/codec.h"

namespace attnscope {
namespace {

using std::chrono::milliseconds;

struct Behaviour {
  std::string mode = "good";
  std::optional<std::int64_t> at_seqlen;
  bool concerns(const PlannedPoint& point) const { return at_seqlen == point.problem.kv_seqlen; }
};

Behaviour behaviour() {
  const char* text = std::getenv("FAKE_WORKER");
  Behaviour chosen;
  if (text == nullptr) return chosen;
  chosen.mode = text;
  if (const auto colon = chosen.mode.find(':'); colon != std::string::npos) {
    chosen.at_seqlen = std::stoll(chosen.mode.substr(colon + 1));
    chosen.mode.resize(colon);
  }
  return chosen;
}

void say(const Event& event) {
  std::cout << encode(event) << '\n' << std::flush;
}

DeviceDescription device(const std::string& uuid, DeviceKind kind, int ordinal) {
  DeviceDescription description;
  description.uuid = uuid;
  description.kind = kind;
  description.ordinal = ordinal;
  description.name = kind == DeviceKind::cuda ? "Fake GPU " + std::to_string(ordinal) : "Fake CPU";
  description.memory_bytes = 8'000'000'000;
  return description;
}

Description description() {
  const std::vector<OfferedImplementation> offered{{"standard", ""}, {"standard-eager", ""}, {"flash", ""}};
  Description found;
  found.devices = {{device("CPU-fake", DeviceKind::host_cpu, 0), offered, false},
                   {device("GPU-fake-0", DeviceKind::cuda, 0), offered, true},
                   {device("GPU-fake-1", DeviceKind::cuda, 1), offered, true}};
  if (behaviour().mode == "busy") {
    for (Description::Device& one : found.devices) one.use = {83, {{4242, "python3", 38'000'000'000, true}}};
  }
  found.checks = {{"driver", true, "A driver that is not there.", ""},
                  {"xformers", false, "xformers is not installed", "python3 -m pip install xformers"}};
  return found;
}

Point measured_point(const Plan& plan, const PlannedPoint& planned) {
  Measured measured;
  const double span =
      static_cast<double>(planned.problem.kv_seqlen) * (planned.implementation == "flash" ? 1 : 2);
  for (int sample = 0; sample < 12; ++sample) {
    Sample one;
    one.span_us = one.device_time_us = span + 0.01 * sample;
    measured.samples.push_back(one);
  }
  measured.memory.output_bytes = measured.memory.peak_bytes = 4096;
  measured.timing_source = "steady_clock";
  return {plan.device_uuid, planned.implementation, planned.problem, measured};
}

/// Whether a cancel request, or the end of input, comes within the time.
bool stop_requested(milliseconds patience) {
  pollfd input{STDIN_FILENO, POLLIN, 0};
  if (::poll(&input, 1, static_cast<int>(patience.count())) <= 0) return false;
  std::string line;
  if (!std::getline(std::cin, line)) std::exit(0);
  const auto request = decode_request(line);
  return request && std::holds_alternative<CancelRequest>(*request);
}

[[noreturn]] void sleep_for_ever() {
  while (true) std::this_thread::sleep_for(std::chrono::hours(1));
}

/// Does what the mode says; returns where the worker then goes on as if nothing had been.
void misbehave(const std::string& mode, const Plan& plan, std::int64_t index) {
  if (mode == "die") {
    std::cerr << "last words of the worker\n" << std::flush;
    std::raise(SIGKILL);
  } else if (mode == "segfault") {
    std::signal(SIGSEGV, SIG_DFL);
    std::raise(SIGSEGV);
  } else if (mode == "exit") {
    std::_Exit(3);
  } else if (mode == "hang") {
    sleep_for_ever();
  } else if (mode == "deaf") {
    std::signal(SIGTERM, SIG_IGN);
    sleep_for_ever();
  } else if (mode == "rubbish") {
    std::cout << "Segmentation fault (core dumped)\n" << std::flush;
    sleep_for_ever();
  } else if (mode == "half") {
    std::cout << encode(Event(Progress{index, 1, "timing"})).substr(0, 20) << std::flush;
    std::_Exit(0);
  } else if (mode == "oversize") {
    std::cout << std::string(2 * max_line_bytes, 'x') << std::flush;
    sleep_for_ever();
  } else if (mode == "wrong") {
    PlannedPoint other = plan.points[static_cast<std::size_t>(index)];
    other.problem.kv_seqlen += 1;
    say(PointFinished{index, measured_point(plan, other), 0.01});
    sleep_for_ever();
  } else if (mode == "lost-device") {
    const PlannedPoint& planned = plan.points[static_cast<std::size_t>(index)];
    say(PointFinished{
        index, {plan.device_uuid, planned.implementation, planned.problem, Failed{"CUDA error 700"}}, 0.01});
    std::_Exit(75);
  } else if (mode == "leave-out") {
    say(PlanFinished{false});
    sleep_for_ever();
  }
}

void finish_cancelled(const Plan& plan, std::size_t from) {
  for (std::size_t index = from; index < plan.points.size(); ++index) {
    const PlannedPoint& planned = plan.points[index];
    say(PointFinished{static_cast<std::int64_t>(index),
                      {plan.device_uuid, planned.implementation, planned.problem, Cancelled{}},
                      0});
  }
  say(PlanFinished{true});
}

void measure(const Plan& plan, const Behaviour& chosen) {
  if (chosen.mode == "refuse") return say(Refused{"not today"});
  Environment environment;
  environment.device =
      device(plan.device_uuid, plan.device_uuid == "CPU-fake" ? DeviceKind::host_cpu : DeviceKind::cuda, 0);
  environment.host = "fake";
  environment.program_version = "0.0.0";
  say(PlanStarted{environment, plan, 1764000000123});
  if (chosen.mode == "die-at-once") std::raise(SIGKILL);
  const auto count = static_cast<std::int64_t>(plan.points.size());
  for (std::int64_t index = 0; index < count; ++index) {
    const PlannedPoint& planned = plan.points[static_cast<std::size_t>(index)];
    say(Progress{index, count, "timing"});
    if (chosen.concerns(planned)) misbehave(chosen.mode, plan, index);
    const milliseconds pause(chosen.mode == "slow" ? 150 : 0);
    if (stop_requested(pause)) return finish_cancelled(plan, static_cast<std::size_t>(index));
    say(PointFinished{index, measured_point(plan, planned), 0.01});
  }
  say(PlanFinished{false});
}

int serve() {
  const Behaviour chosen = behaviour();
  if (chosen.mode == "no-hello") std::_Exit(1);
  std::ios::sync_with_stdio(false);
  say(chosen.mode == "newer" ? Event(Hello{99, "9.9", 1})
                             : Event(Hello{protocol_version, "0.0.0", ::getpid()}));
  for (std::string line; std::getline(std::cin, line);) {
    const auto request = decode_request(line);
    if (!request) {
      say(Refused{request.error().message});
    } else if (std::holds_alternative<DescribeRequest>(*request)) {
      say(DescriptionEvent{description()});
    } else if (const auto* plan = std::get_if<MeasureRequest>(&*request)) {
      measure(plan->plan, chosen);
    } else if (const auto* ceilings = std::get_if<CeilingsRequest>(&*request)) {
      if (ceilings->device_uuid == "CPU-fake") {
        say(Refused{"ceilings are measured on NVIDIA GPUs only"});
      } else {
        say(Ceilings{ceilings->device_uuid, 720.0, 730.0, 51.0, std::nullopt, 2.9e12, "580.1"});
      }
    }
  }
  return 0;
}

}  // namespace
}  // namespace attnscope

int main() {
  return attnscope::serve();
}
