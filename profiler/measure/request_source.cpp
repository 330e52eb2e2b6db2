// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/request_source.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "profiler/protocol/codec.h"

namespace attnscope {

RequestSource::RequestSource(int descriptor, std::function<void(std::string)> refuse,
                             std::function<void()> ended)
    : refuse_(std::move(refuse)), ended_callback_(std::move(ended)) {
  if (pipe2(stop_pipe_, O_CLOEXEC) != 0) stop_pipe_[0] = -1;  // poll passes over a negative descriptor
  thread_ = std::thread([this, descriptor] { read(descriptor); });
}

RequestSource::~RequestSource() {
  if (stop_pipe_[1] >= 0) close(stop_pipe_[1]);
  thread_.join();
  if (stop_pipe_[0] >= 0) close(stop_pipe_[0]);
}

std::optional<Request> RequestSource::next() {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
  if (waiting_.empty()) return std::nullopt;
  Waiting first = std::move(waiting_.front());
  waiting_.pop_front();
  cancelled_ = first.cancelled || ended_;
  return std::move(first.request);
}

void RequestSource::read(int descriptor) {
  std::string line;
  bool too_long = false;
  std::array<char, 65536> buffer{};
  while (true) {
    std::array<pollfd, 2> watched = {pollfd{descriptor, POLLIN, 0}, pollfd{stop_pipe_[0], POLLIN, 0}};
    if (poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) break;
    if (watched[1].revents != 0) return;
    if (watched[0].revents == 0) continue;
    const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    std::string_view rest(buffer.data(), static_cast<std::size_t>(count));
    while (!rest.empty()) {
      const std::size_t newline = rest.find('\n');
      const std::string_view piece = rest.substr(0, newline);
      if (!too_long && line.size() + piece.size() <= max_line_bytes) {
        line += piece;
      } else {
        too_long = true;
        line.clear();
      }
      if (newline == std::string_view::npos) break;
      rest.remove_prefix(newline + 1);
      if (too_long)
        refuse_("a request is longer than " + std::to_string(max_line_bytes) + " bytes");
      else
        take_line(line);
      line.clear();
      too_long = false;
    }
  }
  // Half a line at the end is no request.
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    cancelled_ = true;
  }
  arrived_.notify_all();
  ended_callback_();
}

void RequestSource::take_line(std::string_view line) {
  if (line.find_first_not_of(" \t\r") == std::string_view::npos) return;
  Result<Request> request = decode_request(line);
  if (!request) {
    refuse_(request.error().message);
    return;
  }
  const std::lock_guard lock(mutex_);
  if (std::holds_alternative<CancelRequest>(*request)) {
    // What waits behind the running request is cancelled too; it is still answered.
    for (Waiting& waiting : waiting_) waiting.cancelled = true;
    cancelled_ = true;
  } else {
    waiting_.push_back({*std::move(request), false});
    arrived_.notify_all();
  }
}

}  // namespace attnscope
