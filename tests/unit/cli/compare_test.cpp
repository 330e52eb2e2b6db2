// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// `attnscope compare` as people and their CI call it: where runs come from, what is printed, which exit code.
#include <gmock/gmock.h>

#include <QJsonArray>
#include <QJsonObject>
#include <cmath>

#include "tests/unit/cli/program_calls.h"

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Compare : public ProgramCalls {
 protected:
  void SetUp() override {
    ASSERT_EQ(measure(), 0) << error_;
    ASSERT_EQ(call({"export", "latest", "-o", "base.json", "--db", "runs.db"}), 0) << error_;
  }

  /// Writes a copy of the base in which flash takes `time` times as long, and all need `memory` times as
  /// much.
  void write_variant(const QString& name, double time, double memory = 1) {
    QJsonObject document = QJsonDocument::fromJson(content("base.json")).object();
    QJsonArray runs = document["runs"].toArray();
    QJsonObject run = runs[0].toObject();
    QJsonObject header = run["header"].toObject();
    header["id"] = "00000000-0000-4000-8000-000000000002";
    header["name"] = name;
    run["header"] = header;
    QJsonArray points = run["points"].toArray();
    for (auto&& entry : points) {
      QJsonObject point = entry.toObject();
      QJsonObject outcome = point["outcome"].toObject();
      QJsonArray samples = outcome["samples"].toArray();
      for (auto&& each : samples) {
        QJsonObject sample = each.toObject();
        const double factor = point["implementation"].toString() == "flash" ? time : 1;
        sample["span_us"] = sample["span_us"].toDouble() * factor;
        each = sample;
      }
      outcome["samples"] = samples;
      QJsonObject used = outcome["memory"].toObject();
      used["peak_bytes"] = std::round(used["peak_bytes"].toDouble() * memory);
      outcome["memory"] = used;
      point["outcome"] = outcome;
      entry = point;
    }
    run["points"] = points;
    runs[0] = run;
    document["runs"] = runs;
    QFile file(folder_.filePath(name));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(QJsonDocument(document).toJson(QJsonDocument::Compact));
  }

  int compare(const QString& other, const QStringList& more = {}) {
    return call(QStringList{"compare", "latest", other, "--db", "runs.db"} + more);
  }

  QStringList verdicts() const {
    QStringList words;
    for (const auto& entry : json()["comparisons"].toArray()[0].toObject()["points"].toArray()) {
      words << entry.toObject()["time"].toObject()["verdict"].toString();
    }
    return words;
  }
};

TEST_F(Compare, ARunWithItselfIsNowhereDifferent) {
  EXPECT_EQ(compare("base.json", {"--fail-on", "slower", "--fail-on", "memory,lost"}), 0) << error_;
  EXPECT_THAT(out_.toStdString(), AllOf(HasSubstr("6 points in common"), HasSubstr("Memory: 6 same"),
                                        HasSubstr("measured in the same environment"),
                                        HasSubstr("2.00 % assumed (attnscope doctor --noise measures it)")));
  EXPECT_THAT(out_.toStdString(), AllOf(Not(HasSubstr("slower")), Not(HasSubstr("faster"))));
}

TEST_F(Compare, FindsWhatIsSlowerAndFailsOnItWhereAsked) {
  write_variant("slow.json", 1.25);
  EXPECT_EQ(compare("slow.json"), 0) << "without --fail-on it only tells";
  EXPECT_THAT(out_.toStdString(), AllOf(HasSubstr("1.250× ("), HasSubstr("Time: 3 slower")));
  EXPECT_EQ(compare("slow.json", {"--json"}), 0);
  EXPECT_EQ(verdicts().filter("slower").size(), 3);
  EXPECT_EQ(compare("slow.json", {"--fail-on", "slower:3%"}), 1);
  EXPECT_THAT(out_.toStdString(), HasSubstr("slower:3%: flash at 128"));
  EXPECT_EQ(compare("slow.json", {"--fail-on", "slower"}), 1);
  EXPECT_EQ(compare("slow.json", {"--fail-on", "slower:30%"}), 0);
  EXPECT_EQ(compare("slow.json", {"--fail-on", "memory:1%,lost"}), 0);
  EXPECT_EQ(compare("slow.json", {"--fail-on", "slower:3%", "--json"}), 1);
  EXPECT_EQ(json()["comparisons"].toArray()[0].toObject()["regressions"].toArray().size(), 3);
}

