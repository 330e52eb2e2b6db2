// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Writes the fixture runs into a new database, for tests that start the program:
//   make_fixture_database FILE [one|several]
#include <cstdio>
#include <string>

#include "profiler/store/store.h"
#include "tests/models/fixture_runs.h"

int main(int argc, char** argv) {
  using attnscope::fixture::make_run;
  using attnscope::fixture::RunPlan;
  if (argc < 2) {
    std::fputs("usage: make_fixture_database FILE [one|several]\n", stderr);
    return 2;
  }
  auto store = attnscope::Store::open(argv[1], attnscope::OpenMode::read_write);
  if (!store) {
    std::fprintf(stderr, "%s\n", store.error().message.c_str());
    return 3;
  }
  std::vector<RunPlan> plans(1);
  plans[0].name = "FIXTURE Llama 3 8B causal";
  if (argc > 2 && std::string(argv[2]) == "several") {
    plans.resize(4);
    plans[1].id = "00000000-0000-4000-8000-000000000002";
    plans[1].name = "FIXTURE two GPUs";
    plans[1].devices = 2;
    plans[1].created_ms -= 86'400'000;
    plans[2].id = "00000000-0000-4000-8000-000000000003";
    plans[2].name = "FIXTURE Host CPU";
    plans[2].host_cpu = true;
    plans[2].seqlens = {128, 256, 512, 1024, 2048, 4096};
    plans[2].created_ms -= 2 * 86'400'000LL;
    plans[3].id = "00000000-0000-4000-8000-000000000004";
    plans[3].name = "FIXTURE two head dims";
    plans[3].head_dims = {64, 128};
    plans[3].created_ms -= 40 * 86'400'000LL;
  }
  for (const RunPlan& plan : plans) {
    if (const auto added = store->add_run(make_run(plan)); !added) {
      std::fprintf(stderr, "%s\n", added.error().message.c_str());
      return 3;
    }
  }
  return 0;
}
