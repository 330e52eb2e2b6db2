// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include <dlfcn.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <thread>

#include "profiler/measure/build_facts.h"
#include "profiler/measure/output_descriptor.h"
#include "profiler/measure/request_source.h"
#include "profiler/measure/requests.h"
#include "profiler/measure/worker.h"

namespace attnscope {
namespace {

/// Ends the process a while after being armed, unless it goes out of scope before.
class Deadline {
 public:
  Deadline() = default;
  ~Deadline() {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
  }
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  void arm(std::chrono::milliseconds after) {
    thread_ = std::thread([this, after] {
      std::unique_lock lock(mutex_);
      // A kernel may run for minutes, and no destructor would come through before it ends.
      if (!changed_.wait_for(lock, after, [this] { return over_; })) _exit(worker_exit::done);
    });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool over_ = false;
  std::thread thread_;
};

}  // namespace

std::string worker_program_version() {
  return worker_version();
}

bool load_implementations(const std::string& library, std::string& message) {
  if (dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL) != nullptr) return true;
  const char* why = dlerror();  // NOLINT(concurrency-mt-unsafe)
  message = why == nullptr ? library + " does not load" : why;
  return false;
}

int serve_standard_input(const WorkerOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);
  EventWriter writer(take_standard_output());
  writer.write(Hello{protocol_version, worker_version(), getpid()});

  AfterRequest after = AfterRequest::go_on;
  {
    Deadline deadline;  // first, so that it also covers the end of the others
    Devices devices(options);
    RequestSource requests(
        STDIN_FILENO, [&](std::string why) { writer.write(Refused{std::move(why)}); },
        [&] { deadline.arm(std::chrono::milliseconds(800)); });
    PlanPart part;
    part.cancelled = [&] { return requests.cancelled(); };
    part.stuck = [] {};  // the session notices the silence
    while (after == AfterRequest::go_on) {
      const std::optional<Request> request = requests.next();
      if (!request) break;
      after = carry_out(*request, devices, part, options, writer);
    }
    // Destructors of a lost context only fail, and may wait for ever.
    if (after == AfterRequest::device_lost) _exit(worker_exit::device_lost);
  }
  return worker_exit::done;
}

}  // namespace attnscope
