// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/process_link.h"

#include <csignal>

#include "profiler/protocol/codec.h"
#include "profiler/session/exit_words.h"

namespace attnscope {
namespace {

constexpr qsizetype kept_error_lines = 20;
constexpr qsizetype longest_error_line = 400;

QStringList command_of(const ProcessTransport& transport) {
  return transport.prefix + QStringList{transport.program} + transport.arguments;
}

}  // namespace

ProcessLink::ProcessLink(ProcessTransport transport) : transport_(std::move(transport)), decoder_(sink()) {
  connect(&process_, &QProcess::readyReadStandardOutput, this, &ProcessLink::readOutput);
  connect(&process_, &QProcess::readyReadStandardError, this, &ProcessLink::readErrors);
  connect(&process_, &QProcess::finished, this, &ProcessLink::onFinished);
  connect(&process_, &QProcess::errorOccurred, this, &ProcessLink::onError);
#ifdef Q_OS_UNIX
  // Ctrl-C in a terminal reaches every process there; ending a worker in good order is our affair.
  process_.setChildProcessModifier([] { std::signal(SIGINT, SIG_IGN); });
#endif
}

ProcessLink::~ProcessLink() {
  process_.disconnect(this);
  if (process_.state() == QProcess::NotRunning) return;
  process_.kill();
  process_.waitForFinished(1000);
}

void ProcessLink::start() {
  QStringList command = command_of(transport_);
  const QString program = command.takeFirst();
  process_.start(program, command);
}

void ProcessLink::send(const Request& request) {
  process_.write(QByteArray::fromStdString(encode(request) + '\n'));
}

void ProcessLink::close() {
  process_.closeWriteChannel();
}

void ProcessLink::terminate() {
  process_.terminate();
}

void ProcessLink::kill() {
  process_.kill();
}

void ProcessLink::readOutput() {
  const QByteArray bytes = process_.readAllStandardOutput();
  decoder_.feed(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

void ProcessLink::readErrors() {
  half_error_line_ += process_.readAllStandardError();
  for (qsizetype newline = half_error_line_.indexOf('\n'); newline >= 0;
       newline = half_error_line_.indexOf('\n')) {
    const QByteArray line = half_error_line_.left(newline).trimmed();
    half_error_line_.remove(0, newline + 1);
    if (!line.isEmpty()) error_lines_ << QString::fromUtf8(line.left(longest_error_line));
    if (error_lines_.size() > kept_error_lines) error_lines_.removeFirst();
  }
  // A line without an end must not fill the memory.
  half_error_line_.truncate(longest_error_line);
}

QString ProcessLink::lastWords() const {
  const QString half = QString::fromUtf8(half_error_line_).trimmed();
  const QString words = half.isEmpty() && !error_lines_.isEmpty() ? error_lines_.last() : half;
  return words.isEmpty() ? QString() : QStringLiteral(": ") + words;
}

void ProcessLink::onFinished(int code, QProcess::ExitStatus status) {
  readOutput();
  readErrors();
  // What became of the process says more than that its last line is only half there.
  QString how = status == QProcess::CrashExit ? words_for_signal(code) : words_for_exit(code);
  if (decoder_.in_line()) how += QStringLiteral(", in the middle of a line");
  emit ended(how + lastWords());
}

void ProcessLink::onError(QProcess::ProcessError error) {
  if (error != QProcess::FailedToStart) return;  // the others end in onFinished
  emit startFailed(QStringLiteral("%1 could not be started: %2")
                       .arg(command_of(transport_).first(), process_.errorString()));
}

}  // namespace attnscope
