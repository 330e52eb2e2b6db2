// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/ceilings/ceilings.h"

#include <algorithm>
#include <utility>

#include "kernels/cuda/compile/kernel_loader.h"
#include "kernels/cuda/standard/attention_products.h"
#include "kernels/cuda/standard/fastest_algorithm.h"
#include "kernels/cuda/standard/standard.h"
#include "kernels/cuda/standard/timing_memory.h"

namespace attnscope {
namespace {

constexpr std::int64_t edge = 8192;
constexpr std::uint64_t copied_bytes = std::uint64_t{1} << 30;

ProductPlan square_product(Dtype dtype, bool fast_accumulation) {
  ProductPlan plan;
  plan.m = plan.n = plan.k = edge;
  plan.transpose_a = true;
  plan.lda = plan.ldb = plan.ldc = edge;
  plan.dtype = dtype;
  plan.fast_accumulation = fast_accumulation;
  return plan;
}

Result<void> can_multiply(Dtype dtype, ComputeCapability capability) {
  if (dtype == Dtype::fp8_e4m3) {
    if (capability >= ComputeCapability{8, 9}) return {};
    return fail(ErrorKind::unsupported, "fp8 products need compute capability 8.9 or newer");
  }
  // What standard attention multiplies, this can.
  Problem problem;
  problem.dtype = dtype;
  return standard_supports(problem, capability);
}

class MatmulCeiling final : public CeilingWork {
 public:
  MatmulCeiling(std::shared_ptr<ProductLibrary> library, MatrixProduct product, TimingMemory memory,
                Dtype dtype)
      : library_(std::move(library)),
        product_(std::move(product)),
        memory_(std::move(memory)),
        matrix_bytes_(static_cast<std::uint64_t>(edge * edge * bytes_of(dtype))) {}

  static std::uint64_t memory_bytes(Dtype dtype) {
    const std::int64_t result_bytes = std::max(bytes_of(dtype), std::int64_t{2});
    return static_cast<std::uint64_t>(edge * edge * (2 * bytes_of(dtype) + result_bytes)) +
           library_workspace_limit;
  }

  Result<void> launch(CUstream stream) override {
    return product_.launch(1.0F, {memory_.at(0), memory_.at(matrix_bytes_), memory_.at(2 * matrix_bytes_)},
                           {memory_.at(memory_.bytes() - library_workspace_limit), library_workspace_limit},
                           stream);
  }

  double flops() const override {
    constexpr auto side = static_cast<double>(edge);
    return 2 * side * side * side;
  }
  std::uint64_t bytes() const override { return 0; }

  Result<void> prepare(const CudaDriver& driver, Dtype dtype) {
    const auto timing = TimingStream::create(driver);
    if (!timing) return tl::unexpected(timing.error());
    if (auto filled = memory_.fill(dtype, (*timing)->stream()); !filled) return filled;
    const auto fastest = fastest_algorithm(product_.candidates(), product_, **timing,
                                           [&] { return launch((*timing)->stream()); });
    if (!fastest) return fail(ErrorKind::failed, "cuBLASLt could not run a product of 8192 × 8192 matrices");
    product_.use(*fastest);
    return {};
  }

 private:
  std::shared_ptr<ProductLibrary> library_;  // outlives what was made with it
  MatrixProduct product_;
  TimingMemory memory_;
  std::uint64_t matrix_bytes_;
};

class CopyCeiling final : public CeilingWork {
 public:
  CopyCeiling(const CudaDriver& driver, TimingMemory memory) : driver_(driver), memory_(std::move(memory)) {}

  Result<void> launch(CUstream stream) override {
    return check_cuda(
        driver_,
        driver_.cuMemcpyDtoDAsync(memory_.address(copied_bytes), memory_.address(0), copied_bytes, stream),
        "queuing a copy");
  }
  double flops() const override { return 0; }
  std::uint64_t bytes() const override { return 2 * copied_bytes; }

 private:
  const CudaDriver& driver_;
  TimingMemory memory_;
};

}  // namespace

Result<std::unique_ptr<CeilingWork>> make_matmul_ceiling(const CudaDriver& driver, CUdevice device,
                                                         Dtype dtype, bool fast_accumulation) {
  const auto capability = compute_capability(driver, device);
  if (!capability) return tl::unexpected(capability.error());
  if (auto supported = can_multiply(dtype, *capability); !supported) return tl::unexpected(supported.error());
  auto library = ProductLibrary::create(driver, compile_target(*capability));
  if (!library) return tl::unexpected(library.error());
  auto product = MatrixProduct::create(*(*library)->functions, (*library)->handle.get(),
                                       square_product(dtype, fast_accumulation), BatchMode::strided);
  if (!product) return tl::unexpected(product.error());
  auto memory = TimingMemory::allocate(driver, MatmulCeiling::memory_bytes(dtype));
  if (!memory) return tl::unexpected(memory.error());
  auto work =
      std::make_unique<MatmulCeiling>(std::move(*library), std::move(*product), std::move(*memory), dtype);
  if (auto prepared = work->prepare(driver, dtype); !prepared) return tl::unexpected(prepared.error());
  return work;
}

Result<std::unique_ptr<CeilingWork>> make_copy_ceiling(const CudaDriver& driver) {
  auto memory = TimingMemory::allocate(driver, 2 * copied_bytes);
  if (!memory) return tl::unexpected(memory.error());
  if (auto filled = memory->fill(Dtype::fp16, nullptr); !filled) return tl::unexpected(filled.error());
  return std::make_unique<CopyCeiling>(driver, std::move(*memory));
}

}  // namespace attnscope
