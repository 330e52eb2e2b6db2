// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A library with implementations for GPUs that are broken on purpose, brought in by `--load`: one whose
// kernel reads far out of bounds, and one that allocates inside its call.
#include <cstdio>

#include "profiler/loader/cuda_driver.h"
#include "profiler/measure/c_interface.h"

namespace {

constexpr const char* source = R"(
.version 6.4
.target sm_75
.address_size 64
.visible .entry faulty_read(.param .u64 from, .param .u64 to)
{
  .reg .b32 %r<2>;
  .reg .b64 %rd<4>;
  ld.param.u64 %rd1, [from];
  ld.param.u64 %rd2, [to];
  add.s64 %rd3, %rd1, 1099511627776;
  ld.global.u32 %r1, [%rd3];
  st.global.u32 [%rd2], %r1;
  ret;
}
)";

const attnscope::CudaDriver& driver() {
  return **attnscope::cuda_driver();
}

int report(CUresult result, char* why, size_t why_size) {
  const auto checked = attnscope::check_cuda(driver(), result, "the faulty kernel");
  if (checked) return 0;
  std::snprintf(why, why_size, "%s", checked.error().message.c_str());
  return 1;
}

int supports(void*, const attnscope_problem*, char*, size_t) {
  return 0;
}

int workspace(void*, const attnscope_problem*, uint64_t* scratch, uint64_t* library, char*, size_t) {
  *scratch = 0;
  *library = 0;
  return 0;
}

int prepare(void*, const attnscope_problem*, void** prepared, char* why, size_t why_size) {
  CUmodule module = nullptr;
  const int loaded = report(driver().cuModuleLoadData(&module, source), why, why_size);
  *prepared = module;
  return loaded;
}

int launch_read(void*, void* prepared, const attnscope_tensors* tensors, void* stream, char* why,
                size_t why_size) {
  CUfunction function = nullptr;
  if (report(driver().cuModuleGetFunction(&function, static_cast<CUmodule>(prepared), "faulty_read"), why,
             why_size) != 0)
    return 1;
  const void* from = tensors->query;
  void* to = tensors->output;
  void* arguments[] = {&from, &to};
  return report(driver().cuLaunchKernel(function, 1, 1, 1, 1, 1, 1, 0, static_cast<CUstream>(stream),
                                        arguments, nullptr),
                why, why_size);
}

int launch_allocating(void*, void*, const attnscope_tensors*, void*, char* why, size_t why_size) {
  CUdeviceptr kept = 0;
  return report(driver().cuMemAlloc(&kept, 1 << 20), why, why_size);
}

void release(void*, void* prepared) {
  driver().cuModuleUnload(static_cast<CUmodule>(prepared));
}

struct Registration {
  Registration() {
    attnscope_implementation faulty{ATTNSCOPE_INTERFACE_VERSION,
                                    ATTNSCOPE_CUDA,
                                    "faulty-read",
                                    "reads out of bounds",
                                    nullptr,
                                    nullptr,
                                    supports,
                                    workspace,
                                    prepare,
                                    launch_read,
                                    nullptr,
                                    release};
    attnscope_register(&faulty);
    faulty.name = "faulty-allocation";
    faulty.description = "allocates inside its call";
    faulty.launch = launch_allocating;
    attnscope_register(&faulty);
  }
} registration;

}  // namespace
