// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs from files of every kind that attnscope writes.
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "profiler/store/store.h"

namespace attnscope {

struct Imported {
  std::vector<std::string> ids;
  std::size_t already_there = 0;
};

/// Adds the runs of a file to a database: a database, with its noise floors, a worker's stream or an export.
/// What the file is, its first bytes say; its name says nothing.
Result<Imported> import_file(const QString& path, Store& target);

/// Whether the file begins as an export to JSON does.
bool looks_like_export(const QString& path);

}  // namespace attnscope
