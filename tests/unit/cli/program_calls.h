// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Calls the program as people do, with no display, on a worker that measures nothing.
#pragma once

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <string>

class ProgramCalls : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (QCoreApplication::instance() != nullptr) return;
    static int argc = 1;
    static char name[] = "test";
    static char* argv[] = {name, nullptr};
    static const QCoreApplication application(argc, argv);
  }

  /// Runs attnscope; its exit code, with its words in out_ and error_. `behaviour` is the fake worker's.
  int call(const QStringList& arguments, const QString& worker = ATTNSCOPE_FAKE_WORKER,
           const QString& behaviour = "good") {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* display : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) environment.remove(display);
    environment.insert("ATTNSCOPE_WORKER", worker);
    environment.insert("FAKE_WORKER", behaviour);
    environment.insert("XDG_DATA_HOME", folder_.filePath("data"));
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder_.path());
    if (!output_file_.isEmpty()) process.setStandardOutputFile(output_file_);
    process.start(ATTNSCOPE_PROGRAM, arguments);
    EXPECT_TRUE(process.waitForFinished(30'000));
    EXPECT_EQ(process.exitStatus(), QProcess::NormalExit);
    out_ = QString::fromUtf8(process.readAllStandardOutput());
    error_ = process.readAllStandardError().toStdString();
    return process.exitCode();
  }

  QJsonObject json() const {
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(out_.toUtf8(), &problem);
    EXPECT_EQ(problem.error, QJsonParseError::NoError) << out_.toStdString();
    return document.object();
  }

  int measure(const QStringList& more = {}) {
    return call(QStringList{"run", "--device", "cpu", "--impl", "standard,flash", "--seqlen", "128..512",
                            "--batch", "1", "--heads", "4", "--db", "runs.db"} +
                more);
  }

  /// Ids of the runs in a database, the newest first.
  QStringList runs_of(const QString& database) {
    EXPECT_EQ(call({"runs", "--json", "--db", database}), 0) << error_;
    QStringList ids;
    for (const auto& run : json()["runs"].toArray()) ids << run.toObject()["id"].toString();
    return ids;
  }

  QByteArray content(const QString& name) {
    QFile file(folder_.filePath(name));
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << name.toStdString();
    return file.readAll();
  }

  QTemporaryDir folder_;
  QString output_file_;  ///< where stdout goes instead of out_
  QString out_;
  std::string error_;
};
