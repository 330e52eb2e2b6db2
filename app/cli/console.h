// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What every subcommand shares: its options, its words on stdout and stderr, its exit code.
#pragma once

#include <QCommandLineParser>
#include <QString>
#include <QStringList>
#include <filesystem>
#include <optional>

#include "kernels/problem/result.h"
#include "profiler/store/store.h"

namespace attnscope {

/// Writes to stdout. A label may hold anything: what could steer a terminal is shown as "?".
void print(const QString& text);
/// Writes "attnscope: …" to stderr.
void print_error(const QString& text);

/// The exit code of a command that ended with `code`: a failure where something printed was lost.
int checked_exit_code(int code);

/// Says what went wrong and gives the exit code for it: usage errors 2, all others 3.
int failure(const Error& error);
/// Says it and gives 2.
int usage_error(const QString& message);

/// A subcommand's options: --help, --json and --db beside its own.
class CommandOptions {
 public:
  /// `usage` follows "attnscope": "show RUN [options]".
  CommandOptions(const QString& usage, const QString& description);

  /// An option that takes a value, or none where `value_name` is empty.
  void add(const QString& name, const QString& description, const QString& value_name = {});
  /// An exit code where the command ends here: help was asked for, or an option is unknown.
  std::optional<int> parse(const QStringList& arguments);

  bool has(const QString& name) const { return parser_.isSet(name); }
  QString value(const QString& name) const { return parser_.value(name); }
  /// All values of a repeatable option that also takes comma-separated lists.
  QStringList list(const QString& name) const;
  QStringList positional() const { return parser_.positionalArguments(); }
  bool json() const { return parser_.isSet(QStringLiteral("json")); }

  /// --db, or the usual place.
  std::filesystem::path database_path() const;
  /// To add runs to; created where missing.
  Result<Store> open_for_writing() const;
  /// To read runs from. A missing file is an error only where --db names it; otherwise there are no runs yet.
  Result<Store> open_for_reading() const;

 private:
  QString usage_;
  QCommandLineParser parser_;
};

}  // namespace attnscope
