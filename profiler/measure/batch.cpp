// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Without a session to start fresh workers, the batch does so itself: a parent that touches no device keeps
// the books, and a child measures until it is done or its device is lost.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <new>
#include <vector>

#include "profiler/measure/build_facts.h"
#include "profiler/measure/output_descriptor.h"
#include "profiler/measure/requests.h"
#include "profiler/measure/worker.h"
#include "profiler/protocol/codec.h"

namespace attnscope {
namespace {

/// Where the child is, in memory that it shares with its parent.
struct Books {
  std::atomic<std::size_t> request = 0;
  std::atomic<std::int64_t> point = 0;
  std::atomic<bool> point_begun = false;
  std::atomic<bool> point_reported = false;
};

volatile std::sig_atomic_t interrupted = 0;
volatile pid_t child_process = 0;

void on_interrupt(int signal) {
  interrupted = 1;
  if (child_process > 0) kill(child_process, signal);
}

Result<std::vector<Request>> read_requests(const std::string& path) {
  std::ifstream file(path);
  if (!file) return fail(ErrorKind::not_found, path + " cannot be read");
  std::vector<Request> requests;
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    Result<Request> request = decode_request(line);
    if (!request)
      return fail(ErrorKind::usage,
                  path + ", line " + std::to_string(number) + ": " + request.error().message);
    requests.push_back(*std::move(request));
  }
  if (requests.empty()) return fail(ErrorKind::usage, path + " holds no request");
  return requests;
}

int measure_as_child(const std::vector<Request>& requests, const WorkerOptions& options, Books& books,
                     EventWriter& writer) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  Devices devices(options);
  PlanPart part;
  part.first_point = books.point;
  part.cancelled = [] { return interrupted != 0; };
  part.stuck = [] { _exit(worker_exit::device_stuck); };
  part.on_point = [&books](std::int64_t index, bool reported) {
    books.point = index;
    books.point_begun = true;
    books.point_reported = reported;
  };
  while (books.request < requests.size()) {
    const AfterRequest after = carry_out(requests[books.request], devices, part, options, writer);
    if (after == AfterRequest::device_lost) _exit(worker_exit::device_lost);
    part.first_point = 0;
    books.point = 0;
    books.point_begun = false;
    books.point_reported = false;
    ++books.request;
  }
  return worker_exit::done;
}

std::string how_it_ended(int status) {
  if (WIFSIGNALED(status)) {
    const char* name = strsignal(WTERMSIG(status));  // NOLINT(concurrency-mt-unsafe)
    return "the worker was killed by signal " + std::to_string(WTERMSIG(status)) +
           (name != nullptr ? std::string(" (") + name + ")" : "");
  }
  if (WEXITSTATUS(status) == worker_exit::device_stuck) return "the device did not answer";
  return "the worker ended with exit code " + std::to_string(WEXITSTATUS(status));
}

/// Puts the books right after a child that did not finish; what it left unsaid is said here.
void account_for_loss(const std::vector<Request>& requests, int status, Books& books, EventWriter& writer) {
  const auto* measure = std::get_if<MeasureRequest>(&requests[books.request]);
  if (measure == nullptr || !books.point_begun) {
    writer.write(Refused{how_it_ended(status)});
    ++books.request;
    books.point = 0;
  } else {
    const std::int64_t index = books.point;
    const PlannedPoint& planned = measure->plan.points.at(static_cast<std::size_t>(index));
    if (!books.point_reported)
      writer.write(PointFinished{
          index,
          {measure->plan.device_uuid, planned.implementation, planned.problem, Failed{how_it_ended(status)}},
          0});
    books.point = index + 1;
  }
  books.point_begun = false;
  books.point_reported = false;
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

int run_batch(const WorkerOptions& options, const std::string& plan, const std::string& out) {
  const Result<std::vector<Request>> requests = read_requests(plan);
  if (!requests) {
    std::cerr << "attnscope-worker: " << requests.error().message << "\n";
    return worker_exit::usage;
  }
  std::signal(SIGPIPE, SIG_IGN);
  const int file = out == "-" ? take_standard_output()
                              : open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644);
  void* shared = mmap(nullptr, sizeof(Books), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (file < 0 || shared == MAP_FAILED) {
    std::cerr << "attnscope-worker: " << out << " cannot be written: " << std::strerror(errno)
              << "\n";  // NOLINT(concurrency-mt-unsafe)
    return worker_exit::failed;
  }
  Books& books = *new (shared) Books;
  EventWriter writer(file);
  writer.write(Hello{protocol_version, worker_version(), getpid()});
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);

  while (books.request < requests->size()) {
    const pid_t child = fork();
    if (child == 0) _exit(measure_as_child(*requests, options, books, writer));
    if (child < 0) {
      std::cerr << "attnscope-worker: no process can be started\n";
      return worker_exit::failed;
    }
    child_process = child;
    const int status = wait_for(child);
    child_process = 0;
    const bool ended_well = WIFEXITED(status) && WEXITSTATUS(status) == worker_exit::done;
    if (ended_well) break;
    if (WIFEXITED(status) && WEXITSTATUS(status) == worker_exit::output_lost) return worker_exit::output_lost;
    account_for_loss(*requests, status, books, writer);
  }
  return interrupted != 0 ? worker_exit::failed : worker_exit::done;
}

}  // namespace attnscope