TEST_F(Compare, TheOtherWayRoundItIsFaster) {
  write_variant("slow.json", 1.25);
  EXPECT_EQ(call({"compare", "slow.json", "base.json", "--fail-on", "slower"}), 0) << error_;
  EXPECT_THAT(out_.toStdString(), AllOf(HasSubstr("Time: 3 faster"), HasSubstr("0.800× (")));
  EXPECT_FALSE(QFile::exists(folder_.filePath("data/attnscope/runs.db")))
      << "comparing files makes no database";
}

TEST_F(Compare, FindsWhatTakesMoreMemory) {
  write_variant("large.json", 1, 1.5);
  EXPECT_EQ(compare("large.json", {"--fail-on", "memory:5%"}), 1);
  EXPECT_THAT(out_.toStdString(),
              AllOf(HasSubstr("Memory: 6 more"), HasSubstr("memory:5%: standard at 128")));
  EXPECT_EQ(compare("large.json", {"--fail-on", "memory:60%"}), 0);
  EXPECT_EQ(compare("large.json", {"--metric", "time"}), 0);
  EXPECT_THAT(out_.toStdString(), Not(HasSubstr("emory")));
}

TEST_F(Compare, APointThatCannotBeMeasuredAnyMoreIsLost) {
  ASSERT_EQ(call({"run", "--device", "cpu", "--impl", "standard,flash", "--seqlen", "128..512", "--batch",
                  "1", "--heads", "4", "--db", "worse.db"},
                 ATTNSCOPE_FAKE_WORKER, "lost-device:256"),
            3);
  EXPECT_EQ(compare("worse.db"), 0);
  EXPECT_THAT(out_.toStdString(),
              AllOf(HasSubstr("Lost: 2 points"), HasSubstr("other: failed: CUDA error 700")));
  EXPECT_EQ(compare("worse.db", {"--fail-on", "slower"}), 0);
  EXPECT_EQ(compare("worse.db", {"--fail-on", "lost"}), 1);
  EXPECT_THAT(out_.toStdString(), HasSubstr("lost: flash at 256"));
}

TEST_F(Compare, TakesDatabasesExportsStreamsAndTheirRuns) {
  const QString id = runs_of("runs.db")[0];
  ASSERT_EQ(measure({"--name", "second"}), 0);
  for (const QString& other :
       {id, id.left(8), QString("runs.db"), QString("runs.db:") + id, QString("base.json")}) {
    EXPECT_EQ(compare(other, {"--json"}), 0) << other.toStdString() << error_;
    EXPECT_EQ(verdicts().size(), 6) << other.toStdString();
  }
  EXPECT_EQ(call({"compare", id, "latest", "base.json", "--json", "--db", "runs.db"}), 0) << error_;
  EXPECT_EQ(json()["comparisons"].toArray().size(), 2);
  EXPECT_EQ(json()["base"].toObject()["id"].toString(), id);
  const QString stream = ATTNSCOPE_SOURCE_DIR "/tests/fixtures/host-cpu.stream";
  EXPECT_EQ(call({"compare", stream, stream}), 0) << error_;
  EXPECT_THAT(out_.toStdString(), HasSubstr("same environment"));
}

TEST_F(Compare, RunsWithNothingInCommonSaySoAndPassNoCheck) {
  const QString stream = ATTNSCOPE_SOURCE_DIR "/tests/fixtures/host-cpu.stream";
  EXPECT_EQ(compare(stream), 0) << error_;
  EXPECT_THAT(out_.toStdString(),
              AllOf(HasSubstr("no point in common"), HasSubstr("6 points only in the base:"),
                    HasSubstr("only in the other:"), HasSubstr("Fake CPU · flash · 4 heads"),
                    HasSubstr("128, 256, 512")));
  EXPECT_EQ(compare(stream, {"--fail-on", "slower:3%"}), 3);
  EXPECT_THAT(error_, HasSubstr("could check nothing"));
}

