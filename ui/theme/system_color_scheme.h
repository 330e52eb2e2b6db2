// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whether the desktop asks for dark windows, through its settings portal (Qt 6.4 cannot say).
#pragma once

#include <QObject>
#include <functional>

namespace attnscope {

/// False where there is no portal or it has no preference.
bool system_prefers_dark();

/// Calls `changed` whenever the preference changes, for as long as `owner` lives.
void watch_system_color_scheme(QObject* owner, std::function<void()> changed);

}  // namespace attnscope
