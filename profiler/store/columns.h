// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Values to and from the columns of a statement, one after another.
#pragma once

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "kernels/problem/problem.h"
#include "kernels/problem/result.h"

namespace attnscope::store {

/// A row that this program never writes.
class Damaged : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// "INSERT INTO table (names) VALUES (?, …)", with a parameter for each of the names.
std::string insert_into(const char* table, const std::string& column_names);

/// Binds parameters from the first on.
class Binder {
 public:
  explicit Binder(SQLite::Statement& statement) : statement_(statement) {}

  Binder& operator<<(std::int64_t value) {
    statement_.bind(++index_, value);
    return *this;
  }
  Binder& operator<<(int value) { return *this << static_cast<std::int64_t>(value); }
  Binder& operator<<(bool value) { return *this << static_cast<std::int64_t>(value); }
  Binder& operator<<(std::uint32_t value) { return *this << static_cast<std::int64_t>(value); }
  /// Sizes: SQLite's integers end at 2⁶³ − 1, which no memory reaches.
  Binder& operator<<(std::uint64_t value);
  Binder& operator<<(double value) {
    statement_.bind(++index_, value);
    return *this;
  }
  Binder& operator<<(const std::string& value) {
    statement_.bind(++index_, value);
    return *this;
  }
  Binder& operator<<(std::string_view value) { return *this << std::string(value); }
  Binder& operator<<(const char* value) { return *this << std::string(value); }
  template <typename Value>
  Binder& operator<<(const std::optional<Value>& value) {
    if (value) {
      return *this << *value;
    }
    statement_.bind(++index_);
    return *this;
  }
  Binder& operator<<(const Problem& problem);
  Binder& null() {
    statement_.bind(++index_);
    return *this;
  }

 private:
  SQLite::Statement& statement_;
  int index_ = 0;
};

/// Reads columns from the first on.
class Columns {
 public:
  explicit Columns(SQLite::Statement& statement) : statement_(statement) {}

  Columns& operator>>(std::int64_t& value) {
    value = statement_.getColumn(next_++).getInt64();
    return *this;
  }
  Columns& operator>>(std::uint64_t& value);
  Columns& operator>>(int& value);
  Columns& operator>>(std::uint32_t& value);
  Columns& operator>>(bool& value) {
    value = statement_.getColumn(next_++).getInt64() != 0;
    return *this;
  }
  Columns& operator>>(double& value) {
    value = statement_.getColumn(next_++).getDouble();
    return *this;
  }
  Columns& operator>>(std::string& value) {
    value = statement_.getColumn(next_++).getString();
    return *this;
  }
  template <typename Value>
  Columns& operator>>(std::optional<Value>& value) {
    if (statement_.isColumnNull(next_)) {
      ++next_;
      value.reset();
      return *this;
    }
    return *this >> value.emplace();
  }
  /// Throws Damaged for names that no Problem has, and for numbers that no Problem may have.
  Columns& operator>>(Problem& problem);

 private:
  SQLite::Statement& statement_;
  int next_ = 0;
};

/// Whether a problem may be stored: what validate() accepts, with lengths that a loop can count.
Result<void> check_storable(const Problem& problem);

}  // namespace attnscope::store
