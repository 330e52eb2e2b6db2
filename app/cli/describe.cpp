// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/describe.h"

#include <QEventLoop>
#include <QProcess>
#include <utility>

#include "profiler/session/peers.h"
#include "profiler/session/sweep_session.h"

namespace attnscope {

Result<Description> describe(const Transport& transport) {
  Result<Description> answer = fail(ErrorKind::failed, "the worker was not asked");
  QEventLoop loop;
  DescribeSession session(transport);
  QObject::connect(&session, &DescribeSession::described, &loop, [&](const Description& description) {
    answer = description;
    loop.quit();
  });
  QObject::connect(&session, &DescribeSession::failed, &loop, [&](const QString& message) {
    answer = fail(ErrorKind::failed, "the devices cannot be listed: " + message.toStdString());
    loop.quit();
  });
  session.start();
  loop.exec();
  return answer;
}

Transport worker_through(const QString& prefix, const QString& python) {
  Transport transport = local_worker();
  // Elsewhere the worker is found by its name; where it lies here means nothing there.
  if (!prefix.trimmed().isEmpty())
    transport = ProcessTransport{QProcess::splitCommand(prefix), QStringLiteral("attnscope-worker"), {}};
  return with_python(std::move(transport), python);
}

}  // namespace attnscope
