// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/capture/counter_permission.h"

#include <gtest/gtest.h>

#include <fstream>

namespace attnscope {
namespace {

class CounterPermission : public testing::Test {
 protected:
  static std::filesystem::path file(const std::string& name, const std::string& text) {
    std::filesystem::path path =
        std::filesystem::path(testing::TempDir()) /
        (std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + name);
    std::ofstream(path) << text;
    return path;
  }
};

constexpr const char* ordinary = "Name:\tattnscope\nCapEff:\t0000000000000000\n";
constexpr const char* administrator = "Name:\tattnscope\nCapEff:\t000001ffffffffff\n";
constexpr const char* closed = "Mobile: 4294967295\nRmProfilingAdminOnly: 1\n";
constexpr const char* open = "Mobile: 4294967295\nRmProfilingAdminOnly: 0\n";

TEST_F(CounterPermission, IsDeniedToOrdinaryUsersWhereTheDriverSaysSo) {
  const Result<void> permitted = counters_permitted(file("p", closed), file("s", ordinary));
  ASSERT_FALSE(permitted);
  EXPECT_EQ(permitted.error().kind, ErrorKind::unsupported);
}

TEST_F(CounterPermission, IsGrantedToAdministrators) {
  EXPECT_TRUE(counters_permitted(file("p", closed), file("s", administrator)));
}

TEST_F(CounterPermission, IsGrantedWhereTheDriverLetsEverybody) {
  EXPECT_TRUE(counters_permitted(file("p", open), file("s", ordinary)));
}

TEST_F(CounterPermission, IsAssumedWhereNothingIsTold) {
  EXPECT_TRUE(counters_permitted("/nonexistent/params", file("s", ordinary)));
  EXPECT_TRUE(counters_permitted(file("p", "Mobile: 1\n"), file("s", ordinary)));
}

TEST_F(CounterPermission, NeedsTheOneCapabilityNotAnother) {
  // All but CAP_SYS_ADMIN (bit 21).
  EXPECT_FALSE(counters_permitted(file("p", closed), file("s", "CapEff:\t000001ffffdfffff\n")));
}

}  // namespace
}  // namespace attnscope
