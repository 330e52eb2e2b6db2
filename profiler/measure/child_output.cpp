// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/child_output.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX has it in no header

namespace attnscope {
namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 20;

/// A pipe whose ends close themselves.
class Pipe {
 public:
  Pipe() {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0) ends_ = {-1, -1};
  }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  int reading() const { return ends_[0]; }
  int writing() const { return ends_[1]; }
  void close_end(std::size_t which) {
    if (ends_[which] >= 0) close(ends_[which]);
    ends_[which] = -1;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

/// The child's process id, or an errno.
Result<pid_t> start(const std::vector<std::string>& command, const Pipe& output, const Pipe& errors) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));  // NOLINT
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output.writing(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors.writing(), STDERR_FILENO);
  pid_t child = 0;
  const int failed = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed == 0) return child;
  return fail(
      ErrorKind::not_found,
      command.front() + " cannot be started: " + std::strerror(failed));  // NOLINT(concurrency-mt-unsafe)
}

/// Reads both ends until both are closed; false where that takes until `deadline`.
bool read_all(const Pipe& output, const Pipe& errors, std::string& said, std::string& complained,
              std::chrono::steady_clock::time_point deadline) {
  struct Stream {
    int end;
    std::string& text;
  };
  std::array<Stream, 2> streams{Stream{output.reading(), said}, Stream{errors.reading(), complained}};
  while (streams[0].end >= 0 || streams[1].end >= 0) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    std::array<pollfd, 2> watched{pollfd{streams[0].end, POLLIN, 0}, pollfd{streams[1].end, POLLIN, 0}};
    if (poll(watched.data(), watched.size(), static_cast<int>(left.count())) < 0 && errno != EINTR)
      return false;
    for (std::size_t i = 0; i < streams.size(); ++i) {
      if (watched[i].revents == 0) continue;
      std::array<char, 4096> chunk{};
      const ssize_t count = read(streams[i].end, chunk.data(), chunk.size());
      if (count <= 0) {
        streams[i].end = -1;
      } else if (streams[i].text.size() < most_bytes) {
        streams[i].text.append(chunk.data(), static_cast<std::size_t>(count));
      }
    }
  }
  return true;
}

/// ": …" with the last line, or nothing.
std::string last_words(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  const std::size_t newline = text.find_last_of('\n');
  if (newline != std::string::npos) text.erase(0, newline + 1);
  return text.empty() ? text : ": " + text;
}

}  // namespace

Result<std::string> output_of(const std::vector<std::string>& command, std::chrono::milliseconds patience) {
  Pipe output;
  Pipe errors;
  if (output.reading() < 0 || errors.reading() < 0)
    return fail(ErrorKind::failed, "no pipe can be made for " + command.front());
  const Result<pid_t> child = start(command, output, errors);
  if (!child) return tl::unexpected(child.error());
  output.close_end(1);
  errors.close_end(1);
  std::string said;
  std::string complained;
  const bool in_time =
      read_all(output, errors, said, complained, std::chrono::steady_clock::now() + patience);
  if (!in_time) kill(*child, SIGKILL);
  int status = 0;
  while (waitpid(*child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!in_time)
    return fail(ErrorKind::failed,
                command.front() + " did not answer within " + std::to_string(patience.count() / 1000) + " s");
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return said;
  const std::string how = WIFSIGNALED(status) ? "was killed by signal " + std::to_string(WTERMSIG(status))
                                              : "ended with exit code " + std::to_string(WEXITSTATUS(status));
  return fail(ErrorKind::failed, command.front() + " " + how + last_words(complained));
}

}  // namespace attnscope
