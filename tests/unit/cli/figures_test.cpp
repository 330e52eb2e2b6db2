// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words, tables and CSV: what people and spreadsheets read.
#include <gmock/gmock.h>
#include <sys/resource.h>

#include <QFile>
#include <QTemporaryDir>
#include <csignal>

#include "app/cli/run_table.h"
#include "app/cli/table.h"
#include "app/cli/words.h"
#include "profiler/session/export_runs.h"
#include "profiler/session/point_figures.h"
#include "profiler/session/run_csv.h"

namespace attnscope {
namespace {

using testing::HasSubstr;

Point point(const std::string& implementation, std::int64_t seqlen, Outcome outcome) {
  Problem problem;
  problem.query_seqlen = problem.kv_seqlen = seqlen;
  return {"GPU-1", implementation, problem, std::move(outcome)};
}

Measured measured(double span_us) {
  Measured figures;
  for (int sample = 0; sample < 20; ++sample) {
    Sample one;
    one.span_us = one.device_time_us = span_us + 0.001 * sample;
    figures.samples.push_back(one);
  }
  figures.memory.peak_bytes = 1'500'000;
  figures.timing_source = "cupti";
  return figures;
}

attnscope::Run example() {
  attnscope::Run run;
  run.header.id = "0b5e2c1a-0000-4000-8000-000000000001";
  run.header.name = "=HYPERLINK(\"evil\")";
  run.header.planned_points = 5;
  Environment environment;
  environment.device.uuid = "GPU-1";
  environment.device.name = "Test GPU";
  run.header.environments = {environment};
  run.points = {point("standard", 1024, measured(200)), point("flash", 1024, measured(100)),
                point("standard", 65536, OutOfMemory{137'438'953'472, 85'899'345'920, "scores"}),
                point("flash", 65536, Failed{"the worker was killed, \"again\""})};
  run.pending = {{"GPU-1", {"flash", Problem{}}}};
  return run;
}

TEST(Words, RoundToWhatPeopleRead) {
  EXPECT_EQ(time_words(12.345).toStdString(), "12.3 µs");
  EXPECT_EQ(time_words(999.7).toStdString(), "1.00 ms");
  EXPECT_EQ(time_words(4'560'000).toStdString(), "4.56 s");
  EXPECT_EQ(bytes_words(0).toStdString(), "0 B");
  EXPECT_EQ(bytes_words(999).toStdString(), "999 B");
  EXPECT_EQ(bytes_words(999'999).toStdString(), "1.00 MB");
  EXPECT_EQ(bytes_words(137'438'953'472).toStdString(), "137 GB");
  EXPECT_EQ(duration_words(59.4).toStdString(), "59 s");
  EXPECT_EQ(duration_words(130).toStdString(), "2 min 10 s");
  EXPECT_EQ(duration_words(3900).toStdString(), "1 h 5 min");
  EXPECT_EQ(duration_words(-3).toStdString(), "0 s");
  EXPECT_EQ(number_words(16384).toStdString(), "16,384");
}

TEST(Words, SayWhyThereIsNoFigure) {
  EXPECT_EQ(outcome_words(OutOfMemory{137'438'953'472, 85'899'345'920, ""}).toStdString(),
            "out of memory: needed 137 GB of 85.9 GB");
  EXPECT_EQ(outcome_words(Unsupported{"flash has no fp32 kernel"}).toStdString(),
            "not supported: flash has no fp32 kernel");
  EXPECT_EQ(outcome_words(Measured{}).toStdString(), "");
  EXPECT_EQ(outcome_name(Cancelled{}).toStdString(), "cancelled");
}

TEST(Words, IntervalsAreParts) {
  EXPECT_EQ(interval_words({100, Interval{99, 101}}).toStdString(), "±1.0 %");
  EXPECT_EQ(interval_words({100, std::nullopt}).toStdString(), "");
  EXPECT_EQ(ratio_words({2, Interval{1.9, 2.1}}).toStdString(), "2.00× (1.90–2.10)");
}

TEST(Table, AlignsTextLeftAndFiguresRight) {
  TextTable table({"name", ">n"});
  table.add({"a", "1"});
  table.gap();
  table.add({"µµµµµµ", "1000"});
  EXPECT_EQ(table.text().toStdString(), "name       n\na          1\n\nµµµµµµ  1000\n");
}

TEST(Figures, CompareWithTheBaselineAtTheSameProblem) {
  const auto run = example();
  const auto figures = figures_of(run, baseline_of(run));
  ASSERT_EQ(figures.size(), 4U);
  EXPECT_FALSE(figures[0].speedup) << "the baseline has no speedup over itself";
  ASSERT_TRUE(figures[1].speedup);
  EXPECT_NEAR(figures[1].speedup->value, 2, 0.01);
  EXPECT_FALSE(figures[3].speedup);
  ASSERT_TRUE(figures[1].tflops);
  EXPECT_NEAR(figures[1].tflops->value, 4.0 * 128 * 16 * 1024 * 1024 / 100e-6 / 1e12, 0.05);
}

TEST(Figures, StandardEagerIsTheBaselineWhereThereIsNoStandard) {
  auto run = example();
  for (Point& one : run.points) {
    if (one.implementation == "standard") one.implementation = "standard-eager";
  }
  EXPECT_EQ(baseline_of(run), "standard-eager");
}

TEST(Figures, PeersAreBaselinesBeforeOtherKernelsOfOurs) {
  auto run = example();
  Point point = run.points.front();
  run.points.clear();
  for (const char* name : {"flash", "flash-fp8", "flash-sm80", "torch-cudnn", "torch-flash"}) {
    point.implementation = name;
    run.points.push_back(point);
  }
  EXPECT_EQ(baselines_of(run),
            (std::vector<std::string>{"torch-cudnn", "torch-flash", "flash-fp8", "flash-sm80"}));
  point.implementation = "standard";
  run.points.push_back(point);
  EXPECT_EQ(baselines_of(run).front(), "standard");
}

TEST(RunTable, ShowsEveryPointAndTheConvention) {
  const std::string text = run_table(example()).toStdString();
  EXPECT_THAT(text, HasSubstr("2.00×"));
  EXPECT_THAT(text, HasSubstr("out of memory: needed 137 GB of 85.9 GB"));
  EXPECT_THAT(text, HasSubstr("failed: the worker was killed"));
  EXPECT_THAT(text, HasSubstr("1 of 5 planned points have no outcome"));
  EXPECT_THAT(text, HasSubstr("TFLOP/s count 4·Hq·D·(unmasked query–key pairs), forward"));
}

TEST(Csv, IsTheSameTwiceAndHasACellForEveryHeading) {
  const QByteArray csv = csv_of({example()});
  EXPECT_EQ(csv, csv_of({example()}));
  const QList<QByteArray> lines = csv.trimmed().split('\n');
  ASSERT_EQ(lines.size(), 5);
  // Cells with quoted commas aside, which the reasons have.
  EXPECT_EQ(lines[0].count(','), lines[1].count(','));
  EXPECT_EQ(lines[0], csv_of({}).trimmed());
  EXPECT_THAT(lines[0].toStdString(),
              HasSubstr("median_span_us,median_span_us_low,median_span_us_high,tflops"));
}

TEST(Csv, LabelsAreNeverFormulas) {
  EXPECT_EQ(csv_cell("=1+1").toStdString(), "'=1+1");
  EXPECT_EQ(csv_cell("+1").toStdString(), "'+1");
  EXPECT_EQ(csv_cell("-1").toStdString(), "'-1");
  EXPECT_EQ(csv_cell("@SUM(A1)").toStdString(), "'@SUM(A1)");
  EXPECT_EQ(csv_cell("\t=1").toStdString(), "'\t=1");
  EXPECT_EQ(csv_cell("plain").toStdString(), "plain");
  EXPECT_EQ(csv_cell("").toStdString(), "");
  EXPECT_EQ(csv_cell("a,\"b\"\nc").toStdString(), "\"a,\"\"b\"\"\nc\"");
  EXPECT_THAT(csv_of({example()}).toStdString(), HasSubstr("\"'=HYPERLINK(\"\"evil\"\")\""));
}

TEST(Csv, LabelsDoNotSteerWhatReadsThem) {
  EXPECT_EQ(csv_cell("a\u202eb\x1b[31m").toStdString(), "a\uFFFDb\uFFFD[31m");
  EXPECT_EQ(csv_cell("\r=1").toStdString(), "\uFFFD=1");
  EXPECT_EQ(csv_cell("\u00e9 \u4e2d").toStdString(), "\u00e9 \u4e2d");
}

TEST(Files, AreReplacedAsAWholeOrNotAtAll) {
  QTemporaryDir folder;
  const QString path = folder.filePath("x.csv");
  ASSERT_TRUE(write_atomically(path, "first"));
  ASSERT_TRUE(write_atomically(path, "second"));
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_EQ(file.readAll(), "second");
  EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files).size(), 1) << "nothing temporary is left";
  const auto refused = write_atomically(folder.filePath("no/such/folder/x.csv"), "third");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("cannot be written"));
}

TEST(Files, StayAsTheyWereWhereTheDiskIsFull) {
  QTemporaryDir folder;
  const QString path = folder.filePath("x.csv");
  ASSERT_TRUE(write_atomically(path, "first"));
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto signal_before = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit nothing{0, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &nothing), 0);
  const auto refused = write_atomically(path, "second");
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, signal_before);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("cannot be written"));
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_EQ(file.readAll(), "first");
}

}  // namespace
}  // namespace attnscope
