// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The C interface's worker and framework memory; registering is in registered_implementations.cpp.
#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <string>

#include "profiler/measure/c_interface.h"
#include "profiler/measure/framework_memory_source.h"
#include "profiler/measure/worker.h"

/// Opaque outside.
struct attnscope_call_memory {
  attnscope::CallMemory memory;
};

namespace {

attnscope::WorkerOptions worker_options(const attnscope_worker_options* c) {
  attnscope::WorkerOptions options;
  if (c == nullptr) return options;
  if (c->lock_folder != nullptr) options.lock_folder = c->lock_folder;
  options.use_cupti = c->use_cupti != 0;
  return options;
}

int told(const std::string& sentence, char* why, size_t why_size) {
  if (why != nullptr && why_size > 0) {
    const size_t length = std::min(sentence.size(), why_size - 1);
    std::memcpy(why, sentence.data(), length);
    why[length] = '\0';
  }
  return ATTNSCOPE_FAILED;
}

}  // namespace

int attnscope_serve(const attnscope_worker_options* options) {
  return attnscope::serve_standard_input(worker_options(options));
}

int attnscope_run_batch(const attnscope_worker_options* options, const char* plan, const char* out) {
  return attnscope::run_batch(worker_options(options), plan, out);
}

void* attnscope_memory_take(ptrdiff_t bytes, int /*device*/, void* /*stream*/) {
  if (bytes <= 0) return nullptr;
  void* data = attnscope::framework_memory().take(static_cast<std::uint64_t>(bytes));
  if (data == nullptr)
    throw std::runtime_error("out of memory: no " + std::to_string(bytes) + " bytes are free");
  return data;
}

void attnscope_memory_give_back(void* data, ptrdiff_t /*bytes*/, int /*device*/, void* /*stream*/) {
  attnscope::framework_memory().give_back(data);
}

uint64_t attnscope_memory_in_use(void) {
  return attnscope::framework_memory().in_use();
}

uint64_t attnscope_memory_wanted(void) {
  return attnscope::framework_memory().wanted();
}

void attnscope_memory_begin_dry_run(void) {
  attnscope::framework_memory().begin_dry_run();
}

int attnscope_memory_end_dry_run(const void* result, uint64_t output_bytes, attnscope_call_memory** memory,
                                 char* why, size_t why_size) {
  if (memory == nullptr) {
    attnscope::framework_memory().give_up_dry_run();
    return ATTNSCOPE_DONE;
  }
  auto recorded = attnscope::framework_memory().end_dry_run(result, output_bytes);
  if (!recorded) return told(recorded.error().message, why, why_size);
  *memory = new attnscope_call_memory{*std::move(recorded)};
  return ATTNSCOPE_DONE;
}

uint64_t attnscope_memory_scratch_bytes(const attnscope_call_memory* memory) {
  return memory->memory.scratch_bytes;
}

uint64_t attnscope_memory_result_offset(const attnscope_call_memory* memory, int* in_output) {
  *in_output = memory->memory.result_in_output ? 1 : 0;
  return memory->memory.result_offset;
}

void attnscope_memory_forget(attnscope_call_memory* memory) {
  delete memory;
}

void attnscope_memory_begin_call(const attnscope_call_memory* memory, void* scratch, void* output) {
  attnscope::framework_memory().begin_call(memory->memory, scratch, output);
}

int attnscope_memory_end_call(char* why, size_t why_size) {
  const auto ended = attnscope::framework_memory().end_call();
  return ended ? ATTNSCOPE_DONE : told(ended.error().message, why, why_size);
}
