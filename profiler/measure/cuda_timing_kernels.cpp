// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/cuda_timing_kernels.h"

#include <atomic>

namespace attnscope {
namespace {

constexpr unsigned threads_per_block = 256;
constexpr unsigned blocks_per_multiprocessor = 8;
constexpr std::uint64_t vector_bytes = 16;
constexpr std::uint64_t gate_limit_ns = 2'000'000'000;

/// PTX, which every driver compiles for its GPU, also for one that is too old for the kernels to be measured:
/// each of its points is then refused by name.
constexpr const char* source = R"(
.version 6.0
.target sm_50
.address_size 64

// Waits until the word at `gate` is not 0, or until `limit` nanoseconds have passed.
.visible .entry attnscope_gate(.param .u64 gate, .param .u64 limit)
{
  .reg .pred %p<3>;
  .reg .b32 %r<3>;
  .reg .b64 %rd<6>;
  ld.param.u64 %rd1, [gate];
  ld.param.u64 %rd2, [limit];
  mov.u64 %rd3, %globaltimer;
again:
  ld.volatile.global.u32 %r1, [%rd1];
  setp.ne.u32 %p1, %r1, 0;
  @%p1 bra done;
  mov.u64 %rd4, %globaltimer;
  sub.u64 %rd5, %rd4, %rd3;
  setp.gt.u64 %p2, %rd5, %rd2;
  @%p2 bra late;
  bra again;
late:
  mov.u32 %r2, 1;
  st.volatile.global.u32 [%rd1+4], %r2;
done:
  ret;
}

// Writes `pattern` over `vectors` pieces of 16 bytes.
.visible .entry attnscope_flush_write(.param .u64 data, .param .u64 vectors, .param .u32 pattern)
{
  .reg .pred %p<2>;
  .reg .b32 %r<7>;
  .reg .b64 %rd<8>;
  ld.param.u64 %rd1, [data];
  ld.param.u64 %rd2, [vectors];
  ld.param.u32 %r1, [pattern];
  mov.u32 %r2, %ctaid.x;
  mov.u32 %r3, %ntid.x;
  mov.u32 %r4, %tid.x;
  mov.u32 %r5, %nctaid.x;
  mad.lo.u32 %r6, %r2, %r3, %r4;
  cvt.u64.u32 %rd3, %r6;
  mul.wide.u32 %rd4, %r3, %r5;
again:
  setp.ge.u64 %p1, %rd3, %rd2;
  @%p1 bra done;
  shl.b64 %rd5, %rd3, 4;
  add.s64 %rd6, %rd1, %rd5;
  st.global.v4.u32 [%rd6], {%r1, %r1, %r1, %r1};
  add.s64 %rd3, %rd3, %rd4;
  bra again;
done:
  ret;
}

// Reads `vectors` pieces of 16 bytes; the sum is stored only if it has one value, so that nothing is skipped.
.visible .entry attnscope_flush_read(.param .u64 data, .param .u64 vectors)
{
  .reg .pred %p<3>;
  .reg .b32 %r<12>;
  .reg .b64 %rd<8>;
  ld.param.u64 %rd1, [data];
  ld.param.u64 %rd2, [vectors];
  mov.u32 %r2, %ctaid.x;
  mov.u32 %r3, %ntid.x;
  mov.u32 %r4, %tid.x;
  mov.u32 %r5, %nctaid.x;
  mad.lo.u32 %r6, %r2, %r3, %r4;
  cvt.u64.u32 %rd3, %r6;
  mul.wide.u32 %rd4, %r3, %r5;
  mov.u32 %r7, 1;
again:
  setp.ge.u64 %p1, %rd3, %rd2;
  @%p1 bra done;
  shl.b64 %rd5, %rd3, 4;
  add.s64 %rd6, %rd1, %rd5;
  ld.global.v4.u32 {%r8, %r9, %r10, %r11}, [%rd6];
  add.u32 %r7, %r7, %r8;
  add.u32 %r7, %r7, %r9;
  add.u32 %r7, %r7, %r10;
  add.u32 %r7, %r7, %r11;
  add.s64 %rd3, %rd3, %rd4;
  bra again;
done:
  setp.ne.u32 %p2, %r7, 0;
  @%p2 bra end;
  st.global.u32 [%rd1], %r7;
end:
  ret;
}
)";

}  // namespace

