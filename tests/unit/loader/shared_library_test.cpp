// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/loader/shared_library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>

#include "profiler/loader/symbol_table.h"

extern "C" int fake_version();
extern "C" int fake_other();

namespace attnscope {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A scratch folder, and an environment in which only what a test puts there is found.
class LoadLibrary : public testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::temp_directory_path() / ("attnscope_loader_" + std::to_string(getpid()));
    fs::remove_all(root_);
    fs::create_directories(root_);
    for (const char* name : {"CUDA_HOME", "CUDA_PATH", "VIRTUAL_ENV", "CONDA_PREFIX"}) set(name, "");
    set("PATH", (root_ / "bin").string());
  }
  void TearDown() override {
    for (const auto& [name, value] : before_)
      value ? setenv(name.c_str(), value->c_str(), 1) : unsetenv(name.c_str());
    fs::remove_all(root_);
  }

  void set(const std::string& name, const std::string& value) {
    const char* old = std::getenv(name.c_str());
    before_.try_emplace(name, old == nullptr ? std::nullopt : std::optional<std::string>(old));
    setenv(name.c_str(), value.c_str(), 1);
  }

  /// Puts the fake library of a version at a path below the scratch folder, under a name of its own.
  void place(int version, const fs::path& path) const {
    fs::create_directories((root_ / path).parent_path());
    fs::copy_file(version == 1 ? FAKE_LIBRARY_1 : FAKE_LIBRARY_2, root_ / path);
  }

  static int version_of(const SharedLibrary& library) {
    return reinterpret_cast<int (*)()>(library.symbol("fake_version"))();
  }

  fs::path root_;
  std::map<std::string, std::optional<std::string>> before_;
};

TEST_F(LoadLibrary, FindsItInCudaHome) {
  place(1, "toolkit/lib64/libattnscope_fake.so.1");
  set("CUDA_HOME", (root_ / "toolkit").string());
  const auto library = load_library({"the fake", {"libattnscope_fake.so.1"}, false, {}});
  ASSERT_TRUE(library) << library.error().message;
  EXPECT_EQ(version_of(*library), 1);
  EXPECT_EQ(library->path(), (root_ / "toolkit/lib64/libattnscope_fake.so.1").string());
}

TEST_F(LoadLibrary, FindsItInTheTargetsFolderOfAToolkit) {
  place(1, "toolkit/targets/x86_64-linux/lib/libattnscope_fake.so.1");
  set("CUDA_HOME", (root_ / "toolkit").string());
  EXPECT_TRUE(load_library({"the fake", {"libattnscope_fake.so.1"}, false, {}}));
}

TEST_F(LoadLibrary, FindsItInAVirtualEnvironment) {
  for (const char* package : {"cu13", "cuda_nvrtc"}) {
    const std::string soname = std::string("libattnscope_fake_") + package + ".so";
    place(2, fs::path("venv/lib/python3.11/site-packages/nvidia") / package / "lib" / soname);
    set("VIRTUAL_ENV", (root_ / "venv").string());
    const auto library = load_library({"the fake", {soname}, false, {}});
    ASSERT_TRUE(library) << library.error().message;
    EXPECT_EQ(version_of(*library), 2);
  }
}

TEST_F(LoadLibrary, AsksThePythonOnThePathForItsPackages) {
  place(1, "packages/nvidia/cu13/lib/libattnscope_fake_python.so");
  fs::create_directories(root_ / "bin");
  std::ofstream(root_ / "bin/python3") << "#!/bin/sh\necho '" << (root_ / "packages").string() << "'\n";
  fs::permissions(root_ / "bin/python3", fs::perms::owner_all);
  EXPECT_TRUE(load_library({"the fake", {"libattnscope_fake_python.so"}, false, {}}));
}

TEST_F(LoadLibrary, PrefersTheFirstSonameWithinAFolder) {
  place(1, "toolkit/lib64/libattnscope_fake_old.so");
  place(2, "toolkit/lib64/libattnscope_fake_new.so");
  set("CUDA_HOME", (root_ / "toolkit").string());
  const auto library =
      load_library({"the fake", {"libattnscope_fake_new.so", "libattnscope_fake_old.so"}, false, {}});
  ASSERT_TRUE(library);
  EXPECT_EQ(version_of(*library), 2);
}

