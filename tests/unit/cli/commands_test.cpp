// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The program as people call it, with no display, on a worker that measures nothing.
#include <gmock/gmock.h>

#include <set>
#include <string>
#include <utility>

#include "profiler/store/store.h"
#include "tests/unit/cli/program_calls.h"

namespace {

using testing::HasSubstr;

using Commands = ProgramCalls;

TEST_F(Commands, EveryOneHasHelp) {
  EXPECT_EQ(call({"--help"}), 0);
  const QString help = out_;
  for (const char* command :
       {"devices", "run", "ceilings", "runs", "show", "compare", "export", "import", "doctor"}) {
    EXPECT_TRUE(help.contains(QStringLiteral("  %1 ").arg(command))) << command;
    EXPECT_EQ(call({command, "--help"}), 0) << command;
    EXPECT_THAT(out_.toStdString(), HasSubstr(std::string("Usage: attnscope ") + command));
    EXPECT_THAT(out_.toStdString(), HasSubstr("--db"));
    EXPECT_THAT(out_.toStdString(), HasSubstr("--json"));
    EXPECT_EQ(call({command, "--no-such-option"}), 2) << command;
    EXPECT_THAT(error_, HasSubstr("no-such-option"));
  }
  EXPECT_EQ(call({"nonsense"}), 2);
  EXPECT_THAT(error_, HasSubstr("there is no command \"nonsense\""));
  EXPECT_EQ(call({"--version"}), 0);
}

TEST_F(Commands, DevicesListsAllInWordsAndJson) {
  EXPECT_EQ(call({"devices"}), 0);
  EXPECT_THAT(out_.toStdString(), HasSubstr("Fake GPU 1"));
  EXPECT_EQ(call({"devices", "--json"}), 0);
  const QJsonArray devices = json()["devices"].toArray();
  ASSERT_EQ(devices.size(), 3);
  EXPECT_EQ(devices[1].toObject()["device"].toString(), "cuda:0");
  EXPECT_EQ(devices[1].toObject()["uuid"].toString(), "GPU-fake-0");
}

TEST_F(Commands, CeilingsAreMeasuredShownAndStored) {
  EXPECT_EQ(call({"ceilings", "--device", "cuda:0", "--db", "runs.db"}), 0) << error_;
  EXPECT_THAT(out_.toStdString(), HasSubstr("720 TFLOP/s"));
  EXPECT_THAT(out_.toStdString(), HasSubstr("2.90 TB/s"));
  EXPECT_EQ(call({"ceilings", "--device", "cuda:0,cuda:1", "--db", "runs.db", "--json"}), 0) << error_;
  const QJsonArray ceilings = json()["ceilings"].toArray();
  ASSERT_EQ(ceilings.size(), 2);
  EXPECT_EQ(ceilings[1].toObject()["device_uuid"].toString(), "GPU-fake-1");
  EXPECT_EQ(ceilings[1].toObject()["fp16_matmul_tflops"].toDouble(), 720);
  EXPECT_FALSE(ceilings[1].toObject().contains("fp8_matmul_tflops"));
  // They go along where databases are merged.
  EXPECT_EQ(call({"import", "runs.db", "--db", "other.db"}), 0) << error_;
  auto merged =
      attnscope::Store::open(folder_.filePath("other.db").toStdString(), attnscope::OpenMode::read_only);
  ASSERT_TRUE(merged.has_value());
  EXPECT_EQ(merged->ceilings()->size(), 3U);
  EXPECT_EQ(call({"ceilings", "--device", "cpu", "--db", "runs.db"}), 3);
  EXPECT_THAT(error_, HasSubstr("GPUs only"));
}

TEST_F(Commands, AWorkerThatIsMissingIsNamed) {
  EXPECT_EQ(call({"devices"}, "/nowhere/attnscope-worker"), 3);
  EXPECT_THAT(error_, HasSubstr("/nowhere/attnscope-worker could not be started"));
  EXPECT_EQ(call({"doctor"}, "/nowhere/attnscope-worker"), 1);
  EXPECT_THAT(out_.toStdString(), HasSubstr("FAILED  worker"));
}

TEST_F(Commands, RunMeasuresStoresAndShows) {
  EXPECT_EQ(measure(), 0) << error_;
  EXPECT_THAT(out_.toStdString(), HasSubstr("2.00×"));
  EXPECT_THAT(error_, HasSubstr("of 6 points"));
  EXPECT_EQ(call({"runs", "--json", "--db", "runs.db"}), 0);
  const QJsonArray runs = json()["runs"].toArray();
  ASSERT_EQ(runs.size(), 1);
  const QString id = runs[0].toObject()["id"].toString();
  EXPECT_EQ(runs[0].toObject()["measured"].toInt(), 6);
  for (const QString& name : {id, id.left(6), QStringLiteral("latest")}) {
    EXPECT_EQ(call({"show", name, "--json", "--db", "runs.db"}), 0) << error_;
    EXPECT_EQ(json()["id"].toString(), id);
    EXPECT_EQ(json()["points"].toArray().size(), 6);
    EXPECT_NEAR(json()["points"].toArray()[1].toObject()["speedup"].toDouble(), 2, 0.05);
  }
}

TEST_F(Commands, RunOverTwoGpusAndTheCpuKeepsThemApart) {
  EXPECT_EQ(call({"run", "--device", "all", "--impl", "flash", "--seqlen", "256", "--batch", "1", "--json"}),
            0);
  std::set<std::string> devices;
  for (const auto& point : json()["points"].toArray()) {
    devices.insert(point.toObject()["device_uuid"].toString().toStdString());
  }
  EXPECT_EQ(devices, (std::set<std::string>{"CPU-fake", "GPU-fake-0", "GPU-fake-1"}));
}

TEST_F(Commands, TheCommandOfARunRepeatsIt) {
  ASSERT_EQ(
      measure({"--causal", "both", "--head-dim", "64,128", "--window", "64,none", "--warm-l2", "--json"}), 0);
  const QJsonObject first = json();
  QStringList again = QProcess::splitCommand(first["command"].toString());
  ASSERT_EQ(again.takeFirst(), "attnscope");
  ASSERT_EQ(call(again + QStringList{"--json", "--db", "again.db"}), 0) << error_;
  EXPECT_EQ(json()["command"].toString(), first["command"].toString());
  const QJsonArray points = json()["points"].toArray();
  ASSERT_EQ(points.size(), 24);
  for (qsizetype index = 0; index < points.size(); ++index) {
    EXPECT_EQ(points[index].toObject()["problem"], first["points"].toArray()[index].toObject()["problem"]);
  }
}

TEST_F(Commands, WhatMakesNoSenseIsRefusedInWords) {
  const std::pair<QStringList, const char*> wrong[] = {
      {{"--device", "cuda:7"},
       "there is no device \"cuda:7\" here; there are cpu (Fake CPU), cuda:0 (Fake GPU 0)"},
      {{"--impl", "flash9"},
       "there is no implementation \"flash9\" here; there are standard, standard-eager, flash"},
      {{"--preset", "llama-9"}, "there is no preset \"llama-9\"; there are llama-3-8b"},
      {{"--seqlen", "abc"}, "\"abc\""},
      {{"--seqlen", "0"}, "a length must be"},
      {{"--seqlen", "99999999999"}, "a length must be"},
      {{"--batch", "-1"}, "--batch must be a whole number from 1"},
      {{"--batch", "1.5"}, "--batch"},
      {{"--tokens", "99999999999999999999999"}, "--tokens"},
      {{"--batch", "1", "--tokens", "2"}, "not both"},
      {{"--heads", "zwei"}, "--heads"},
      {{"--query-heads", "8", "--kv-heads", "3"}, "KV heads must divide query heads"},
      {{"--heads", "8", "--kv-heads", "3"}, "--heads sets"},
      {{"--head-dim", "100000"}, "--head-dim"},
      {{"--head-dim", "12"}, "multiple of 8"},
      {{"--dtype", "fp64"}, "--dtype must be fp16, bf16, fp32 or fp8"},
      {{"--causal=maybe"}, "--causal takes yes, no or both"},
      {{"--window", "12"}, "--window takes LEFT,RIGHT"},
      {{"--window", "-1,0"}, "--window"},
      {{"--scale", "nan"}, "--scale"},
      {{"--scale", "0"}, "--scale"},
      {{"--layout", "sbhd"}, "--layout must be bhsd or bshd"},
      {{"--budget", "inf"}, "--budget"},
      {{"--min-samples", "0"}, "--min-samples"},
      {{"--min-samples", "500"}, "fewer"},
      {{"--seed", "-3"}, "--seed"},
      {{"--batch", "16777216", "--seqlen", "67108864", "--head-dim", "256"}, "overflows"},
      {{"extra"}, "run takes options only"},
  };
  for (const auto& [arguments, words] : wrong) {
    EXPECT_EQ(call(QStringList{"run", "--db", "runs.db"} + arguments), 2)
        << arguments.join(' ').toStdString();
    EXPECT_THAT(error_, HasSubstr(words));
  }
}

TEST_F(Commands, ExportIsAtomicAndTheSameTwice) {
  ASSERT_EQ(measure({"--name", "=1+1"}), 0);
  for (const char* file : {"a.csv", "b.csv", "a.json", "b.json"}) {
    EXPECT_EQ(call({"export", "latest", "-o", file, "--db", "runs.db"}), 0) << error_;
  }
  EXPECT_EQ(content("a.csv"), content("b.csv"));
  EXPECT_EQ(content("a.json"), content("b.json"));
  EXPECT_EQ(content("a.csv").count('\n'), 7);
  EXPECT_TRUE(content("a.csv").contains("'=1+1"));
  EXPECT_EQ(call({"export", "latest", "--db", "runs.db"}), 2);
  EXPECT_EQ(call({"export", "latest", "-o", "x.pdf", "--db", "runs.db"}), 2);
  EXPECT_EQ(call({"export", "-o", "x.csv", "--db", "runs.db"}), 2);
  EXPECT_EQ(call({"export", "0000", "-o", "x.csv", "--db", "runs.db"}), 3);
  EXPECT_EQ(call({"export", "latest", "-o", "no/such/x.csv", "--db", "runs.db"}), 3);
}

TEST_F(Commands, ImportTakesDatabasesExportsAndStreams) {
  ASSERT_EQ(measure(), 0);
  ASSERT_EQ(call({"export", "latest", "-o", "a.json", "--db", "runs.db"}), 0);
  const QByteArray database = content("runs.db");
  EXPECT_EQ(call({"import", "runs.db", "--db", "other.db"}), 0) << error_;
  EXPECT_THAT(out_.toStdString(), HasSubstr("1 run added, 0 already there"));
  EXPECT_EQ(content("runs.db"), database) << "a file that is read stays as it is";
  EXPECT_EQ(call({"import", "a.json", "--db", "other.db"}), 0) << error_;
  EXPECT_THAT(out_.toStdString(), HasSubstr("0 runs added, 1 already there"));
  const QString stream = ATTNSCOPE_SOURCE_DIR "/tests/fixtures/host-cpu.stream";
  EXPECT_EQ(call({"import", stream, "--db", "other.db", "--json"}), 0) << error_;
  EXPECT_EQ(json()["already_there"].toInt(), 0);
  EXPECT_EQ(call({"import", stream, "--db", "other.db", "--json"}), 0) << error_;
  EXPECT_EQ(json()["already_there"].toInt(), 1);
  EXPECT_EQ(call({"runs", "--json", "--db", "other.db"}), 0);
  EXPECT_EQ(json()["runs"].toArray().size(), 2);

  EXPECT_EQ(call({"import", "/nowhere.db", "--db", "other.db"}), 3);
  EXPECT_EQ(call({"import", ATTNSCOPE_PROGRAM, "--db", "other.db"}), 3);
  EXPECT_THAT(error_, HasSubstr("is neither a database nor a worker's stream nor an export"));
}

TEST_F(Commands, RunsThatAreNotThereAreSaidSo) {
  EXPECT_EQ(call({"runs"}), 0);
  EXPECT_THAT(out_.toStdString(), HasSubstr("There are no runs yet"));
  EXPECT_EQ(call({"runs", "--json"}), 0);
  EXPECT_TRUE(json()["runs"].toArray().isEmpty());
  EXPECT_EQ(call({"show", "latest"}), 3);
  EXPECT_EQ(call({"show"}), 2);
  EXPECT_EQ(call({"runs", "--db", "missing.db"}), 3);
  EXPECT_THAT(error_, HasSubstr("there is no database at missing.db"));
  EXPECT_FALSE(QFile::exists(folder_.filePath("missing.db"))) << "looking must not make it";
}

TEST_F(Commands, WithoutADisplayAndArgumentsTheDefaultSweepRuns) {
  EXPECT_EQ(call({}), 0) << error_;
  EXPECT_THAT(out_.toStdString(), HasSubstr("Fake GPU 0"));
  EXPECT_THAT(out_.toStdString(), HasSubstr("Written to ./attnscope.csv"));
  EXPECT_EQ(content("attnscope.csv").count('\n'), 19) << "18 points and the headings";
}

TEST_F(Commands, DoctorSaysWhatWorks) {
  EXPECT_EQ(call({"doctor"}), 0) << out_.toStdString();
  EXPECT_THAT(out_.toStdString(), HasSubstr("Fake GPU 0"));
  EXPECT_THAT(out_.toStdString(), HasSubstr("A driver that is not there."));
  EXPECT_EQ(call({"doctor", "--json"}), 0);
  EXPECT_GE(json()["checks"].toArray().size(), 4);
  QFile file(folder_.filePath("foreign.db"));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write("not a database, but somebody's text");
  file.close();
  EXPECT_EQ(call({"doctor", "--db", "foreign.db"}), 1);
  EXPECT_THAT(out_.toStdString(), HasSubstr("FAILED  database"));
}

TEST_F(Commands, AWorkerElsewhereIsReachedThroughAPrefix) {
  // "env" stands for "ssh HOST": it, too, finds the worker by its name over there.
  ASSERT_TRUE(QFile::link(ATTNSCOPE_FAKE_WORKER, folder_.filePath("attnscope-worker")));
  const QString prefix = QStringLiteral("env PATH=%1 FAKE_WORKER=good").arg(folder_.path());
  EXPECT_EQ(call({"devices", "--worker-prefix", prefix}, "/nowhere/attnscope-worker"), 0) << error_;
  EXPECT_EQ(call({"run", "--device", "cpu", "--impl", "flash", "--seqlen", "128", "--batch", "1",
                  "--worker-prefix", prefix},
                 "/nowhere/attnscope-worker"),
            0)
      << error_;
  EXPECT_EQ(call({"devices", "--worker-prefix", "env PATH=/nowhere"}), 3);
  EXPECT_THAT(error_, HasSubstr("exit code 127"));
}

TEST_F(Commands, LabelsCannotSteerATerminal) {
  ASSERT_EQ(measure({"--name", QStringLiteral("\033]0;owned\007\033[31mred")}), 0);
  EXPECT_FALSE(out_.contains('\033'));
  EXPECT_EQ(call({"runs", "--db", "runs.db"}), 0);
  EXPECT_FALSE(out_.contains('\033'));
}

}  // namespace
