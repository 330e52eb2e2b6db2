// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Opens and loads databases of arbitrary bytes. Whatever happens, the file must stay as it was.
#include "tests/fuzz/fuzz_database.h"

using namespace attnscope;
using namespace attnscope::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes = database_of(data, size);
  const std::filesystem::path path = workplace().file();
  put(path, bytes);
  bool opened = false;
  {
    auto store = Store::open(path, OpenMode::read_only);
    opened = store.has_value();
    if (opened) {
      if (const auto runs = store->runs()) {
        for (const RunSummary& run : *runs) {
          static_cast<void>(store->load(run.header.id));
          static_cast<void>(store->points_after(run.header.id, 1));
        }
      }
      static_cast<void>(store->noise());
      static_cast<void>(store->deleted_runs());
    }
  }
  require(content(path) == bytes);
  if (!opened && !bytes.empty()) {
    // What may not be read may not be written either.
    require(!Store::open(path, OpenMode::read_write).has_value());
    require(content(path) == bytes);
    require(!std::filesystem::exists(path.string() + "-wal"));
  }
  return 0;
}
