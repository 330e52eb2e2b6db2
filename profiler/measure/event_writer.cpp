// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/event_writer.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "profiler/measure/worker.h"
#include "profiler/protocol/codec.h"

namespace attnscope {

void EventWriter::write(const Event& event) {
  const std::string line = encode(event) + "\n";
  const std::lock_guard lock(mutex_);
  std::size_t done = 0;
  while (done < line.size()) {
    const ssize_t count = ::write(descriptor_, line.data() + done, line.size() - done);
    if (count > 0) {
      done += static_cast<std::size_t>(count);
      continue;
    }
    if (count < 0 && errno == EINTR) continue;
    std::fprintf(stderr, "attnscope-worker: events cannot be written: %s\n",
                 std::strerror(errno));  // NOLINT(concurrency-mt-unsafe)
    // Other threads may be inside NVIDIA's libraries, so no destructors run.
    _exit(worker_exit::output_lost);
  }
}

}  // namespace attnscope
