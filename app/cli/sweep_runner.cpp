// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sweep_runner.h"

#include <QEventLoop>

#include "app/cli/interrupt.h"
#include "app/cli/run_progress.h"
#include "profiler/session/sweep_session.h"

namespace attnscope {

Result<SweepEnd> run_sweep(Store store, const Transport& transport, const Sweep& sweep,
                           const Description& description) {
  SweepSession session(std::move(store), transport);
  ProgressLine line;
  QEventLoop loop;
  SweepEnd end;
  QString store_message;
  QObject::connect(&session, &SweepSession::progressed, &loop, [&](const SweepProgress& progress) {
    end.failed_points = progress.failed;
    line.update(progress);
  });
  QObject::connect(&session, &SweepSession::workerLost, &loop, [&](const QString&, const QString& message) {
    line.note(message + QStringLiteral("; the sweep goes on with a fresh one"));
  });
  QObject::connect(&session, &SweepSession::storeFailed, &loop,
                   [&](const QString& message) { store_message = message; });
  QObject::connect(&session, &SweepSession::finished, &loop, [&](RunState state) {
    end.state = state;
    loop.quit();
  });
  const InterruptGuard interrupt([&] {
    line.note(QStringLiteral("Cancelling; finished points are kept."));
    session.cancel();
  });
  const auto id = session.start(sweep, description);
  if (!id) return tl::unexpected(id.error());
  end.run_id = *id;
  loop.exec();
  line.clear();
  if (!store_message.isEmpty()) {
    return fail(ErrorKind::failed, "the sweep stopped, because its points can no longer be stored: " +
                                       store_message.toStdString() + " The points before are kept in run " +
                                       end.run_id + ".");
  }
  return end;
}

}  // namespace attnscope
