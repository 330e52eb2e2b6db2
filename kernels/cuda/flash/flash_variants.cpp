// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/flash_variants.h"

#include <utility>

namespace attnscope {
namespace {

std::string define(const char* name, std::int64_t value) {
  return std::string(name) + "=" + std::to_string(value);
}

/// The numbers are those of flash/work_item.cuh.
int mask_mode(const Problem& problem) {
  if (problem.window_left) return 2;
  return problem.causal || problem.window_right ? 1 : 0;
}

std::string entry_name(const Problem& problem, FlashForm form, const FlashTile& tile, bool instrumented) {
  std::string name = form == FlashForm::sm75 ? "flash_sm75_" : "flash_";
  name += std::string(name_of(problem.dtype)) + "_d" + std::to_string(tile.head_dim);
  switch (mask_mode(problem)) {
    case 1:
      name += problem.causal ? "_causal" : "_right_window";
      break;
    case 2:
      name += "_window";
      break;
    default:
      break;
  }
  return name + (instrumented ? "_instrumented" : "");
}

}  // namespace

KernelVariant flash_variant(const Problem& problem, FlashForm form, const FlashTile& tile,
                            const std::string& target, bool instrumented) {
  KernelVariant variant;
  variant.source = form == FlashForm::sm75 ? "flash/flash_sm75.cu" : "flash/flash_sm80.cu";
  variant.entry = entry_name(problem, form, tile, instrumented);
  variant.target = target;
  variant.defines = {
      define("HEAD_DIM", tile.head_dim),   define("PADDED", problem.head_dim < tile.head_dim ? 1 : 0),
      define("BLOCK_M", tile.cut.block_m), define("BLOCK_N", tile.cut.block_n),
      define("WARPS", tile.cut.warps),     define("MIN_CTAS", tile.ctas_per_sm),
      define("MASK", mask_mode(problem))};
  if (form == FlashForm::sm80) {
    variant.defines.push_back(define("STAGES", tile.cut.stages));
    variant.defines.emplace_back(problem.dtype == Dtype::bf16 ? "ELEMENT=Bf16" : "ELEMENT=Fp16");
  }
  if (instrumented) variant.defines.emplace_back("ATTNSCOPE_INSTRUMENTED=1");
  return variant;
}

std::vector<KernelVariant> default_flash_variants(ComputeCapability capability) {
  const FlashForm form = flash_form(capability);
  std::vector<KernelVariant> variants;
  for (const std::int64_t head_dim : {64, 128, 256}) {
    for (const Dtype dtype : {Dtype::fp16, Dtype::bf16}) {
      if (dtype == Dtype::bf16 && form == FlashForm::sm75) continue;
      for (const bool causal : {false, true}) {
        // Short and long sequences may get different tiles.
        for (const std::int64_t seqlen : {1024, 16384}) {
          Problem problem;
          problem.query_seqlen = problem.kv_seqlen = seqlen;
          problem.head_dim = head_dim;
          problem.dtype = dtype;
          problem.causal = causal;
          KernelVariant variant = flash_variant(problem, form, flash_tile(problem, form, capability),
                                                compile_target(capability), false);
          if (variants.empty() || variants.back() != variant) variants.push_back(std::move(variant));
        }
      }
    }
  }
  return variants;
}

}  // namespace attnscope
