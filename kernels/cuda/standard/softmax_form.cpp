// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/standard/softmax_form.h"

#include <array>
#include <utility>

#include "kernels/cuda/standard/standard.h"
#include "kernels/problem/score.h"

namespace attnscope {
namespace {

// Measured on an H100 at 0.98 to 1.01 of a copy's bandwidth, except the one that reads twice (0.61). Fewer
// vectors a thread leave too few loads in flight; more leave too few threads.
constexpr std::array forms{
    SoftmaxForm{32, 1, 8, 32},  SoftmaxForm{32, 2, 8, 40},   SoftmaxForm{32, 4, 8, 48},
    SoftmaxForm{64, 4, 1, 48},  SoftmaxForm{128, 4, 1, 40},  SoftmaxForm{256, 4, 1, 40},
    SoftmaxForm{512, 4, 1, 40}, SoftmaxForm{1024, 4, 1, 64}, SoftmaxForm{1024, 8, 1, 64},
};
constexpr SoftmaxForm reads_twice{};

std::string dtype_define(Dtype dtype) {
  return "DTYPE=" + std::string(name_of(dtype));
}

/// What soft cap, ALiBi and dropout compute does not fit beside a row.
constexpr SoftmaxForm reads_twice_with_options{512, std::nullopt, 1, 128};

KernelVariant variant_of(const SoftmaxForm& form, Dtype dtype, const std::string& entry,
                         const std::string& target) {
  KernelVariant variant;
  variant.source = "standard/softmax.cu";
  variant.entry = entry + "_" + std::string(name_of(dtype));
  variant.target = target;
  variant.defines = {dtype_define(dtype), "ROW_THREADS=" + std::to_string(form.row_threads),
                     "BLOCK_ROWS=" + std::to_string(form.block_rows),
                     "REGISTERS=" + std::to_string(form.registers)};
  if (form.row_vectors) {
    variant.defines.push_back("ROW_VECTORS=" + std::to_string(*form.row_vectors));
  } else {
    variant.defines.emplace_back("LONG_ROWS=1");
  }
  return variant;
}

KernelVariant elementwise_variant(const std::string& source, const std::string& entry, Dtype dtype,
                                  const std::string& target) {
  return {"standard/" + source, entry + "_" + std::string(name_of(dtype)), {dtype_define(dtype)}, target};
}

}  // namespace

SoftmaxForm softmax_form(const Problem& problem) {
  if (!plain_scores(problem)) return reads_twice_with_options;
  const std::int64_t vectors = (problem.kv_seqlen * bytes_of(problem.dtype) + 15) / 16;
  for (const SoftmaxForm& form : forms) {
    if (vectors <= std::int64_t{form.row_threads} * form.row_vectors.value_or(0)) return form;
  }
  return reads_twice;
}

KernelVariant softmax_variant(const Problem& problem, const std::string& entry, const std::string& target) {
  const SoftmaxForm form = softmax_form(problem);
  std::string name = entry;
  if (problem.soft_cap) name += "_softcap";
  if (problem.alibi) name += "_alibi";
  if (problem.dropout > 0) name += "_dropout";
  KernelVariant variant = variant_of(form, problem.dtype, name, target);
  if (problem.soft_cap) variant.defines.emplace_back("SOFT_CAP=1");
  if (problem.alibi) variant.defines.emplace_back("ALIBI=1");
  if (problem.dropout > 0) variant.defines.emplace_back("DROPOUT=1");
  return variant;
}

KernelVariant pointers_variant(const std::string& target) {
  return {"standard/pointers.cu", "standard_pointers", {}, target};
}

KernelVariant eager_scale_variant(Dtype dtype, const std::string& target) {
  return elementwise_variant("scale.cu", "eager_scale", dtype, target);
}

KernelVariant eager_tangent_variant(Dtype dtype, const std::string& target) {
  KernelVariant variant = elementwise_variant("scale.cu", "eager_tanh", dtype, target);
  variant.defines.emplace_back("TANH=1");
  return variant;
}

KernelVariant eager_bias_variant(Dtype dtype, const std::string& target) {
  KernelVariant variant = elementwise_variant("rows.cu", "eager_alibi", dtype, target);
  variant.defines.emplace_back("ALIBI=1");
  return variant;
}

KernelVariant eager_dropout_variant(Dtype dtype, const std::string& target) {
  KernelVariant variant = elementwise_variant("rows.cu", "eager_dropout", dtype, target);
  variant.defines.emplace_back("DROPOUT=1");
  return variant;
}

KernelVariant eager_mask_variant(Dtype dtype, const std::string& target) {
  return elementwise_variant("mask.cu", "eager_mask", dtype, target);
}

KernelVariant eager_repeat_variant(const std::string& target) {
  return {"standard/repeat.cu", "eager_repeat", {}, target};
}

std::vector<KernelVariant> standard_kernel_variants(Dtype dtype, const std::string& target) {
  std::vector<KernelVariant> variants{eager_scale_variant(dtype, target), eager_mask_variant(dtype, target),
                                      eager_repeat_variant(target), pointers_variant(target),
                                      variant_of(reads_twice, dtype, "standard_softmax", target)};
  for (const SoftmaxForm& form : forms)
    variants.push_back(variant_of(form, dtype, "standard_softmax", target));
  return variants;
}

std::vector<KernelVariant> default_standard_variants(ComputeCapability capability) {
  const std::string target = compile_target(capability);
  std::vector<KernelVariant> variants{pointers_variant(target), eager_repeat_variant(target)};
  Problem problem;
  for (const Dtype dtype : {Dtype::fp16, Dtype::bf16}) {
    problem.dtype = dtype;
    if (!standard_supports(problem, capability)) continue;
    variants.push_back(eager_scale_variant(dtype, target));
    variants.push_back(eager_mask_variant(dtype, target));
    for (problem.kv_seqlen = 256; problem.kv_seqlen <= 16384; problem.kv_seqlen *= 2) {
      for (const char* entry : {"standard_softmax", "eager_softmax"})
        variants.push_back(softmax_variant(problem, entry, target));
    }
  }
  return variants;
}

}  // namespace attnscope
