// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/decode/decode_call.h"

#include "kernels/cuda/flash/decode/decode_tile.h"

namespace attnscope {

DecodeCall::DecodeCall(const FlashDevice& device, const Problem& problem, const FlashTile& tile,
                       LoadedKernel kernel)
    : PreparedFlash(device, problem, FlashForm::decode, tile, kernel), parameters_() {
  parameters_.problem = flash_parameters(device, problem, FlashForm::decode, tile);
  parameters_.rows = static_cast<int>(packed_rows(problem));
  parameters_.tile_rows = static_cast<int>(rows_of_tile(problem, tile));
  parameters_.splits = tile.cut.kv_splits;
  parameters_.row_tiles = divider(query_tiles_of_head(problem, tile.cut));
  parameters_.splits_of = divider(tile.cut.kv_splits);
  parameters_.kv_heads = divider(problem.kv_heads);
}

Result<void> DecodeCall::launch_kernel(const LoadedKernel& kernel, const Tensors& tensors,
                                       TileRecord* records, CUstream stream) {
  set_pointers(parameters_.problem, tensors, records);
  const DecodeScratch scratch = decode_scratch(problem(), flash_tile());
  if (scratch.bytes() > 0) {
    if (tensors.scratch == nullptr)
      return fail(ErrorKind::usage, "flash needs " + std::to_string(scratch.bytes()) +
                                        " bytes of scratch memory for this problem, and was given none");
    auto* const bytes = static_cast<char*>(tensors.scratch);
    parameters_.partial_outputs = reinterpret_cast<float*>(bytes);
    parameters_.partial_log2_sums = reinterpret_cast<float*>(bytes + scratch.outputs);
  }
  return launch_ctas(kernel, tile_records(), &parameters_, stream);
}

}  // namespace attnscope
