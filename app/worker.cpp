// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// attnscope-worker: measures. Requests on standard input, events on standard output; see
// profiler/protocol/FORMAT.md.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iostream>
#include <string>
#include <vector>

#include "profiler/measure/worker.h"

namespace {

/// Becomes the interpreter that brings implementations from Python; comes back only where that fails.
int become_peer_worker(const attnscope::WorkerOptions& options, const std::string& plan,
                       const std::string& out, const std::vector<std::string>& libraries) {
  std::string message;
  std::vector<std::string> command = attnscope::peer_worker_command(options, plan, out, libraries, message);
  if (!command.empty()) {
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    for (std::string& word : command) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    execvp(arguments[0], arguments.data());
    message =
        command.front() + " cannot be started: " + std::strerror(errno);  // NOLINT(concurrency-mt-unsafe)
  }
  std::cerr << "attnscope-worker: " << message << "\n";
  return attnscope::worker_exit::failed;
}

bool is_python(const std::string& library) {
  return library.size() > 3 && library.compare(library.size() - 3, 3, ".py") == 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "Measures attention kernels. Reads requests, one JSON object a line, from standard input and writes "
      "events "
      "to standard output; attnscope starts it so. With --plan it is a batch job.",
      "attnscope-worker");
  std::string plan;
  std::string out;
  std::vector<std::string> libraries;
  attnscope::WorkerOptions options;
  bool no_cupti = false;
  bool peers = false;
  app.set_version_flag("--version", "attnscope-worker " + attnscope::worker_program_version());
  CLI::Option* plan_option =
      app.add_option("--plan", plan, "Carry out the requests in FILE, one a line, and end")
          ->type_name("FILE");
  app.add_option("--out", out,
                 "Write the batch's events to FILE (- for standard output); attnscope import reads it")
      ->type_name("FILE")
      ->needs(plan_option);
  app.add_option("--load", libraries,
                 "Load a library, or a Python file, that registers attention implementations")
      ->type_name("FILE");
  app.add_option("--python", options.python,
                 "The interpreter whose implementations are listed and measured; usual: VIRTUAL_ENV's, else "
                 "python3")
      ->type_name("PATH");
  app.add_flag("--peers", peers,
               "Also measure what that interpreter has: PyTorch's attention, flash-attn, …");
  app.add_flag("--no-cupti", no_cupti,
               "Leave CUPTI to another profiler (Nsight Compute): events time calls, counters are left out");
  app.add_option("--lock-dir", options.lock_folder,
                 "Folder of the locks that keep two workers off one device")
      ->type_name("FOLDER")
      ->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? attnscope::worker_exit::done : attnscope::worker_exit::usage;
  }
  if (!plan.empty() && out.empty()) {
    std::cerr << "attnscope-worker: --plan needs --out FILE\n";
    return attnscope::worker_exit::usage;
  }
  options.use_cupti = !no_cupti;
  if (peers || std::any_of(libraries.begin(), libraries.end(), is_python))
    return become_peer_worker(options, plan, out, libraries);
  options.list_peers = true;
  for (const std::string& library : libraries) {
    std::string message;
    if (attnscope::load_implementations(library, message)) continue;
    std::cerr << "attnscope-worker: " << message << "\n";
    return attnscope::worker_exit::failed;
  }
  return plan.empty() ? attnscope::serve_standard_input(options) : attnscope::run_batch(options, plan, out);
}
