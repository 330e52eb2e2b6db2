// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/replay_link.h"

namespace attnscope {
namespace {

/// Small enough that a window stays alive between two pieces.
constexpr qint64 piece_bytes = 65536;

}  // namespace

ReplayLink::ReplayLink(const QString& file) : file_(file), decoder_(sink()) {
  connect(&next_, &QTimer::timeout, this, &ReplayLink::playSome);
}

void ReplayLink::start() {
  if (!file_.open(QIODevice::ReadOnly)) {
    const QString why = QStringLiteral("%1 cannot be read: %2").arg(file_.fileName(), file_.errorString());
    QMetaObject::invokeMethod(
        this, [this, why] { emit startFailed(why); }, Qt::QueuedConnection);
    return;
  }
  next_.start(0);
}

void ReplayLink::playSome() {
  const QByteArray piece = file_.read(piece_bytes);
  decoder_.feed(std::string_view(piece.constData(), static_cast<std::size_t>(piece.size())));
  if (!next_.isActive() || !piece.isEmpty()) return;
  stop();
}

void ReplayLink::stop() {
  if (!next_.isActive()) return;
  next_.stop();
  QMetaObject::invokeMethod(
      this,
      [this] {
        emit ended(decoder_.in_line() ? QStringLiteral("was recorded up to the middle of a line")
                                      : QStringLiteral("was recorded no further"));
      },
      Qt::QueuedConnection);
}

}  // namespace attnscope
