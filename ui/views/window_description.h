// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a window shows, for tests and for machines: every text with its place and colours, every plotted
// value, every action, every control.
#pragma once

#include <QJsonObject>

class QWidget;

namespace attnscope {

/// The colours of texts are read from the window as it is painted, four times enlarged.
QJsonObject describe_window(QWidget& window);

}  // namespace attnscope
