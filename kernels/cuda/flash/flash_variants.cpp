// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/flash_variants.h"

#include <utility>

#include "kernels/cuda/flash/decode/decode_tile.h"
#include "kernels/cuda/flash/fp8/quantise.h"

namespace attnscope {
namespace {

std::string define(const char* name, std::int64_t value) {
  return std::string(name) + "=" + std::to_string(value);
}

/// The numbers are those of flash/common/work_item.cuh. Decode has one kernel for all masks.
int mask_mode(const Problem& problem, FlashForm form) {
  if (form == FlashForm::decode) return 0;
  if (problem.window_left) return 2;
  return problem.causal || problem.window_right ? 1 : 0;
}

std::string name_prefix(FlashForm form) {
  switch (form) {
    case FlashForm::sm75:
      return "flash_sm75_";
    case FlashForm::sm80:
      return "flash_sm80_";
    case FlashForm::decode:
      return "flash_decode_";
    case FlashForm::sm90_fp8:
      return "flash_sm90_fp8_";
    default:
      return "flash_sm90_";
  }
}

std::string source_of(FlashForm form) {
  switch (form) {
    case FlashForm::sm75:
      return "flash/mma/flash_sm75.cu";
    case FlashForm::sm80:
      return "flash/mma/flash_sm80.cu";
    case FlashForm::decode:
      return "flash/decode/flash_decode.cu";
    case FlashForm::sm90_fp8:
      return "flash/fp8/flash_sm90_fp8.cu";
    default:
      return "flash/hopper/flash_sm90.cu";
  }
}

std::string entry_name(const Problem& problem, FlashForm form, const FlashTile& tile, bool instrumented) {
  std::string name = name_prefix(form);
  name += std::string(name_of(problem.dtype)) + "_d" + std::to_string(tile.head_dim);
  switch (mask_mode(problem, form)) {
    case 1:
      name += problem.causal ? "_causal" : "_right_window";
      break;
    case 2:
      name += "_window";
      break;
    default:
      break;
  }
  if (problem.soft_cap) name += "_softcap";
  if (problem.alibi) name += "_alibi";
  if (problem.dropout > 0) name += "_dropout";
  return name + (instrumented ? "_instrumented" : "");
}

std::vector<KernelVariant> default_variants(ComputeCapability capability, FlashForm form) {
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
      if (form == FlashForm::sm75 || form == FlashForm::sm90_fp8 || head_dim > 128) continue;
      Problem decode;
      decode.query_seqlen = 1;
      decode.head_dim = head_dim;
      decode.dtype = dtype;
      variants.push_back(flash_variant(decode, FlashForm::decode, decode_tile(decode, capability, 1),
                                       compile_target(capability), false));
    }
  }
  return variants;
}

}  // namespace

KernelVariant flash_variant(const Problem& problem, FlashForm form, const FlashTile& tile,
                            const std::string& target, bool instrumented) {
  KernelVariant variant;
  variant.source = source_of(form);
  variant.entry = entry_name(problem, form, tile, instrumented);
  variant.target = target;
  variant.defines = {define("HEAD_DIM", tile.head_dim),
                     define("PADDED", problem.head_dim < tile.head_dim ? 1 : 0),
                     define("BLOCK_M", tile.cut.block_m), define("BLOCK_N", tile.cut.block_n)};
  if (form != FlashForm::decode) variant.defines.push_back(define("MASK", mask_mode(problem, form)));
  if (form == FlashForm::sm90_fp8) {
    variant.defines.push_back(define("VALUE_STAGES", tile.value_stages));
    variant.defines.push_back(define("SLICE", tile.slice));
    variant.defines.push_back(define("OVERLAP", tile.overlap ? 1 : 0));
  }
  if (form == FlashForm::sm90 || form == FlashForm::sm90_fp8) {
    variant.defines.push_back(define("QUERY_STAGES", tile.query_stages));
    variant.defines.push_back(define("PING_PONG", tile.ping_pong ? 1 : 0));
    variant.defines.push_back(define("CLUSTER", tile.cluster));
  } else {
    variant.defines.push_back(define("WARPS", tile.cut.warps));
    variant.defines.push_back(define("MIN_CTAS", tile.ctas_per_sm));
  }
  if (form != FlashForm::sm75) {
    variant.defines.push_back(define("STAGES", tile.cut.stages));
    variant.defines.emplace_back(problem.dtype == Dtype::bf16 ? "ELEMENT=Bf16" : "ELEMENT=Fp16");
  }
  if (problem.soft_cap) variant.defines.emplace_back("SOFT_CAP=1");
  if (problem.alibi) variant.defines.emplace_back("ALIBI=1");
  if (problem.dropout > 0) variant.defines.emplace_back("DROPOUT=1");
  if (instrumented) variant.defines.emplace_back("ATTNSCOPE_INSTRUMENTED=1");
  return variant;
}

std::vector<KernelVariant> default_flash_variants(ComputeCapability capability) {
  const FlashForm newest = flash_form(capability);
  std::vector<KernelVariant> variants = default_variants(capability, newest);
  if (newest != FlashForm::sm90) return variants;
  for (KernelVariant& variant : default_variants(capability, FlashForm::sm90_fp8))
    variants.push_back(std::move(variant));
  for (const std::int64_t head_dim : {64, 128, 256}) {
    for (const Dtype dtype : {Dtype::fp16, Dtype::bf16}) {
      Problem problem;
      problem.head_dim = head_dim;
      problem.dtype = dtype;
      for (KernelVariant& variant : quantise_variants(problem, compile_target(capability), false))
        variants.push_back(std::move(variant));
    }
  }
  return variants;
}

}  // namespace attnscope
