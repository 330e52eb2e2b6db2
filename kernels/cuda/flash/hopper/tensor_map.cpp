// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/hopper/tensor_map.h"

#include <utility>

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

Result<TensorMaps> tensor_maps(const CudaDriver& driver, const Problem& problem, FlashForm form,
                               const FlashTile& tile, Dtype dtype, const std::array<TensorPlace, 3>& places) {
  TensorView query;
  query.head_dim = problem.head_dim;
  query.rows = problem.query_seqlen;
  query.heads = problem.query_heads;
  query.batch = problem.batch;
  query.box_rows = tile.cut.block_m;
  query.box_columns = panel_columns(form, tile);
  TensorView key_value = query;
  key_value.rows = problem.kv_seqlen;
  key_value.heads = problem.kv_heads;
  key_value.box_rows = tile.cut.block_n / tile.cluster;

  TensorMaps maps;
  const std::array targets{std::pair{&maps.query, query}, std::pair{&maps.key, key_value},
                           std::pair{&maps.value, key_value}};
  for (std::size_t which = 0; which < targets.size(); ++which) {
    auto [map, view] = targets.at(which);
    view.strides = places.at(which).strides;
    const auto encoded = tensor_map(driver, view, dtype, places.at(which).data);
    if (!encoded) return tl::unexpected(encoded.error());
    *map = *encoded;
  }
  return maps;
}

}  // namespace attnscope
