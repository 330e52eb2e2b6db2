// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The one door through which the measuring loop meets an attention implementation, in-app or not.
// An implementation takes raw pointers, states its workspace beforehand and allocates nothing when launched.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kernels/problem/problem.h"
#include "kernels/problem/result.h"
#include "kernels/problem/tile_choice.h"
#include "kernels/problem/tile_config.h"

namespace attnscope {

/// Memory that a call needs beside its inputs and output, in bytes.
struct Workspace {
  std::uint64_t scratch = 0;  ///< the algorithm's own: scores, repeated K and V, partial results
  std::uint64_t library = 0;  ///< what a library asks for (cuBLASLt)
};

/// Pointers of one call, all on the device that the call runs on, 16-byte aligned, laid out as Problem says.
struct Tensors {
  const void* query = nullptr;
  const void* key = nullptr;
  const void* value = nullptr;
  void* output = nullptr;
  float* log_sum_exp = nullptr;  ///< [batch, query_heads, query_seqlen], natural log; null where not wanted
  void* scratch = nullptr;
  void* library_workspace = nullptr;
};

/// A CUstream on a GPU; null on the Host CPU, where launch returns when the work is done.
using Stream = void*;

/// What each CTA of an instrumented launch writes: where it ran and when.
struct TileRecord {
  std::uint32_t sm;
  std::uint32_t work_item;  ///< index of the query tile over heads and batch
  std::uint64_t start_ns;   ///< %globaltimer
  std::uint64_t end_ns;
};

/// An implementation made ready for one problem on one device: compiled, algorithms chosen.
class PreparedCall {
 public:
  virtual ~PreparedCall() = default;

  /// Takes the inputs over into a form of its own in the scratch, for an implementation that reads another
  /// than the problem's. After the inputs have changed and before the next launch, never inside a timed call.
  virtual Result<void> accept(const Tensors&, Stream) { return {}; }

  /// Queues the whole call on `stream`. Neither allocates nor synchronises.
  virtual Result<void> launch(const Tensors& tensors, Stream stream) = 0;

  /// Moves the result of a launch to where the problem's layout says, for an implementation that leaves it in
  /// a layout of its own. Before the output is looked at, and never inside a timed call.
  virtual Result<void> deliver(const Tensors&, Stream) { return {}; }

  /// A plain sentence that whoever reads the call's times should know; empty where there is none.
  virtual std::string remark() const { return {}; }

  /// How it is tiled, where it is tiled.
  virtual std::optional<TileConfig> tile() const { return std::nullopt; }

  /// Where its device code came from: "baked", "cache" or "compiled"; empty where none was compiled.
  virtual std::string origin() const { return {}; }

  /// Work items that an instrumented launch records; 0 where there is no instrumented build.
  virtual std::int64_t tile_records() const { return 0; }

  /// As launch, with each work item writing one TileRecord to `records` (device memory, tile_records() long).
  virtual Result<void> launch_instrumented(const Tensors&, TileRecord* /*records*/, Stream) {
    return fail(ErrorKind::unsupported, "this implementation has no instrumented build");
  }
};

/// One attention implementation on one device.
class Implementation {
 public:
  virtual ~Implementation() = default;

  /// As written on command lines and in stored runs: "flash", "standard", "standard-eager".
  virtual std::string_view name() const = 0;

  /// A few words for people: "in-app, sm_80 tensor cores".
  virtual std::string description() const = 0;

  /// Parts of the names of the kernels that are its own, separated by "|"; empty where any may run. A call
  /// that launches none of them fell back to another implementation's.
  virtual std::string_view own_kernels() const { return {}; }

  /// How long it may take to get ready without a sign of life.
  virtual std::chrono::seconds patience() const { return std::chrono::seconds(30); }

  /// Ok, or an `unsupported` error whose message says why, before anything is compiled or launched.
  /// `problem` has passed validate().
  virtual Result<void> supports(const Problem& problem) const = 0;

  virtual Result<Workspace> workspace(const Problem& problem) const = 0;

  virtual Result<std::unique_ptr<PreparedCall>> prepare(const Problem& problem) = 0;

  /// The same implementation with a tile of the caller's choice; its supports() says what is wrong with that
  /// tile for a problem.
  virtual Result<std::unique_ptr<Implementation>> with_tile(const TileChoice& /*choice*/) const {
    return fail(ErrorKind::unsupported, std::string(name()) + " has no tiles to choose");
  }
};

}  // namespace attnscope
