// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Peers and grids on the command line, on a worker that measures nothing: its flash takes half of what all
// others take.
#include <gmock/gmock.h>

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include "app/cli/grid_table.h"

namespace attnscope {
namespace {

using testing::HasSubstr;

class Grid : public testing::Test {
 protected:
  int call(const QStringList& arguments, const QString& worker = QStringLiteral(ATTNSCOPE_FAKE_WORKER)) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("ATTNSCOPE_WORKER", worker);
    environment.insert("XDG_DATA_HOME", folder_.filePath("data"));
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder_.path());
    process.start(ATTNSCOPE_PROGRAM, arguments);
    EXPECT_TRUE(process.waitForFinished(30'000));
    out_ = process.readAllStandardOutput();
    error_ = process.readAllStandardError().toStdString();
    return process.exitCode();
  }

  QTemporaryDir folder_;
  QByteArray out_;
  std::string error_;
};

TEST_F(Grid, IsMeasuredAndComparedShapeByShape) {
  ASSERT_EQ(call({"run", "--grid", "paper", "--device", "cuda:0", "--impl", "flash,torch-cudnn,torch-flash"}),
            0)
      << error_;
  const std::string page = out_.toStdString();
  EXPECT_THAT(page, HasSubstr("to the best peer: 2.0"));
  EXPECT_THAT(page, HasSubstr("× over 36 shapes, from 2.0"));
  EXPECT_THAT(page, HasSubstr("to torch-cudnn: 2.0"));
  EXPECT_THAT(page, testing::StartsWith("Grid \"paper\" fp16 on Fake GPU 0"));
  ASSERT_EQ(call({"show", "latest", "--ratios"}), 0) << error_;
  EXPECT_EQ(out_.toStdString(), page) << "a stored run shows the same again";
  ASSERT_EQ(call({"show", "latest", "--ratios", "--json"}), 0) << error_;
  EXPECT_EQ(QJsonDocument::fromJson(out_).object()["grid"].toObject()["rows"].toArray().size(), 36);
  ASSERT_EQ(call({"run", "--grid", "paper", "--device", "cuda:0", "--impl", "flash,torch-cudnn", "--dtype",
                  "bf16", "--json"}),
            0)
      << error_;
  const QJsonObject document = QJsonDocument::fromJson(out_).object();
  EXPECT_EQ(document["points"].toArray().size(), 72);
  EXPECT_THAT(document["command"].toString().toStdString(), HasSubstr("--grid paper --dtype bf16 --impl"));
  const QJsonObject grid = document["grid"].toObject();
  ASSERT_EQ(grid["rows"].toArray().size(), 36);
  const QJsonObject row = grid["rows"].toArray().first().toObject();
  EXPECT_EQ(row["in_app"].toObject()["implementation"].toString(), "flash");
  EXPECT_NEAR(row["ratio"].toDouble(), 2, 0.02);
  EXPECT_EQ(row["problem"].toObject()["head_dim"].toInt(), 64);
  EXPECT_NEAR(grid["best_peer"].toObject()["geometric_mean"].toDouble(), 2, 0.02);
  EXPECT_EQ(grid["peers"].toObject()["torch-cudnn"].toObject()["shapes"].toInt(), 36);
}

TEST_F(Grid, SetsItsShapesItself) {
  EXPECT_EQ(call({"run", "--grid", "paper", "--seqlen", "512"}), 2);
  EXPECT_THAT(error_, HasSubstr("leave out --seqlen"));
  EXPECT_EQ(call({"run", "--grid", "thesis"}), 2);
  EXPECT_THAT(error_, HasSubstr("--grid takes paper, not \"thesis\""));
  EXPECT_EQ(call({"run", "--grid", "paper", "--dtype", "fp12"}), 2);
}

TEST_F(Grid, SaysWhatIsMissingOnOneSide) {
  attnscope::Run run;
  run.header.name = "lonely";
  Point alone{"GPU-1", "torch-flash", Problem{}, Unsupported{"PyTorch is not installed"}};
  run.points = {alone};
  const std::string page = grid_table(run).toStdString();
  EXPECT_THAT(page, HasSubstr("No shape was measured on both sides."));
  EXPECT_THAT(page, HasSubstr("torch-flash: not supported: PyTorch is not installed"));
  EXPECT_THAT(page, HasSubstr("nothing measured"));
}

TEST_F(Grid, TheInterpreterGoesToTheWorkerAndIntoTheCommand) {
  const QString worker = folder_.filePath("worker");
  QFile script(worker);
  ASSERT_TRUE(script.open(QIODevice::WriteOnly));
  script.write("#!/bin/sh\necho \"$@\" >> arguments\nexec " ATTNSCOPE_FAKE_WORKER "\n");
  script.close();
  script.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
  ASSERT_EQ(call({"run", "--device", "cuda:0", "--impl", "flash,xformers", "--seqlen", "128", "--batch", "1",
                  "--python", "/opt/my python", "--json"},
                 worker),
            0)
      << error_;
  QFile arguments(folder_.filePath("arguments"));
  ASSERT_TRUE(arguments.open(QIODevice::ReadOnly));
  EXPECT_EQ(arguments.readAll().toStdString(), "--python /opt/my python\n--python /opt/my python --peers\n");
  EXPECT_THAT(QJsonDocument::fromJson(out_).object()["command"].toString().toStdString(),
              HasSubstr("--impl flash,xformers --python '/opt/my python'"));
}

TEST_F(Grid, DevicesNameWhatIsMissingAndHowToGetIt) {
  ASSERT_EQ(call({"devices"}), 0);
  EXPECT_THAT(out_.toStdString(),
              HasSubstr("Not here: xformers is not installed: python3 -m pip install xformers"));
  ASSERT_EQ(call({"devices", "--json"}), 0);
  const QJsonArray missing = QJsonDocument::fromJson(out_).object()["missing_implementations"].toArray();
  ASSERT_EQ(missing.size(), 1);
  EXPECT_EQ(missing[0].toObject()["install"].toString(), "python3 -m pip install xformers");
  ASSERT_EQ(call({"doctor"}), 0) << "what can be measured without it is in order";
  EXPECT_THAT(out_.toStdString(), HasSubstr("missing xformers: xformers is not installed"));
}

}  // namespace
}  // namespace attnscope
