// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/measure/worker_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>

#include "profiler/protocol/codec.h"

namespace attnscope {

WorkerProcess::WorkerProcess(std::vector<std::string> arguments) {
  std::signal(SIGPIPE, SIG_IGN);
  int to_child[2];
  int from_child[2];
  if (pipe2(to_child, O_CLOEXEC) != 0 || pipe2(from_child, O_CLOEXEC) != 0)
    throw std::runtime_error("no pipes");
  arguments.insert(arguments.begin(), ATTNSCOPE_WORKER_PATH);
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  process_ = fork();
  if (process_ == 0) {
    dup2(to_child[0], STDIN_FILENO);
    dup2(from_child[1], STDOUT_FILENO);
    execv(argv[0], argv.data());
    _exit(127);
  }
  close(to_child[0]);
  close(from_child[1]);
  input_ = to_child[1];
  output_ = from_child[0];
}

WorkerProcess::~WorkerProcess() {
  close_input();
  if (process_ > 0) {
    kill(process_, SIGKILL);
    wait();
  }
  close(output_);
}

void WorkerProcess::send(const std::string& line) {
  const std::string text = line + "\n";
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t count = write(input_, text.data() + done, text.size() - done);
    if (count <= 0) return;
    done += static_cast<std::size_t>(count);
  }
}

void WorkerProcess::send(const Request& request) {
  send(encode(request));
}

void WorkerProcess::close_input() {
  if (input_ >= 0) close(input_);
  input_ = -1;
}

std::optional<Event> WorkerProcess::next(std::chrono::milliseconds patience) {
  while (true) {
    if (const std::size_t newline = buffer_.find('\n'); newline != std::string::npos) {
      const std::string line = buffer_.substr(0, newline);
      buffer_.erase(0, newline + 1);
      Result<Event> event = decode_event(line);
      EXPECT_TRUE(event) << line << ": " << event.error().message;
      if (!event) return std::nullopt;
      return *std::move(event);
    }
    pollfd watched{output_, POLLIN, 0};
    if (poll(&watched, 1, static_cast<int>(patience.count())) <= 0) return std::nullopt;
    std::array<char, 65536> chunk{};
    const ssize_t count = read(output_, chunk.data(), chunk.size());
    if (count <= 0) return std::nullopt;
    buffer_.append(chunk.data(), static_cast<std::size_t>(count));
  }
}

int WorkerProcess::wait() {
  int status = 0;
  waitpid(process_, &status, 0);
  process_ = -1;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace attnscope
