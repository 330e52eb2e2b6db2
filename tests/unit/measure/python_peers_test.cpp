// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Choosing and asking an interpreter; small shell scripts stand in for it.
#include "profiler/measure/python_peers.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>

#include "profiler/measure/child_output.h"

namespace attnscope {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
namespace fs = std::filesystem;

class PythonPeers : public testing::Test {
 protected:
  PythonPeers() {
    std::string pattern = testing::TempDir() + "attnscope-peers-XXXXXX";
    folder = mkdtemp(pattern.data());
  }
  ~PythonPeers() override {
    unsetenv("VIRTUAL_ENV");
    fs::remove_all(folder);
  }
  std::string script(const std::string& name, const std::string& body) const {
    const fs::path path = folder / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << "#!/bin/sh\n" << body << "\n";
    fs::permissions(path, fs::perms::owner_all);
    return path.string();
  }
  fs::path folder;
};

TEST_F(PythonPeers, TheInterpreterIsTheOneAskedForElseTheEnvironmentsElseTheUsual) {
  unsetenv("VIRTUAL_ENV");
  EXPECT_EQ(peer_python(""), "python3");
  EXPECT_EQ(peer_python("/opt/python"), "/opt/python");
  setenv("VIRTUAL_ENV", folder.c_str(), 1);
  EXPECT_EQ(peer_python(""), "python3") << "an environment without an interpreter";
  const std::string environments = script("bin/python3", "");
  EXPECT_EQ(peer_python(""), environments);
  EXPECT_EQ(peer_python("other"), "other");
}

TEST_F(PythonPeers, ListsWhatTheInterpreterSays) {
  const std::string python =
      script("python",
             "echo 'Welcome to this machine'\n"
             "printf 'check\\ttorch\\t1\\tPyTorch 9\\t\\n'\n"
             "printf 'implementation\\ttorch-flash\\tPyTorch 9, its flash\\n'\n"
             "printf 'check\\txformers\\t0\\txformers is not installed\\tpip install it\\n'\n"
             "printf 'check\\ttoo few fields\\n'\n"
             "echo \"arguments: $*\" >&2");
  const PeerList list = list_peers(python);
  ASSERT_EQ(list.implementations.size(), 1U);
  EXPECT_EQ(list.implementations[0].name, "torch-flash");
  EXPECT_EQ(list.implementations[0].description, "PyTorch 9, its flash");
  ASSERT_EQ(list.checks.size(), 2U);
  EXPECT_TRUE(list.checks[0].passed);
  EXPECT_EQ(list.checks[1].subject, "xformers");
  EXPECT_FALSE(list.checks[1].passed);
  EXPECT_EQ(list.checks[1].fix, "pip install it");
}

TEST_F(PythonPeers, SaysWhyAnInterpreterGivesNoList) {
  const std::pair<std::string, const char*> broken[] = {
      {"/nowhere/python", "/nowhere/python cannot be started"},
      {script("dies", "echo 'ImportError: no such thing' >&2; exit 4"),
       "ended with exit code 4: ImportError: no such thing"},
      {script("killed", "kill -9 $$"), "was killed by signal 9"},
      {script("silent", "exit 0"), "does not list what it has"}};
  for (const auto& [python, words] : broken) {
    const PeerList list = list_peers(python);
    EXPECT_TRUE(list.implementations.empty());
    ASSERT_EQ(list.checks.size(), 1U) << python;
    EXPECT_FALSE(list.checks[0].passed);
    EXPECT_THAT(list.checks[0].finding, HasSubstr(words));
  }
  EXPECT_EQ(list_peers("/nowhere/python").checks[0].fix, "sudo apt-get install python3");
}

TEST_F(PythonPeers, AHangingInterpreterIsLeftBehind) {
  const auto start = std::chrono::steady_clock::now();
  const PeerList list = list_peers(script("hangs", "exec sleep 100"), milliseconds(300));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  ASSERT_EQ(list.checks.size(), 1U);
  EXPECT_THAT(list.checks[0].finding, HasSubstr("did not answer"));
}

TEST_F(PythonPeers, TheWorkersCommandTakesItsOptionsOver) {
  WorkerOptions options;
  options.python = "/opt/python";
  options.lock_folder = "/locks";
  options.use_cupti = false;
  std::string message;
  const std::vector<std::string> command =
      peer_worker_command(options, "p.jsonl", "out", {"mine.py"}, message);
  ASSERT_GE(command.size(), 5U) << message;
  EXPECT_EQ(command[0], "/opt/python");
  EXPECT_TRUE(fs::exists(command[2])) << command[2];
  const std::vector<std::string> rest(command.begin() + 5, command.end());
  EXPECT_EQ(command[3], "--library");
  EXPECT_THAT(command[4], HasSubstr("libattnscope_measure.so"));
  EXPECT_THAT(rest, testing::ElementsAre("--lock-dir", "/locks", "--no-cupti", "--load", "mine.py", "--plan",
                                         "p.jsonl", "--out", "out"));
}

TEST(ChildOutput, IsReadToItsEnd) {
  const auto said = output_of({"sh", "-c", "head -c 300000 /dev/zero | tr '\\0' x; echo complaint >&2"},
                              std::chrono::seconds(20));
  ASSERT_TRUE(said) << said.error().message;
  EXPECT_EQ(said->size(), 300000U);
}

}  // namespace
}  // namespace attnscope
