// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/device_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <chrono>
#include <thread>
#include <utility>

namespace attnscope {
namespace {

constexpr auto pause_between_tries = std::chrono::milliseconds(100);

/// Any user may lock it, so it is opened for reading; flock needs no more. Negative where it cannot be made.
int open_lock_file(const std::string& folder, const std::string& name) {
  const std::string path = folder + "/attnscope-" + name + ".lock";
  const int existing = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (existing >= 0 || errno != ENOENT) return existing;
  const int made = open(path.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
  return made >= 0 ? made : open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
}

/// UUIDs come from drivers, but become file names here.
std::string as_file_name(std::string text) {
  for (char& letter : text)
    if (std::isalnum(static_cast<unsigned char>(letter)) == 0 && letter != '-') letter = '_';
  return text;
}

bool try_lock(int file, int how) {
  while (flock(file, how | LOCK_NB) != 0) {
    if (errno != EINTR) return errno != EWOULDBLOCK;  // a file system without locks: go on
  }
  return true;
}

}  // namespace

Result<DeviceLock> DeviceLock::take(const std::string& folder, const DeviceDescription& device,
                                    const std::function<bool()>& give_up,
                                    const std::function<void()>& waiting) {
  DeviceLock lock;
  lock.all_ = open_lock_file(folder, "devices");
  lock.own_ = open_lock_file(folder, as_file_name(device.uuid));
  if (lock.all_ < 0 || lock.own_ < 0) return lock;
  const int how = device.kind == DeviceKind::host_cpu ? LOCK_EX : LOCK_SH;
  // Both or none, so that two workers cannot each hold what the other waits for.
  while (true) {
    if (try_lock(lock.all_, how)) {
      if (try_lock(lock.own_, LOCK_EX)) return lock;
      flock(lock.all_, LOCK_UN);
    }
    if (give_up()) return fail(ErrorKind::failed, "cancelled while waiting for the device");
    waiting();
    std::this_thread::sleep_for(pause_between_tries);
  }
}

DeviceLock::DeviceLock(DeviceLock&& other) noexcept
    : all_(std::exchange(other.all_, -1)), own_(std::exchange(other.own_, -1)) {}

DeviceLock::~DeviceLock() {
  if (own_ >= 0) close(own_);
  if (all_ >= 0) close(all_);
}

}  // namespace attnscope