TEST_F(Compare, UsesTheNoiseThatTheDoctorMeasured) {
  ASSERT_EQ(call({"doctor", "--noise", "--device", "cpu", "--db", "runs.db", "--json"}), 0) << error_;
  const QJsonObject noise = json()["noise"].toArray()[0].toObject();
  EXPECT_EQ(noise["device_uuid"].toString(), "CPU-fake");
  EXPECT_EQ(noise["processes"].toInt(), 6);
  EXPECT_EQ(noise["points"].toArray().size(), 6);
  EXPECT_EQ(noise["relative_deviation"].toDouble(), 0.0005) << "the fake worker's runs are all alike";
  EXPECT_EQ(runs_of("runs.db").size(), 1) << "its runs are not kept";

  write_variant("slow.json", 1.03);
  EXPECT_EQ(compare("slow.json", {"--fail-on", "slower:2%"}), 1);
  EXPECT_THAT(out_.toStdString(),
              AllOf(HasSubstr("runs differ by 0.05 % measured"), HasSubstr("Time: 3 slower")));
  ASSERT_EQ(call({"import", "runs.db", "--db", "others.db"}), 0) << error_;
  EXPECT_EQ(call({"compare", "latest", "slow.json", "--fail-on", "slower:2%", "--db", "others.db"}), 1)
      << "the floor came along";
  EXPECT_EQ(call({"compare", "base.json", "slow.json", "--fail-on", "slower:2%"}), 0)
      << "without it a change by 3 % of a Host CPU's time cannot be told";
  EXPECT_THAT(out_.toStdString(), HasSubstr("6 can't tell"));
}

TEST_F(Compare, NoiseThatCannotBeMeasuredIsNotStored) {
  EXPECT_EQ(call({"doctor", "--device", "cpu"}), 2);
  EXPECT_EQ(call({"doctor", "--noise", "--device", "cuda:7"}), 2);
  EXPECT_THAT(error_, HasSubstr("there is no device \"cuda:7\" here"));
  EXPECT_EQ(call({"doctor", "--noise", "--db", "noise.db"}, ATTNSCOPE_FAKE_WORKER, "refuse"), 3);
  EXPECT_THAT(error_, HasSubstr("no point of Fake GPU 0 could be measured"));
  EXPECT_EQ(call({"doctor", "--noise", "--db", "/nowhere/noise.db"}), 3);
}

TEST_F(Compare, WhatMakesNoSenseIsRefusedInWords) {
  const std::pair<QStringList, const char*> wrong[] = {
      {{}, "compare needs a BASE and at least one OTHER"},
      {{"latest"}, "compare needs a BASE and at least one OTHER"},
      {{"latest", "latest", "--fail-on", "slower:x"}, "not \"slower:x\""},
      {{"latest", "latest", "--fail-on", "slower:-1%"}, "not \"slower:-1%\""},
      {{"latest", "latest", "--fail-on", "slower:nan"}, "not \"slower:nan\""},
      {{"latest", "latest", "--fail-on", "faster"}, "--fail-on takes slower"},
      {{"latest", "latest", "--fail-on", "lost:3%"}, "not \"lost:3%\""},
      {{"latest", "latest", "--metric", "speed"}, "--metric takes time, memory and occupancy"},
      {{"latest", "latest", "--same-within", "0"}, "--same-within takes a percentage"},
  };
  for (const auto& [arguments, words] : wrong) {
    EXPECT_EQ(call(QStringList{"compare", "--db", "runs.db"} + arguments), 2)
        << arguments.join(' ').toStdString();
    EXPECT_THAT(error_, HasSubstr(words));
  }
  EXPECT_EQ(compare("no-such.db"), 3);
  EXPECT_THAT(error_, HasSubstr("there is no file no-such.db"));
  EXPECT_EQ(compare("ffff"), 3);
  EXPECT_THAT(error_, HasSubstr("there is no run ffff"));
  EXPECT_EQ(compare(ATTNSCOPE_PROGRAM), 3);
  EXPECT_THAT(error_, HasSubstr("is neither a database nor a worker's stream nor an export"));
}

}  // namespace
