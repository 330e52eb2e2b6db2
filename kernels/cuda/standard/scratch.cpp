// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/standard/scratch.h"

#include "kernels/cuda/standard/arguments.cuh"
#include "kernels/cuda/standard/product_plan.h"

namespace attnscope {
namespace {

/// Hands out parts one after the other.
class Cutter {
 public:
  ScratchPart cut(std::uint64_t bytes) {
    const ScratchPart part{end_, bytes};
    end_ = (end_ + bytes + alignment - 1) / alignment * alignment;
    return part;
  }
  std::uint64_t end() const { return end_; }

 private:
  static constexpr std::uint64_t alignment = 256;
  std::uint64_t end_ = 0;
};

std::uint64_t pointer_bytes(const Problem& problem) {
  const ProductPlan plan = scores_product(problem);
  if (plan.dimensions.size() < 2) return 0;
  return static_cast<std::uint64_t>(plan.items()) * PointersArguments::tables * sizeof(void*);
}

}  // namespace

std::uint64_t score_bytes(const Problem& problem) {
  return static_cast<std::uint64_t>(problem.batch * problem.query_heads * problem.query_seqlen) *
         static_cast<std::uint64_t>(score_row_stride(problem) * bytes_of(problem.dtype));
}

StandardScratch standard_scratch(const Problem& problem) {
  Cutter cutter;
  StandardScratch scratch;
  scratch.scores = cutter.cut(score_bytes(problem));
  scratch.pointers = cutter.cut(pointer_bytes(problem));
  scratch.bytes = cutter.end();
  return scratch;
}

EagerScratch eager_scratch(const Problem& problem) {
  const Problem repeated = with_repeated_heads(problem);
  const bool grouped = problem.kv_heads != problem.query_heads;
  const std::uint64_t repeated_bytes =
      grouped ? static_cast<std::uint64_t>(kv_elements(repeated) * bytes_of(problem.dtype)) : 0;
  Cutter cutter;
  EagerScratch scratch;
  scratch.even = cutter.cut(score_bytes(problem));
  scratch.odd = cutter.cut(score_bytes(problem));
  scratch.key = cutter.cut(repeated_bytes);
  scratch.value = cutter.cut(repeated_bytes);
  scratch.pointers = cutter.cut(pointer_bytes(repeated));
  scratch.bytes = cutter.end();
  return scratch;
}

Problem with_repeated_heads(const Problem& problem) {
  Problem repeated = problem;
  repeated.kv_heads = problem.query_heads;
  return repeated;
}

}  // namespace attnscope
