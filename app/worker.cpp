// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// attnscope-worker: measures. Requests on standard input, events on standard output; see
// profiler/protocol/FORMAT.md.
#include <CLI/CLI.hpp>
#include <iostream>
#include <string>
#include <vector>

#include "profiler/measure/worker.h"

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
  app.set_version_flag("--version", "attnscope-worker " + attnscope::worker_program_version());
  CLI::Option* plan_option =
      app.add_option("--plan", plan, "Carry out the requests in FILE, one a line, and end")
          ->type_name("FILE");
  app.add_option("--out", out,
                 "Write the batch's events to FILE (- for standard output); attnscope import reads it")
      ->type_name("FILE")
      ->needs(plan_option);
  app.add_option("--load", libraries, "Load a library that registers attention implementations")
      ->type_name("LIBRARY");
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
  for (const std::string& library : libraries) {
    std::string message;
    if (attnscope::load_implementations(library, message)) continue;
    std::cerr << "attnscope-worker: " << message << "\n";
    return attnscope::worker_exit::failed;
  }
  return plan.empty() ? attnscope::serve_standard_input(options) : attnscope::run_batch(options, plan, out);
}
