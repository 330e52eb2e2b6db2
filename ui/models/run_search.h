// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Finding runs by words.
#pragma once

#include <QString>

#include "ui/models/run_library.h"

namespace attnscope {

/// Each word of the query is in the run's name, tags, note, shape, devices, file or id; an empty query finds
/// all. A word that begins with # is a tag.
bool matches(const RunEntry& entry, const QString& query);

}  // namespace attnscope
