// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Merges databases of arbitrary bytes into a good one. What was there stays as it was, what is taken can be
// given back, the second time adds nothing, and the database stays sound.
#include <algorithm>

#include "tests/fuzz/fuzz_database.h"

using namespace attnscope;
using namespace attnscope::fuzz;

namespace {

Run own_run() {
  Run run;
  run.header.id = "own";
  run.header.state = RunState::finished;
  run.header.environments.emplace_back().device.uuid = "CPU-1";
  run.points.push_back(Point{"CPU-1", "standard", Problem{}, Failed{"it failed"}});
  return run;
}

/// The bytes of a database that holds it: copied for each input, which is quicker than making one.
std::string own_database(const std::filesystem::path& path) {
  {
    auto store = Store::open(path, OpenMode::read_write);
    require(store.has_value() && store->add_run(own_run()).value_or(false));
  }
  return content(path);
}

std::size_t runs_in(Store& store) {
  const auto runs = store.runs();
  require(runs.has_value());
  return runs->size();
}

/// What the window and `attnscope import` do, run by run; the first that cannot be read or taken ends it.
void merge(Store& from, Store& into) {
  const auto summaries = from.runs();
  if (!summaries) return;
  for (const RunSummary& summary : *summaries) {
    const auto run = from.load(summary.header.id);
    if (!run) return;
    const auto added = into.add_run(*run);
    if (!added) return;
    if (*added) {
      const auto back = into.load(run->header.id);
      require(back.has_value() && back->points.size() == run->points.size());
      static_cast<void>(into.set_note(run->header.id, summary.note));
      static_cast<void>(into.set_tags(run->header.id, summary.tags));
    }
  }
  if (const auto noise = from.noise()) {
    for (const NoiseMeasurement& measurement : *noise) static_cast<void>(into.add_noise(measurement));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::filesystem::path path = workplace().file();
  put(path, database_of(data, size));
  const std::filesystem::path own = workplace().file("own.db");
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(own.string() + suffix);
  static const std::string good_own = own_database(own);
  put(own, good_own);
  {
    auto into = Store::open(own, OpenMode::read_write);
    require(into.has_value());
    if (auto from = Store::open(path, OpenMode::read_only)) {
      merge(*from, *into);
      const std::size_t once = runs_in(*into);
      merge(*from, *into);
      require(runs_in(*into) == once);
    }
    const auto kept = into->load("own");
    require(kept.has_value() && kept->points == own_run().points);
  }
  require(Store::open(own, OpenMode::read_only).has_value());
  return 0;
}
