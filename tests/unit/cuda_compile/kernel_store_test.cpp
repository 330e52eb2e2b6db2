// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/compile/kernel_store.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace attnscope {
namespace {

namespace fs = std::filesystem;

const std::string first_key(32, 'a');
const std::string second_key(32, 'b');

class KernelCacheFolder : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("attnscope_kernels_" + std::to_string(getpid()));
    fs::remove_all(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string read(const std::string& key) const {
    std::ifstream file(folder_ / key, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
  void write(const std::string& key, const std::string& bytes) const {
    std::ofstream(folder_ / key, std::ios::binary) << bytes;
  }

  fs::path folder_;
};

TEST_F(KernelCacheFolder, GivesBackWhatWasStored) {
  const KernelCache cache(folder_);
  const std::string image(
      "\x7f"
      "ELF\0with zeros",
      15);
  EXPECT_FALSE(cache.find(first_key));
  ASSERT_TRUE(cache.store(first_key, image));
  EXPECT_EQ(cache.find(first_key), image);
  EXPECT_FALSE(cache.find(second_key));
}

TEST_F(KernelCacheFolder, LeavesNoOtherFilesBehind) {
  const KernelCache cache(folder_);
  ASSERT_TRUE(cache.store(first_key, "one"));
  ASSERT_TRUE(cache.store(first_key, "two"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
  EXPECT_EQ(cache.find(first_key), "two");
}

TEST_F(KernelCacheFolder, ACorruptedEntryIsAMiss) {
  const KernelCache cache(folder_);
  ASSERT_TRUE(cache.store(first_key, "the machine code of a kernel"));
  const std::string whole = read(first_key);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string broken = whole;
    broken[i] = static_cast<char>(broken[i] ^ 0x20);
    write(first_key, broken);
    EXPECT_FALSE(cache.find(first_key)) << "byte " << i << " changed";
  }
  for (std::size_t length = 0; length < whole.size(); ++length) {
    write(first_key, whole.substr(0, length));
    EXPECT_FALSE(cache.find(first_key)) << "cut to " << length << " bytes";
  }
  ASSERT_TRUE(cache.store(first_key, "compiled again"));
  EXPECT_EQ(cache.find(first_key), "compiled again");
}

TEST_F(KernelCacheFolder, AnEntryOfAnotherKeyIsAMiss) {
  const KernelCache cache(folder_);
  ASSERT_TRUE(cache.store(first_key, "image"));
  fs::copy_file(folder_ / first_key, folder_ / second_key);
  EXPECT_FALSE(cache.find(second_key));
}

TEST_F(KernelCacheFolder, AFolderThatCannotBeMadeIsNoError) {
  std::ofstream(folder_) << "a file in the folder's place";
  EXPECT_FALSE(KernelCache(folder_).store(first_key, "image"));
  EXPECT_FALSE(KernelCache(folder_).find(first_key));
}

TEST(KernelPack, FindsEachOfItsEntries) {
  const std::string pack = pack_entry(first_key, "first") + pack_entry(second_key, "");
  EXPECT_EQ(find_in_pack(pack, first_key), "first");
  EXPECT_EQ(find_in_pack(pack, second_key), "");
  EXPECT_FALSE(find_in_pack(pack, std::string(32, 'c')));
  EXPECT_FALSE(find_in_pack("", first_key));
}

TEST(BakedKernels, AreFoundOnceTheyAreInUse) {
  static const std::string pack = pack_entry(first_key, "baked");
  EXPECT_FALSE(find_baked_kernel(first_key));
  use_baked_kernels(pack);
  EXPECT_EQ(find_baked_kernel(first_key), "baked");
  use_baked_kernels({});
}

TEST(UserCache, IsWhereTheStandardSaysCachesAre) {
  const char* before = std::getenv("XDG_CACHE_HOME");
  const std::string saved = before == nullptr ? "" : before;
  const fs::path root = fs::temp_directory_path() / ("attnscope_xdg_" + std::to_string(getpid()));
  setenv("XDG_CACHE_HOME", root.c_str(), 1);
  const auto cache = KernelCache::of_user();
  ASSERT_TRUE(cache);
  ASSERT_TRUE(cache->store(first_key, "image"));
  EXPECT_TRUE(fs::exists(root / "attnscope" / "cubin" / first_key));
  fs::remove_all(root);
  before == nullptr ? unsetenv("XDG_CACHE_HOME") : setenv("XDG_CACHE_HOME", saved.c_str(), 1);
}

}  // namespace
}  // namespace attnscope
