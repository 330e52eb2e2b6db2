// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Memory for a framework that allocates inside its calls. A dry run records the pieces that a call asks for;
// from then on each call finds them, in the same order, in memory that it is given. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "kernels/problem/result.h"

namespace attnscope {

/// Where a call finds its pieces, in the order of asking.
struct CallMemory {
  struct Piece {
    std::uint64_t bytes = 0;
    std::optional<std::uint64_t> scratch_offset;  ///< absent: the piece is the output
  };
  std::vector<Piece> pieces;
  std::uint64_t scratch_bytes = 0;
  bool result_in_output = false;
  std::uint64_t result_offset = 0;  ///< in the output or in the scratch
};

class FrameworkMemory {
 public:
  /// Where memory comes from outside of calls; `take` gives null where there is none left.
  struct Source {
    std::function<void*(std::uint64_t bytes)> take;
    std::function<void(void*)> give_back;
  };
  explicit FrameworkMemory(Source source) : source_(std::move(source)) {}

  /// Null where there is none left, and for 0 bytes.
  void* take(std::uint64_t bytes);
  void give_back(void* data);

  /// Outside of calls: taken and not given back.
  std::uint64_t in_use() const;
  /// What would have been in use had the last take that failed succeeded.
  std::uint64_t wanted() const;

  void begin_dry_run();
  /// `result` must lie in memory of the dry run that was not given back yet; all else of it must have been.
  Result<CallMemory> end_dry_run(const void* result, std::uint64_t output_bytes);
  void give_up_dry_run();

  /// `memory` must stay until end_call.
  void begin_call(const CallMemory& memory, void* scratch, void* output);
  /// Fails where the call asked for other memory than its dry run; then it was served from the source.
  Result<void> end_call();

 private:
  struct Call {
    const CallMemory* memory;
    std::byte* scratch;
    std::byte* output;
    std::size_t next = 0;
  };
  struct Event {
    bool taken;
    std::size_t piece;
  };
  struct DryRun {
    std::vector<std::uint64_t> pieces;
    std::vector<Event> events;
    std::unordered_map<void*, std::size_t> held;  ///< to the index of the piece
  };

  void* next_piece(std::uint64_t bytes);
  void* from_source(std::uint64_t bytes);

  mutable std::mutex mutex_;
  Source source_;
  std::unordered_map<void*, std::uint64_t> held_;  ///< from the source
  std::unordered_set<void*> held_in_calls_;        ///< may be given back late, even after the call
  std::uint64_t in_use_ = 0;
  std::uint64_t wanted_ = 0;
  std::optional<DryRun> dry_run_;
  std::optional<Call> call_;
  std::string trouble_;
};

}  // namespace attnscope
