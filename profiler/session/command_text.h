// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A command line as text that can be pasted into a shell.
#pragma once

#include <QString>
#include <QStringList>

namespace attnscope {

/// Words joined by spaces; each that a shell would read otherwise is quoted.
QString command_text(const QStringList& words);

}  // namespace attnscope
