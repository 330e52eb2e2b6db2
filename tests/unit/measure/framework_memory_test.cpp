// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/framework_memory.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <limits>

namespace attnscope {
namespace {

using testing::HasSubstr;

class FrameworkMemoryTest : public testing::Test {
 protected:
  /// Takes `left` bytes at most, and counts.
  FrameworkMemory::Source source() {
    return {[this](std::uint64_t bytes) -> void* {
              if (bytes > left) return nullptr;
              ++taken;
              return std::malloc(bytes);
            },
            [this](void* data) {
              ++given_back;
              std::free(data);
            }};
  }
  static std::byte* at(void* base, std::uint64_t offset) { return static_cast<std::byte*>(base) + offset; }

  std::uint64_t left = std::numeric_limits<std::uint64_t>::max();
  int taken = 0;
  int given_back = 0;
  FrameworkMemory memory{source()};
  std::byte scratch[8192];
  std::byte output[4096];
};

TEST_F(FrameworkMemoryTest, PlacesTheResultInTheOutputAndReusesWhatWasGivenBack) {
  const auto call = [this](std::uint64_t scores) {
    void* const first = memory.take(scores);
    void* const second = memory.take(700);
    memory.give_back(first);
    void* const result = memory.take(4096);
    void* const third = memory.take(600);
    memory.give_back(third);
    memory.give_back(second);
    return std::vector<void*>{first, second, result, third};
  };
  memory.begin_dry_run();
  const std::vector<void*> dry = call(1000);
  const auto recorded = memory.end_dry_run(dry[2], 4096);
  ASSERT_TRUE(recorded) << recorded.error().message;
  memory.give_back(dry[2]);
  EXPECT_EQ(taken, 4);
  EXPECT_EQ(given_back, 4);
  EXPECT_EQ(memory.in_use(), 0U);
  EXPECT_TRUE(recorded->result_in_output);
  EXPECT_EQ(recorded->scratch_bytes, 2048U) << "1,024 and 1,024 at once; the third fits where the first was";

  for (int i = 0; i < 2; ++i) {
    memory.begin_call(*recorded, scratch, output);
    const std::vector<void*> real = call(1000);
    memory.give_back(real[2]);
    EXPECT_TRUE(memory.end_call());
    EXPECT_EQ(real, (std::vector<void*>{at(scratch, 0), at(scratch, 1024), output, at(scratch, 0)}));
  }
  EXPECT_EQ(taken, 4) << "a call takes nothing more";

  memory.begin_call(*recorded, scratch, output);
  memory.give_back(call(1001)[2]);
  const auto other = memory.end_call();
  ASSERT_FALSE(other);
  EXPECT_THAT(other.error().message, HasSubstr("1001 bytes that its dry run did not ask for"));

  memory.begin_call(*recorded, scratch, output);
  const auto less = memory.end_call();
  ASSERT_FALSE(less);
  EXPECT_THAT(less.error().message, HasSubstr("less memory"));
}

TEST_F(FrameworkMemoryTest, AResultInsideALargerPieceStaysInTheScratch) {
  memory.begin_dry_run();
  void* const other = memory.take(512);
  void* const large = memory.take(5000);
  memory.give_back(other);
  const auto recorded = memory.end_dry_run(at(large, 256), 4096);
  memory.give_back(large);
  ASSERT_TRUE(recorded) << recorded.error().message;
  EXPECT_FALSE(recorded->result_in_output);
  EXPECT_EQ(recorded->result_offset, 512U + 256U);
  EXPECT_GE(recorded->scratch_bytes, 512U + 5000U);
}

TEST_F(FrameworkMemoryTest, APieceThatIsStillHeldIsNotHandedOutTwice) {
  memory.begin_dry_run();
  void* const result = memory.take(4096);
  const auto recorded = memory.end_dry_run(result, 4096);
  memory.give_back(result);
  ASSERT_TRUE(recorded);
  memory.begin_call(*recorded, scratch, output);
  void* const held = memory.take(4096);
  EXPECT_EQ(held, output);
  EXPECT_TRUE(memory.end_call());
  memory.begin_call(*recorded, scratch, output);
  void* const again = memory.take(4096);
  EXPECT_NE(again, output);
  EXPECT_FALSE(memory.end_call());
  memory.give_back(held);
  memory.give_back(again);
  EXPECT_EQ(memory.in_use(), 0U);
}

TEST_F(FrameworkMemoryTest, RefusesACallThatKeepsMemoryOrHidesItsResult) {
  memory.begin_dry_run();
  void* const kept = memory.take(64);
  void* const result = memory.take(4096);
  const auto recorded = memory.end_dry_run(result, 4096);
  ASSERT_FALSE(recorded);
  EXPECT_THAT(recorded.error().message, HasSubstr("keeps memory"));
  memory.begin_dry_run();
  const auto hidden = memory.end_dry_run(output, 4096);
  ASSERT_FALSE(hidden);
  EXPECT_THAT(hidden.error().message, HasSubstr("not in memory that its call asked for"));
  EXPECT_FALSE(memory.end_dry_run(output, 4096)) << "there is no dry run any more";
  memory.give_back(kept);
  memory.give_back(result);
}

TEST_F(FrameworkMemoryTest, SaysHowMuchWasWanted) {
  void* const first = memory.take(1000);
  left = 100;
  EXPECT_EQ(memory.take(5000), nullptr);
  EXPECT_EQ(memory.wanted(), 6000U);
  EXPECT_EQ(memory.in_use(), 1000U);
  EXPECT_EQ(memory.take(0), nullptr);
  memory.give_back(nullptr);
  memory.give_back(first);
  EXPECT_EQ(memory.in_use(), 0U);
}

}  // namespace
}  // namespace attnscope