TEST_F(LoadLibrary, GoesOnToTheNextWhereOneIsNotAccepted) {
  place(1, "toolkit/lib64/libattnscope_fake_pick.so");
  place(2, "venv/lib/python3.12/site-packages/nvidia/cu13/lib/libattnscope_fake_pick.so");
  set("CUDA_HOME", (root_ / "toolkit").string());
  set("VIRTUAL_ENV", (root_ / "venv").string());
  const auto newer_only = [](const SharedLibrary& library) -> Result<void> {
    if (version_of(library) < 2) return fail(ErrorKind::unsupported, "version 1 is older than 2");
    return {};
  };
  const auto library = load_library({"the fake", {"libattnscope_fake_pick.so"}, false, newer_only});
  ASSERT_TRUE(library) << library.error().message;
  EXPECT_EQ(version_of(*library), 2);
}

TEST_F(LoadLibrary, SaysWhyWhatItFoundWasNotTaken) {
  place(1, "toolkit/lib64/libattnscope_fake_old.so");
  set("CUDA_HOME", (root_ / "toolkit").string());
  const auto never = [](const SharedLibrary&) -> Result<void> {
    return fail(ErrorKind::unsupported, "version 1 is older than 2");
  };
  const auto library = load_library({"the fake", {"libattnscope_fake_old.so"}, false, never});
  ASSERT_FALSE(library);
  EXPECT_EQ(library.error().kind, ErrorKind::not_found);
  EXPECT_THAT(library.error().message, HasSubstr("libattnscope_fake_old.so: version 1 is older than 2"));
}

TEST_F(LoadLibrary, SaysThatAFileIsNoLibrary) {
  fs::create_directories(root_ / "toolkit/lib64");
  std::ofstream(root_ / "toolkit/lib64/libattnscope_fake_text.so") << "not a library";
  set("CUDA_HOME", (root_ / "toolkit").string());
  const auto library = load_library({"the fake", {"libattnscope_fake_text.so"}, false, {}});
  ASSERT_FALSE(library);
  EXPECT_THAT(library.error().message, HasSubstr("could not be used"));
  EXPECT_THAT(library.error().message, HasSubstr("libattnscope_fake_text.so"));
}

TEST_F(LoadLibrary, SaysWhereItLooked) {
  fs::create_directories(root_ / "toolkit/lib64");
  set("CUDA_HOME", (root_ / "toolkit").string());
  const auto library = load_library({"the fake", {"libattnscope_nowhere.so.1"}, false, {}});
  ASSERT_FALSE(library);
  EXPECT_THAT(library.error().message, HasSubstr("the fake (libattnscope_nowhere.so.1) was not found"));
  EXPECT_THAT(library.error().message, HasSubstr((root_ / "toolkit/lib64").string() + " (CUDA_HOME)"));
  EXPECT_THAT(library.error().message, HasSubstr("the linker's path"));
}

TEST_F(LoadLibrary, DoesNotTakeTheDriverFromAToolkit) {
  place(1, "toolkit/lib64/libattnscope_fake_driver.so");
  set("CUDA_HOME", (root_ / "toolkit").string());
  EXPECT_FALSE(load_library({"the driver", {"libattnscope_fake_driver.so"}, true, {}}));
}

struct FakeFunctions {
  ATTNSCOPE_SYMBOL_MEMBER(fake_version)
  ATTNSCOPE_SYMBOL_MEMBER(fake_other)
};

TEST_F(LoadLibrary, FillsATableOfFunctions) {
  place(2, "toolkit/lib64/libattnscope_fake_table.so");
  set("CUDA_HOME", (root_ / "toolkit").string());
  const auto library = load_library({"the fake", {"libattnscope_fake_table.so"}, false, {}});
  ASSERT_TRUE(library);
  FakeFunctions functions;
  SymbolTable table(*library);
  ATTNSCOPE_SYMBOL_REQUIRE(fake_version)
  ATTNSCOPE_SYMBOL_IF_PRESENT(fake_other)
  ASSERT_TRUE(table.complete("fake"));
  EXPECT_EQ(functions.fake_version(), 2);
  EXPECT_EQ(functions.fake_other, nullptr);

  ATTNSCOPE_SYMBOL_REQUIRE(fake_other)
  const auto complete = table.complete("fake");
  ASSERT_FALSE(complete);
  EXPECT_THAT(complete.error().message, HasSubstr("fake_other"));
}

}  // namespace
}  // namespace attnscope
