// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/display.h"

#include <QString>

namespace attnscope {

bool has_display() {
  // A platform that is named rules; these two draw where nobody looks.
  const QString platform = qEnvironmentVariable("QT_QPA_PLATFORM").section(':', 0, 0);
  if (platform == QStringLiteral("offscreen") || platform == QStringLiteral("minimal")) return false;
  if (!platform.isEmpty() && platform != QStringLiteral("xcb") && !platform.startsWith("wayland"))
    return true;
  return !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
}

}  // namespace attnscope