Result<std::unique_ptr<CudaTimingKernels>> CudaTimingKernels::make(const CudaDriver& driver,
                                                                   int multiprocessors,
                                                                   std::uint64_t l2_bytes) {
  std::unique_ptr<CudaTimingKernels> kernels(new CudaTimingKernels(driver));
  kernels->blocks_ = static_cast<unsigned>(multiprocessors) * blocks_per_multiprocessor;
  kernels->flush_bytes_ = 2 * l2_bytes / vector_bytes * vector_bytes;
  const auto step = [&](CUresult result, const char* doing) { return check_cuda(driver, result, doing); };
  if (const auto done = step(driver.cuModuleLoadData(&kernels->module_, source), "loading timing kernels");
      !done)
    return tl::unexpected(done.error());
  struct Entry {
    CUfunction& function;
    const char* name;
  };
  for (const Entry& entry :
       {Entry{kernels->wait_, "attnscope_gate"}, Entry{kernels->write_, "attnscope_flush_write"},
        Entry{kernels->read_, "attnscope_flush_read"}}) {
    if (const auto done = step(driver.cuModuleGetFunction(&entry.function, kernels->module_, entry.name),
                               "finding a timing kernel");
        !done)
      return tl::unexpected(done.error());
  }
  if (const auto done = step(driver.cuMemHostAlloc(reinterpret_cast<void**>(&kernels->gate_),
                                                   2 * sizeof(std::uint32_t), CU_MEMHOSTALLOC_DEVICEMAP),
                             "allocating the gate");
      !done)
    return tl::unexpected(done.error());
  if (const auto done = step(driver.cuMemHostGetDevicePointer(&kernels->gate_on_device_, kernels->gate_, 0),
                             "mapping the gate");
      !done)
    return tl::unexpected(done.error());
  if (kernels->flush_bytes_ == 0) return kernels;
  for (CUdeviceptr* buffer : {&kernels->written_buffer_, &kernels->read_buffer_}) {
    if (const auto done =
            step(driver.cuMemAlloc(buffer, kernels->flush_bytes_), "allocating memory to flush the L2 with");
        !done)
      return tl::unexpected(done.error());
    // Zeros, so that the reader's sum stays 1 and is not stored.
    if (const auto done = step(driver.cuMemsetD8(*buffer, 0, kernels->flush_bytes_), "filling it"); !done)
      return tl::unexpected(done.error());
  }
  return kernels;
}

CudaTimingKernels::~CudaTimingKernels() {
  if (written_buffer_ != 0) driver_.cuMemFree(written_buffer_);
  if (read_buffer_ != 0) driver_.cuMemFree(read_buffer_);
  if (gate_ != nullptr) driver_.cuMemFreeHost(gate_);
  if (module_ != nullptr) driver_.cuModuleUnload(module_);
}

Result<void> CudaTimingKernels::close_gate(CUstream stream) {
  std::atomic_ref(gate_[0]).store(0);
  std::atomic_ref(gate_[1]).store(0);
  std::uint64_t limit = gate_limit_ns;
  void* arguments[] = {&gate_on_device_, &limit};
  return check_cuda(driver_, driver_.cuLaunchKernel(wait_, 1, 1, 1, 1, 1, 1, 0, stream, arguments, nullptr),
                    "closing the gate");
}

void CudaTimingKernels::open_gate() {
  std::atomic_ref(gate_[0]).store(1);
}

bool CudaTimingKernels::gate_timed_out() const {
  return std::atomic_ref(gate_[1]).load() != 0;
}

Result<void> CudaTimingKernels::flush(CUstream stream) {
  if (flush_bytes_ == 0) return mark(stream);
  std::uint64_t vectors = flush_bytes_ / vector_bytes;
  ++pattern_;
  void* arguments[] = {&written_buffer_, &vectors, &pattern_};
  if (const auto queued = check_cuda(driver_,
                                     driver_.cuLaunchKernel(write_, blocks_, 1, 1, threads_per_block, 1, 1, 0,
                                                            stream, arguments, nullptr),
                                     "flushing the L2");
      !queued)
    return queued;
  return read(stream, flush_bytes_);
}

Result<void> CudaTimingKernels::mark(CUstream stream) {
  return read(stream, 0);
}

Result<void> CudaTimingKernels::read(CUstream stream, std::uint64_t bytes) {
  std::uint64_t vectors = bytes / vector_bytes;
  void* arguments[] = {&read_buffer_, &vectors};
  const unsigned blocks = bytes == 0 ? 1 : blocks_;
  return check_cuda(
      driver_,
      driver_.cuLaunchKernel(read_, blocks, 1, 1, threads_per_block, 1, 1, 0, stream, arguments, nullptr),
      "reading through the L2");
}

bool CudaTimingKernels::is_own(std::string_view kernel_name) {
  return kernel_name.rfind("attnscope_gate", 0) == 0 || kernel_name.rfind("attnscope_flush_", 0) == 0;
}

bool CudaTimingKernels::is_marker(std::string_view kernel_name) {
  return kernel_name == "attnscope_flush_read";
}

}  // namespace attnscope
