// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/python_peers.h"

#include <dlfcn.h>

#include <cstdlib>
#include <string_view>

#include "profiler/measure/child_output.h"

namespace attnscope {
namespace {

namespace fs = std::filesystem;

/// This library's own file.
fs::path own_file() {
  Dl_info found{};
  if (dladdr(reinterpret_cast<const void*>(&peer_folder), &found) == 0 || found.dli_fname == nullptr)
    return {};
  std::error_code error;
  fs::path real = fs::canonical(found.dli_fname, error);
  return error ? fs::path(found.dli_fname) : real;
}

std::vector<std::string> fields_of(std::string_view line) {
  std::vector<std::string> fields;
  for (std::size_t start = 0; start <= line.size();) {
    const std::size_t tab = std::min(line.find('\t', start), line.size());
    fields.emplace_back(line.substr(start, tab - start));
    start = tab + 1;
  }
  return fields;
}

/// -B: the folder of the programs may not be writable, and has nothing to keep.
std::vector<std::string> peer_command(const std::string& python) {
  return {python, "-B", (peer_folder() / "serve.py").string()};
}

}  // namespace

std::string peer_python(const std::string& asked) {
  if (!asked.empty()) return asked;
  const char* environment = std::getenv("VIRTUAL_ENV");  // NOLINT(concurrency-mt-unsafe)
  if (environment != nullptr && *environment != '\0') {
    const fs::path python = fs::path(environment) / "bin" / "python3";
    if (std::error_code ignored; fs::exists(python, ignored)) return python.string();
  }
  return "python3";
}

fs::path peer_folder() {
  return own_file().parent_path().parent_path() / "share" / "attnscope" / "peers";
}

PeerList parse_peers(const std::string& text) {
  PeerList list;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::vector<std::string> fields = fields_of(std::string_view(text).substr(start, end - start));
    if (fields.size() == 3 && fields[0] == "implementation") {
      list.implementations.push_back({fields[1], fields[2]});
    } else if (fields.size() == 5 && fields[0] == "check") {
      list.checks.push_back({fields[1], fields[2] == "1", fields[3], fields[4]});
    }
    start = end + 1;
  }
  return list;
}

PeerList list_peers(const std::string& python, std::chrono::milliseconds patience) {
  std::vector<std::string> command = peer_command(python);
  command.emplace_back("--list");
  const Result<std::string> answer = output_of(command, patience);
  if (answer) {
    PeerList list = parse_peers(*answer);
    if (!list.checks.empty()) return list;
  }
  const std::string why = answer ? python + " does not list what it has" : answer.error().message;
  const bool is_missing = !answer && answer.error().kind == ErrorKind::not_found;
  return {{},
          {{"python", false, "implementations of PyTorch and others cannot be measured: " + why,
            is_missing ? "sudo apt-get install python3" : ""}}};
}

std::vector<std::string> peer_worker_command(const WorkerOptions& options, const std::string& plan,
                                             const std::string& out,
                                             const std::vector<std::string>& libraries,
                                             std::string& message) {
  std::vector<std::string> command = peer_command(peer_python(options.python));
  if (std::error_code ignored; !fs::exists(command.back(), ignored)) {
    message = command.back() + " is missing, which brings implementations from Python";
    return {};
  }
  command.insert(command.end(), {"--library", own_file().string(), "--lock-dir", options.lock_folder});
  if (!options.use_cupti) command.emplace_back("--no-cupti");
  for (const std::string& library : libraries) command.insert(command.end(), {"--load", library});
  if (!plan.empty()) command.insert(command.end(), {"--plan", plan, "--out", out});
  return command;
}

}  // namespace attnscope
