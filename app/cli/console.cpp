// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/console.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "app/cli/commands.h"
#include "profiler/store/file_facts.h"

namespace attnscope {
namespace {

bool output_lost = false;

bool write(std::FILE* stream, const QString& text) {
  QString shown = text;
  for (QChar& character : shown) {
    if (character.category() == QChar::Other_Control && character != '\n') character = '?';
  }
  const QByteArray bytes = shown.toUtf8();
  const auto size = static_cast<std::size_t>(bytes.size());
  return std::fwrite(bytes.constData(), 1, size, stream) == size && std::fflush(stream) == 0;
}

}  // namespace

void print(const QString& text) {
  if (!write(stdout, text) && !output_lost) {
    output_lost = true;
    print_error(QStringLiteral("what should be printed cannot be written: ") + qt_error_string(errno));
  }
}

int checked_exit_code(int code) {
  return code == exit_done && output_lost ? exit_failure : code;
}

void print_error(const QString& text) {
  write(stderr, QStringLiteral("attnscope: ") + text + '\n');
}

int failure(const Error& error) {
  print_error(QString::fromStdString(error.message));
  return error.kind == ErrorKind::usage ? exit_usage : exit_failure;
}

int usage_error(const QString& message) {
  print_error(message);
  return exit_usage;
}

CommandOptions::CommandOptions(const QString& usage, const QString& description) : usage_(usage) {
  parser_.setApplicationDescription(description);
  parser_.addOption({{"h", "help"}, "Show this help."});
  add("json", "Print JSON for machines.");
  add("db", "Use this database instead of the usual one.", "FILE");
}

void CommandOptions::add(const QString& name, const QString& description, const QString& value_name) {
  parser_.addOption({name.split(','), description, value_name});
}

std::optional<int> CommandOptions::parse(const QStringList& arguments) {
  const bool parsed = parser_.parse(arguments);
  if (parser_.isSet("help")) {
    // Qt names the program by its path; people call it by its name and subcommand.
    const QString text = parser_.helpText();
    print(QStringLiteral("Usage: attnscope ") + usage_ + text.mid(text.indexOf('\n')));
    return exit_done;
  }
  if (parsed) return std::nullopt;
  print_error(parser_.errorText() + QStringLiteral(" Try attnscope %1 --help.").arg(arguments.first()));
  return exit_usage;
}

QStringList CommandOptions::list(const QString& name) const {
  QStringList all;
  for (const QString& value : parser_.values(name)) all += value.split(',', Qt::SkipEmptyParts);
  return all;
}

std::filesystem::path CommandOptions::database_path() const {
  if (!has("db")) return default_database_path();
  return value("db").toStdString();
}

Result<Store> CommandOptions::open_for_writing() const {
  return Store::open(database_path(), OpenMode::read_write);
}

Result<Store> CommandOptions::open_for_reading() const {
  const std::filesystem::path path = database_path();
  std::error_code ignored;
  const bool exists = std::filesystem::exists(path, ignored);
  if (!exists && has("db")) {
    return fail(ErrorKind::not_found, "there is no database at " + path.string());
  }
  // A database that may be written is opened so: a run whose program was killed is then marked interrupted.
  // A named one without a write-ahead log is a sample or somebody's copy; opening it so would change it.
  const auto facts = store::read_file_facts(path);
  const bool own = !has("db") || !facts || facts->uses_wal;
  const bool writable = !exists || (own && ::access(path.c_str(), W_OK) == 0);
  if (writable) {
    auto store = Store::open(path, OpenMode::read_write);
    if (store || !exists) return store;
  }
  // On a full disk, say, it can still be read.
  return Store::open(path, OpenMode::read_only);
}

}  // namespace attnscope
