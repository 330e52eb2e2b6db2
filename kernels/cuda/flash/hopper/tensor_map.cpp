// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/hopper/tensor_map.h"

#include <array>

namespace attnscope {
namespace {

CUtensorMapDataType data_type(Dtype dtype) {
  if (dtype == Dtype::fp8_e4m3) return CU_TENSOR_MAP_DATA_TYPE_UINT8;
  return dtype == Dtype::bf16 ? CU_TENSOR_MAP_DATA_TYPE_BFLOAT16 : CU_TENSOR_MAP_DATA_TYPE_FLOAT16;
}

}  // namespace

Result<CUtensorMap> tensor_map(const CudaDriver& driver, const TensorView& view, Dtype dtype,
                               const void* data) {
  if (driver.cuTensorMapEncodeTiled == nullptr)
    return fail(ErrorKind::unsupported, "flash needs a driver of CUDA 12.0 or newer on this GPU");
  const auto element_bytes = static_cast<std::uint64_t>(bytes_of(dtype));
  const auto extent = [](std::int64_t number) { return static_cast<std::uint64_t>(number); };
  const std::array extents{extent(view.head_dim), extent(view.rows), extent(view.heads), extent(view.batch)};
  const std::array strides{extent(view.strides.row) * element_bytes,
                           extent(view.strides.head) * element_bytes,
                           extent(view.strides.batch) * element_bytes};
  const std::array<std::uint32_t, 4> box{static_cast<std::uint32_t>(view.box_columns),
                                         static_cast<std::uint32_t>(view.box_rows), 1, 1};
  const std::array<std::uint32_t, 4> every_element{1, 1, 1, 1};
  CUtensorMap map;
  const CUresult encoded = driver.cuTensorMapEncodeTiled(
      &map, data_type(dtype), static_cast<std::uint32_t>(extents.size()), const_cast<void*>(data),
      extents.data(), strides.data(), box.data(), every_element.data(), CU_TENSOR_MAP_INTERLEAVE_NONE,
      extent(view.box_columns) * element_bytes == 128 ? CU_TENSOR_MAP_SWIZZLE_128B
                                                      : CU_TENSOR_MAP_SWIZZLE_64B,
      CU_TENSOR_MAP_L2_PROMOTION_L2_256B, CU_TENSOR_MAP_FLOAT_OOB_FILL_NONE);
  if (const auto done = check_cuda(driver, encoded, "describing a tensor to the copy engine"); !done)
    return tl::unexpected(done.error());
  return map;
}

}  // namespace attnscope
