// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Databases of arbitrary bytes for fuzz targets. An input that begins with 'r' is a file as it stands; any
// other one is a list of patches (two bytes of offset over the length, one of count, then the bytes) to a
// good database, which gets past the header far more often.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

#include "profiler/store/store.h"

namespace attnscope::fuzz {

/// Folder of this process, gone at its end.
class Workplace {
 public:
  Workplace() {
    std::string name = (std::filesystem::temp_directory_path() / "attnscope-fuzz-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      std::abort();
    }
    folder_ = name;
  }
  ~Workplace() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  std::filesystem::path file(const char* name = "input.db") const { return folder_ / name; }

 private:
  std::filesystem::path folder_;
};

inline const Workplace& workplace() {
  static const Workplace place;
  return place;
}

inline std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline void put(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

inline std::string make_good_database() {
  const std::filesystem::path path = workplace().file();
  {
    auto store = Store::open(path, OpenMode::read_write);
    Run run;
    run.header.id = "run";
    run.header.state = RunState::finished;
    run.header.environments.emplace_back().device.uuid = "CPU-0";
    Measured measured;
    measured.samples.resize(3);
    measured.kernels.resize(1);
    measured.kernels[0].counters = {{"counter", 1.0}};
    measured.remarks = {"remark"};
    run.points.push_back(Point{"CPU-0", "flash", Problem{}, measured});
    run.points.push_back(Point{"CPU-0", "standard", Problem{}, Failed{"it failed"}});
    run.pending.push_back(PendingPoint{"CPU-0", PlannedPoint{"flash", Problem{}}});
    NoiseMeasurement noise;
    noise.device_uuid = "CPU-0";
    noise.relative_deviation = 0.01;
    noise.degrees_of_freedom = 1;
    noise.points = {{"flash", Problem{}, 1, 0.01}};
    if (!store || !store->add_run(run) || !store->add_noise(noise) || !store->set_note("run", "note") ||
        !store->set_tags("run", {"tag"})) {
      std::abort();
    }
  }
  return content(path);
}

inline std::string patched(const std::string& good, const std::uint8_t* data, std::size_t size) {
  std::string bytes = good;
  std::size_t at = 0;
  while (at + 3 <= size) {
    const std::size_t place = (std::size_t{data[at]} << 8U | data[at + 1]) * bytes.size() / 65536;
    const std::size_t count = data[at + 2] % 16U;
    at += 3;
    for (std::size_t index = 0; index < count && at < size; ++index, ++at) {
      if (place + index < bytes.size()) {
        bytes[place + index] = static_cast<char>(data[at]);
      }
    }
  }
  return bytes;
}

inline void require(bool held) {
  if (!held) {
    std::abort();
  }
}

/// The bytes that an input stands for.
inline std::string database_of(const std::uint8_t* data, std::size_t size) {
  static const std::string good = make_good_database();
  const bool is_raw = size > 0 && data[0] == 'r';
  return is_raw ? std::string(reinterpret_cast<const char*>(data) + 1, size - 1) : patched(good, data, size);
}

}  // namespace attnscope::fuzz
