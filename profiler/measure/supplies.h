// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What points of a plan share: random inputs, made once for all points with tensors of the same size, and
// fp64 references, computed once for all implementations of a problem.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "kernels/reference/reference.h"
#include "profiler/measure/measuring_device.h"

namespace attnscope {

/// Q, K and V, on the host and on the device.
struct Inputs {
  std::vector<unsigned char> host_query, host_key, host_value;
  DeviceMemory query, key, value;
};

class InputCache {
 public:
  explicit InputCache(MeasuringDevice& device) : device_(device) {}

  /// Inputs of the problem; holds one set at a time, so it gives the old one back first.
  Result<const Inputs*> get(const Problem& problem, std::uint64_t seed);

  /// Bytes that get() would have to take from the device.
  std::uint64_t missing_bytes(const Problem& problem, std::uint64_t seed) const;

  /// Bytes that get() would give back before.
  std::uint64_t replaceable_bytes(const Problem& problem, std::uint64_t seed) const;

 private:
  struct Key {
    Dtype dtype;
    std::uint64_t seed;
    std::int64_t query_elements;
    std::int64_t kv_elements;
    bool operator==(const Key&) const = default;
  };
  static Key key_of(const Problem& problem, std::uint64_t seed);

  MeasuringDevice& device_;
  std::optional<Key> key_;
  std::unique_ptr<Inputs> inputs_;
};

class ReferenceCache {
 public:
  /// The reference for at least `rows` of the problem, on the host's inputs for this seed. Takes up to
  /// `threads` threads; may be called from a thread of its own, one at a time.
  const ReferenceRows& get(const Problem& problem, std::uint64_t seed, const Inputs& inputs,
                           const std::vector<std::int64_t>& rows, int threads);

 private:
  struct Entry {
    Problem problem;
    std::uint64_t seed = 0;
    ReferenceRows rows;
  };
  std::vector<Entry> entries_;  ///< newest last, a few
};

/// Query rows to check in every head: the first and last of every tile of `tile_m` rows, or of as many tiles
/// as about a second of the reference on `threads` threads allows.
std::vector<std::int64_t> rows_worth_checking(const Problem& problem, std::int64_t tile_m, int threads);

}  // namespace attnscope
