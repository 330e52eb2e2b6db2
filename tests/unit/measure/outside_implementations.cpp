// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A library of implementations for the Host CPU that misbehave, each in its own way, and one that does not;
// brought in by `attnscope-worker --load`, as anybody's would be.
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <thread>

#include "profiler/measure/c_interface.h"

namespace {

enum class Fault { none, crashes, hangs, prints, slow, fails };

Fault fault_of(void* self) {
  return *static_cast<const Fault*>(self);
}

int supports(void*, const attnscope_problem* problem, char* why, size_t why_size) {
  if (problem->kv_seqlen == 1 && problem->dtype == ATTNSCOPE_FP32) return 0;
  std::snprintf(why, why_size, "only one key of fp32");
  return ATTNSCOPE_UNSUPPORTED;
}

int workspace(void*, const attnscope_problem*, uint64_t* scratch, uint64_t* library, char*, size_t) {
  *scratch = 64;
  *library = 0;
  return 0;
}

int prepare(void*, const attnscope_problem* problem, void** prepared, char*, size_t) {
  *prepared = new attnscope_problem(*problem);
  return 0;
}

int launch(void* self, void* prepared, const attnscope_tensors* tensors, void*, char* why, size_t why_size) {
  const auto& problem = *static_cast<const attnscope_problem*>(prepared);
  switch (fault_of(self)) {
    case Fault::crashes:
      std::raise(SIGSEGV);
      break;
    case Fault::hangs:
      std::this_thread::sleep_for(std::chrono::hours(1));
      break;
    case Fault::prints:
      std::printf("{\"type\":\"rubbish of a library\"}\n");
      std::fflush(stdout);
      break;
    case Fault::slow:
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      break;
    case Fault::fails:
      std::snprintf(why, why_size, "the outside kernel tripped");
      return 1;
    case Fault::none:
      break;
  }
  // With one key, attention is the value.
  std::memcpy(tensors->output, tensors->value,
              static_cast<size_t>(problem.batch * problem.query_heads * problem.head_dim) * sizeof(float));
  return 0;
}

void release(void*, void* prepared) {
  delete static_cast<attnscope_problem*>(prepared);
}

struct Registration {
  Registration() {
    static struct {
      const char* name;
      Fault fault;
    } all[] = {{"outside-good", Fault::none},   {"outside-crashes", Fault::crashes},
               {"outside-hangs", Fault::hangs}, {"outside-prints", Fault::prints},
               {"outside-slow", Fault::slow},   {"outside-fails", Fault::fails}};
    for (auto& one : all) {
      const attnscope_implementation implementation{ATTNSCOPE_INTERFACE_VERSION,
                                                    ATTNSCOPE_HOST_CPU,
                                                    one.name,
                                                    "for tests",
                                                    nullptr,
                                                    &one.fault,
                                                    supports,
                                                    workspace,
                                                    prepare,
                                                    launch,
                                                    nullptr,
                                                    release};
      if (attnscope_register(&implementation) != 0) std::fprintf(stderr, "%s was not taken\n", one.name);
    }
    // A name that is taken, an old version and a missing function are turned away.
    attnscope_implementation bad{ATTNSCOPE_INTERFACE_VERSION,
                                 ATTNSCOPE_HOST_CPU,
                                 "flash",
                                 "",
                                 nullptr,
                                 nullptr,
                                 supports,
                                 workspace,
                                 prepare,
                                 launch,
                                 nullptr,
                                 release};
    if (attnscope_register(&bad) == 0) std::raise(SIGABRT);
    bad.name = "outside-old";
    bad.interface_version = 0;
    if (attnscope_register(&bad) == 0) std::raise(SIGABRT);
    bad.interface_version = ATTNSCOPE_INTERFACE_VERSION;
    bad.launch = nullptr;
    if (attnscope_register(&bad) == 0) std::raise(SIGABRT);
  }
} registration;

}  // namespace
