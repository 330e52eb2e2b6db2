// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// SQL on a file past the store: what another program, or a person with the sqlite3 shell, would do.
#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace attnscope::testing {

/// Runs all statements; gives the rows of the last one that has any, values as text joined by "|".
inline std::vector<std::string> raw_sql(const std::filesystem::path& path, const std::string& sql) {
  sqlite3* database = nullptr;
  std::vector<std::string> rows;
  const auto add_row = [](void* out, int count, char** values, char**) {
    std::string row;
    for (int index = 0; index < count; ++index) {
      row += (index > 0 ? "|" : "") + std::string(values[index] != nullptr ? values[index] : "");
    }
    static_cast<std::vector<std::string>*>(out)->push_back(row);
    return 0;
  };
  std::string message;
  if (sqlite3_open(path.c_str(), &database) != SQLITE_OK ||
      sqlite3_exec(database, sql.c_str(), add_row, &rows, nullptr) != SQLITE_OK) {
    message = sqlite3_errmsg(database);
  }
  sqlite3_close(database);
  if (!message.empty()) {
    throw std::runtime_error(message + " in: " + sql);
  }
  return rows;
}

}  // namespace attnscope::testing
