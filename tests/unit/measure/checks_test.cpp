// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/checks.h"

#include <gtest/gtest.h>

namespace attnscope {
namespace {

TEST(LibraryInstallCommand, AsksForNothingNewerThanTheDriver) {
  EXPECT_EQ(library_install_command(13000, false),
            "python3 -m pip install 'nvidia-cublas>=13.0,<14' 'nvidia-cuda-nvrtc>=13.0,<13.1' "
            "'nvidia-cuda-cupti>=13.0,<13.1'");
  EXPECT_EQ(library_install_command(12090, false),
            "python3 -m pip install 'nvidia-cublas-cu12>=12.8,<13' 'nvidia-cuda-nvrtc-cu12>=12.8,<12.10' "
            "'nvidia-cuda-cupti-cu12>=12.8,<12.10'");
}

TEST(LibraryInstallCommand, AsksFor128OnAnOlderDriverOfCuda12) {
  EXPECT_NE(library_install_command(12040, false).find("'nvidia-cuda-cupti-cu12>=12.8,<12.9'"),
            std::string::npos);
}

TEST(LibraryInstallCommand, GetsPastASystemThatKeepsPipOut) {
  EXPECT_NE(library_install_command(13000, true).find("pip install --user --break-system-packages "),
            std::string::npos);
}

TEST(CheckMachine, SaysOnlyWhatCanMatterHere) {
  const std::vector<Check> checks = check_machine(WorkerOptions{});
  std::vector<std::string> subjects;
  for (const Check& check : checks) subjects.push_back(check.subject);
  std::vector<std::string> expected = {"driver"};
  if (checks.back().finding.find("there is no NVIDIA driver") != std::string::npos) {
    EXPECT_FALSE(checks.front().passed);
    expected.emplace_back("cuda libraries");
  } else if (checks.front().finding.find("built without CUDA") == std::string::npos) {
    expected.insert(expected.end(), {"cuda libraries", "cupti", "counters", "nvrtc", "cublaslt", "nvml"});
  }
  EXPECT_EQ(subjects, expected);
}

}  // namespace
}  // namespace attnscope
