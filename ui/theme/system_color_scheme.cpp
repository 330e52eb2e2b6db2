// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/system_color_scheme.h"

#ifdef ATTNSCOPE_HAS_DBUS
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>

#include "ui/theme/portal_watcher.h"
#endif

namespace attnscope {

#ifdef ATTNSCOPE_HAS_DBUS
namespace {

const auto service = QStringLiteral("org.freedesktop.portal.Desktop");
const auto path = QStringLiteral("/org/freedesktop/portal/desktop");
const auto interface = QStringLiteral("org.freedesktop.portal.Settings");
constexpr int prefers_dark = 1;
constexpr int patience_ms = 200;

}  // namespace

bool system_prefers_dark() {
  QDBusConnection bus = QDBusConnection::sessionBus();
  if (!bus.isConnected()) {
    return false;
  }
  QDBusMessage call = QDBusMessage::createMethodCall(service, path, interface, QStringLiteral("Read"));
  call << QStringLiteral("org.freedesktop.appearance") << QStringLiteral("color-scheme");
  const QDBusMessage answer = bus.call(call, QDBus::Block, patience_ms);
  if (answer.type() != QDBusMessage::ReplyMessage || answer.arguments().isEmpty()) {
    return false;
  }
  // The portal wraps the value in a variant, older ones in two.
  QVariant value = answer.arguments().constFirst();
  while (value.canConvert<QDBusVariant>()) {
    value = value.value<QDBusVariant>().variant();
  }
  return value.toInt() == prefers_dark;
}

void watch_system_color_scheme(QObject* owner, std::function<void()> changed) {
  if (QDBusConnection::sessionBus().isConnected()) {
    auto* watcher = new PortalWatcher(owner, std::move(changed));
    QDBusConnection::sessionBus().connect(service, path, interface, QStringLiteral("SettingChanged"), watcher,
                                          SLOT(setting_changed(QString, QString, QDBusVariant)));
  }
}

#else

bool system_prefers_dark() {
  return false;
}
void watch_system_color_scheme(QObject*, std::function<void()>) {}

#endif

}  // namespace attnscope
