// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What the standard implementations refuse, by name and before any launch.
#include <cstdint>
#include <limits>
#include <string>

#include "kernels/cuda/compile/architecture.h"
#include "kernels/cuda/standard/standard.h"

namespace attnscope {
namespace {

constexpr std::int64_t library_index_limit = std::numeric_limits<std::int32_t>::max();

Result<void> supports_dtype(Dtype dtype, ComputeCapability capability) {
  if (dtype == Dtype::fp8_e4m3)
    return fail(ErrorKind::unsupported, "standard attention has no fp8 kernel: use fp16, bf16 or fp32");
  if (dtype == Dtype::bf16 && capability < ComputeCapability{8, 0}) {
    return fail(ErrorKind::unsupported, "bf16 needs compute capability 8.0, and " +
                                            architecture_name(capability) + " has " + to_string(capability) +
                                            ": use fp16");
  }
  return {};
}

Result<void> supports_sizes(const Problem& problem) {
  for (const auto& [field, length] :
       {std::pair{"query length", problem.query_seqlen}, std::pair{"KV length", problem.kv_seqlen}}) {
    if (length > library_index_limit) {
      return fail(ErrorKind::unsupported, "cuBLASLt takes matrices of at most " +
                                              std::to_string(library_index_limit) + " rows, and the " +
                                              field + " is " + std::to_string(length));
    }
  }
  if (problem.batch > library_index_limit / problem.query_heads) {
    return fail(ErrorKind::unsupported, "cuBLASLt takes at most " + std::to_string(library_index_limit) +
                                            " products in a batch, and batch × heads is more");
  }
  // Two padded score matrices and repeated K and V stay below 2⁶³ bytes: validate() saw to that.
  return {};
}

Result<void> supports(const Problem& problem, ComputeCapability capability) {
  if (auto architecture = check_architecture(capability, "standard attention"); !architecture)
    return architecture;
  if (auto dtype = supports_dtype(problem.dtype, capability); !dtype) return dtype;
  return supports_sizes(problem);
}

}  // namespace

Result<void> standard_supports(const Problem& problem, ComputeCapability capability) {
  return supports(problem, capability);
}

Result<void> standard_eager_supports(const Problem& problem, ComputeCapability capability) {
  return supports(problem, capability);
}

}  // namespace attnscope
