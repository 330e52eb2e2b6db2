// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Turns the settings portal's signal into a call. Only where there is D-Bus.
#pragma once

#include <QObject>
#include <functional>
#include <utility>

#ifdef ATTNSCOPE_HAS_DBUS
#include <QDBusVariant>

namespace attnscope {

class PortalWatcher : public QObject {
  Q_OBJECT
 public:
  PortalWatcher(QObject* owner, std::function<void()> changed)
      : QObject(owner), changed_(std::move(changed)) {}

 public slots:
  void setting_changed(const QString& group, const QString& key, const QDBusVariant& value) {
    Q_UNUSED(value);
    if (group == QStringLiteral("org.freedesktop.appearance") && key == QStringLiteral("color-scheme")) {
      changed_();
    }
  }

 private:
  std::function<void()> changed_;
};

}  // namespace attnscope
#endif
