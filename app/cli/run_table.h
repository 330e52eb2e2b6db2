// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A whole run as text for people, and as JSON for machines.
#pragma once

#include <QString>

#include "profiler/protocol/run.h"

namespace attnscope {

QString run_table(const Run& run);
QString run_json(const Run& run);

}  // namespace attnscope
