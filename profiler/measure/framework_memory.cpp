// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/framework_memory.h"

#include <algorithm>
#include <map>

namespace attnscope {
namespace {

/// What device allocators align to, so that vectorised kernels and TMA find what they expect.
constexpr std::uint64_t alignment = 512;

/// Ranges of one block of memory, each placed in the first gap that holds it.
class FirstFit {
 public:
  std::uint64_t place(std::uint64_t bytes) {
    const std::uint64_t length = (bytes + alignment - 1) / alignment * alignment;
    std::uint64_t offset = 0;
    for (const auto& [start, end] : used_) {
      if (start - offset >= length) break;
      offset = end;
    }
    used_[offset] = offset + length;
    end_ = std::max(end_, offset + length);
    return offset;
  }
  void clear(std::uint64_t offset) { used_.erase(offset); }
  std::uint64_t bytes() const { return end_; }

 private:
  std::map<std::uint64_t, std::uint64_t> used_;  // start to end
  std::uint64_t end_ = 0;
};

}  // namespace

void* FrameworkMemory::take(std::uint64_t bytes) {
  if (bytes == 0) return nullptr;
  const std::lock_guard lock(mutex_);
  if (call_) {
    if (void* piece = next_piece(bytes)) return piece;
    if (trouble_.empty())
      trouble_ = "it asked for " + std::to_string(bytes) + " bytes that its dry run did not ask for";
  }
  return from_source(bytes);
}

/// The piece that comes next, or null where something else was asked for or its place is still taken.
void* FrameworkMemory::next_piece(std::uint64_t bytes) {
  const std::vector<CallMemory::Piece>& pieces = call_->memory->pieces;
  if (call_->next >= pieces.size() || pieces[call_->next].bytes != bytes) return nullptr;
  const CallMemory::Piece& piece = pieces[call_->next++];
  void* data = piece.scratch_offset ? call_->scratch + *piece.scratch_offset : call_->output;
  return held_in_calls_.insert(data).second ? data : nullptr;
}

void* FrameworkMemory::from_source(std::uint64_t bytes) {
  void* data = source_.take(bytes);
  if (data == nullptr) {
    wanted_ = in_use_ + bytes;
    return nullptr;
  }
  held_[data] = bytes;
  in_use_ += bytes;
  if (dry_run_) {
    dry_run_->events.push_back({true, dry_run_->pieces.size()});
    dry_run_->held[data] = dry_run_->pieces.size();
    dry_run_->pieces.push_back(bytes);
  }
  return data;
}

void FrameworkMemory::give_back(void* data) {
  if (data == nullptr) return;
  const std::lock_guard lock(mutex_);
  if (held_in_calls_.erase(data) > 0) return;
  const auto held = held_.find(data);
  if (held == held_.end()) return;
  in_use_ -= held->second;
  held_.erase(held);
  source_.give_back(data);
  if (!dry_run_) return;
  if (const auto piece = dry_run_->held.find(data); piece != dry_run_->held.end()) {
    dry_run_->events.push_back({false, piece->second});
    dry_run_->held.erase(piece);
  }
}

std::uint64_t FrameworkMemory::in_use() const {
  const std::lock_guard lock(mutex_);
  return in_use_;
}

std::uint64_t FrameworkMemory::wanted() const {
  const std::lock_guard lock(mutex_);
  return wanted_;
}

void FrameworkMemory::begin_dry_run() {
  const std::lock_guard lock(mutex_);
  dry_run_.emplace();
}

void FrameworkMemory::give_up_dry_run() {
  const std::lock_guard lock(mutex_);
  dry_run_.reset();
}

Result<CallMemory> FrameworkMemory::end_dry_run(const void* result, std::uint64_t output_bytes) {
  const std::lock_guard lock(mutex_);
  if (!dry_run_) return fail(ErrorKind::failed, "no dry run was begun");
  const DryRun run = std::move(*dry_run_);
  dry_run_.reset();

  const auto* const at = static_cast<const std::byte*>(result);
  const auto owner = std::find_if(run.held.begin(), run.held.end(), [&](const auto& held) {
    const auto* const begin = static_cast<const std::byte*>(held.first);
    return begin <= at && at < begin + run.pieces[held.second];
  });
  if (owner == run.held.end())
    return fail(ErrorKind::failed, "its result is not in memory that its call asked for");
  if (run.held.size() > 1)
    return fail(ErrorKind::failed, "it keeps memory that its call asked for until its next call");

  CallMemory memory;
  for (const std::uint64_t bytes : run.pieces) memory.pieces.push_back({bytes, std::nullopt});
  const std::size_t result_piece = owner->second;
  memory.result_offset = static_cast<std::uint64_t>(at - static_cast<const std::byte*>(owner->first));
  memory.result_in_output = memory.result_offset == 0 && run.pieces[result_piece] == output_bytes;
  FirstFit scratch;
  for (const Event& event : run.events) {
    if (memory.result_in_output && event.piece == result_piece) continue;
    CallMemory::Piece& piece = memory.pieces[event.piece];
    if (event.taken)
      piece.scratch_offset = scratch.place(piece.bytes);
    else
      scratch.clear(*piece.scratch_offset);
  }
  memory.scratch_bytes = scratch.bytes();
  if (!memory.result_in_output) memory.result_offset += *memory.pieces[result_piece].scratch_offset;
  return memory;
}

void FrameworkMemory::begin_call(const CallMemory& memory, void* scratch, void* output) {
  const std::lock_guard lock(mutex_);
  call_ = Call{&memory, static_cast<std::byte*>(scratch), static_cast<std::byte*>(output)};
  trouble_.clear();
}

Result<void> FrameworkMemory::end_call() {
  const std::lock_guard lock(mutex_);
  if (!call_) return fail(ErrorKind::failed, "no call was begun");
  const bool all = call_->next == call_->memory->pieces.size();
  call_.reset();
  if (!trouble_.empty()) return fail(ErrorKind::failed, trouble_);
  if (!all) return fail(ErrorKind::failed, "it asked for less memory than its dry run");
  return {};
}

}  // namespace attnscope
