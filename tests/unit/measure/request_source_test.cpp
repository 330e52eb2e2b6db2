// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/request_source.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace attnscope {
namespace {

class RequestSourceTest : public testing::Test {
 protected:
  RequestSourceTest() {
    if (pipe(ends) != 0) throw std::runtime_error("no pipe");
    source = std::make_unique<RequestSource>(
        ends[0],
        [this](std::string why) {
          const std::lock_guard lock(mutex);
          refusals.push_back(std::move(why));
        },
        [this] { ended = true; });
  }
  ~RequestSourceTest() override {
    finish();
    source.reset();
    close(ends[0]);
  }
  void send(const std::string& text) const {
    for (std::size_t done = 0; done < text.size();) {
      const ssize_t count = write(ends[1], text.data() + done, text.size() - done);
      ASSERT_GT(count, 0);
      done += static_cast<std::size_t>(count);
    }
  }
  void finish() {
    if (ends[1] >= 0) close(ends[1]);
    ends[1] = -1;
  }
  template <typename Condition>
  static bool soon(const Condition& condition) {
    for (int i = 0; i < 500 && !condition(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return condition();
  }
  std::size_t refused() {
    const std::lock_guard lock(mutex);
    return refusals.size();
  }

  int ends[2] = {-1, -1};
  std::mutex mutex;
  std::vector<std::string> refusals;
  std::atomic<bool> ended = false;
  std::unique_ptr<RequestSource> source;
};

constexpr const char* describe = "{\"type\":\"describe\"}\n";
constexpr const char* cancel = "{\"type\":\"cancel\"}\n";

TEST_F(RequestSourceTest, GivesRequestsInOrderAndThenTheEnd) {
  send(std::string(describe) + "\n" + "{\"type\":\"watch\",\"device_uuid\":\"GPU-1\",\"interval_ms\":100}\n");
  finish();
  auto first = source->next();
  ASSERT_TRUE(first);
  EXPECT_TRUE(std::holds_alternative<DescribeRequest>(*first));
  auto second = source->next();
  ASSERT_TRUE(second);
  EXPECT_TRUE(std::holds_alternative<WatchRequest>(*second));
  EXPECT_FALSE(source->next());
  EXPECT_TRUE(soon([this] { return ended.load(); }));
}

TEST_F(RequestSourceTest, RefusesRubbishAndGoesOn) {
  send("rubbish\n{\"type\":\"nonsense\"}\n");
  send(std::string(3 * max_line_bytes, 'x') + "\n");
  send(describe);
  EXPECT_TRUE(source->next());
  EXPECT_EQ(refused(), 3U);
}

TEST_F(RequestSourceTest, SeesACancelWhileARequestIsCarriedOut) {
  send(describe);
  ASSERT_TRUE(source->next());
  EXPECT_FALSE(source->cancelled());
  send(cancel);
  EXPECT_TRUE(soon([this] { return source->cancelled(); }));
}

TEST_F(RequestSourceTest, CancelsWhatWaitsButNotWhatComesLater) {
  send(std::string(describe) + cancel + describe);
  ASSERT_TRUE(source->next());
  EXPECT_TRUE(soon([this] { return source->cancelled(); }));
  ASSERT_TRUE(source->next());
  EXPECT_FALSE(source->cancelled());
}

TEST_F(RequestSourceTest, IsCancelledByTheEndOfInput) {
  send(describe);
  ASSERT_TRUE(source->next());
  finish();
  EXPECT_TRUE(soon([this] { return source->cancelled(); }));
}

TEST_F(RequestSourceTest, PassesOverHalfALineAtTheEnd) {
  send("{\"type\":\"desc");
  finish();
  EXPECT_FALSE(source->next());
  EXPECT_EQ(refused(), 0U);
}

}  // namespace
}  // namespace attnscope
