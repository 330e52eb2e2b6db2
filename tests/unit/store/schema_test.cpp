// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// SCHEMA.md tells the truth: its queries run and answer, and it names every table and column.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "profiler/store/store.h"
#include "tests/unit/store/fixtures.h"
#include "tests/unit/store/raw_sql.h"

namespace attnscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace attnscope::testing;  // NOLINT(google-build-using-namespace)

class SchemaTest : public ::testing::Test {
 protected:
  void SetUp() override {
    attnscope::Run run = example_run("run-1");
    std::get<Measured>(run.points.front().outcome).tile_trace =
        TileTrace{2, 2, 20.5, 1.02, 32, {0, 1}, {0, 1}, {0, 32}, {9568, 20500}};
    // A slower baseline beside the flash point, so that every example has something to answer.
    attnscope::Point baseline = measured_point("standard", 1024, 20);
    for (Sample& sample : std::get<Measured>(baseline.outcome).samples) {
      sample.span_us *= 3;
      sample.throttle = 2;
    }
    run.points.push_back(baseline);
    Store store = Store::open(path_, OpenMode::read_write).value();
    ASSERT_TRUE(store.add_run(run).value());
    ASSERT_TRUE(store.add_noise(example_noise("GPU-1", 1'700'000'000'000)).value());
    ASSERT_TRUE(store.add_ceilings(example_ceilings("GPU-1", 1'700'000'000'000)).value());
  }

  std::string document() const {
    return bytes_of_file(std::filesystem::path(ATTNSCOPE_SOURCE_DIR) / "profiler/store/SCHEMA.md");
  }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "runs.db";
};

TEST_F(SchemaTest, EveryExampleOfTheDocumentAnswers) {
  const std::string text = document();
  int examples = 0;
  const std::string fence = "```sql\n";
  for (std::size_t start = text.find(fence); start != std::string::npos; start = text.find(fence, start)) {
    start += fence.size();
    const std::string query = text.substr(start, text.find("```", start) - start);
    EXPECT_FALSE(raw_sql(path_, query).empty()) << query;
    ++examples;
  }
  EXPECT_GE(examples, 7);
}

TEST_F(SchemaTest, TheDocumentNamesEveryTableViewAndColumn) {
  const std::string text = document();
  for (const std::string& name :
       raw_sql(path_, "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")) {
    EXPECT_THAT(text, HasSubstr("**" + name + "**"));
  }
  for (const std::string& column :
       raw_sql(path_,
               "SELECT DISTINCT columns.name FROM sqlite_schema AS entry, "
               "pragma_table_info(entry.name) AS columns WHERE entry.type = 'table'")) {
    EXPECT_THAT(text, HasSubstr("`" + column + "`"));
  }
}

TEST_F(SchemaTest, ViewsGiveMediansAndSpeedups) {
  // 20 samples: 100.25 + i mod 7 + 1; the middle two are 104.25 and 104.25.
  EXPECT_THAT(raw_sql(path_,
                      "SELECT implementation, samples, median_span_us FROM results "
                      "WHERE outcome = 'measured' ORDER BY implementation"),
              ElementsAre("flash|20|104.25", "standard|20|312.75"));
  EXPECT_THAT(raw_sql(path_, "SELECT implementation, baseline, speedup FROM speedups"),
              ElementsAre("flash|standard|3.0"));
  EXPECT_THAT(raw_sql(path_, "SELECT name, kind, driver_version, host FROM devices ORDER BY device_uuid"),
              ElementsAre("Example GPU|cuda|580.1|example", "Example GPU|cuda|580.1|example"));
}

TEST_F(SchemaTest, FilesSayWhatTheyAre) {
  EXPECT_THAT(raw_sql(path_, "PRAGMA application_id"), ElementsAre("1635021934"));
  EXPECT_THAT(raw_sql(path_, "PRAGMA user_version"), ElementsAre("6"));
  EXPECT_THAT(document(), HasSubstr("1635021934"));
  EXPECT_THAT(raw_sql(path_, "PRAGMA journal_mode"), ElementsAre("wal"));
  EXPECT_THAT(raw_sql(path_, "PRAGMA integrity_check; PRAGMA foreign_key_check"), ElementsAre("ok"));
}

}  // namespace
}  // namespace attnscope
