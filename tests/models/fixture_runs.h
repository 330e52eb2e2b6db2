// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// FIXTURE: made-up runs for tests of the window. Plausible in kind (flash wins, standard runs out of memory
// at long lengths), measured nowhere; never shipped.
#pragma once

#include <string>
#include <vector>

#include "profiler/protocol/run.h"

namespace attnscope::fixture {

struct RunPlan {
  std::string id = "00000000-0000-4000-8000-000000000001";
  std::string name = "FIXTURE, not measured";
  int devices = 1;
  bool host_cpu = false;  ///< the Host CPU in place of GPUs
  std::vector<std::int64_t> seqlens = {512, 1024, 2048, 4096, 8192, 16384, 32768, 65536};
  std::vector<std::int64_t> head_dims = {128};
  std::vector<std::string> implementations = {"standard", "standard-eager", "flash"};
  std::size_t pending = 0;  ///< the last points are not measured yet
  int samples = 30;
  std::int64_t created_ms = 1'795'190'400'000;
};

/// The same run for the same plan.
Run make_run(const RunPlan& plan);

/// What a worker would say of `devices` H100s and the Host CPU.
Description make_description(int devices, bool libraries_missing = false);

}  // namespace attnscope::fixture
