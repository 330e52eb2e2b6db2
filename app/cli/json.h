// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// JSON documents on stdout.
#pragma once

#include <QString>
#include <nlohmann/json.hpp>

namespace attnscope {

/// Indented, with a newline at the end; bytes that are not UTF-8 are replaced.
inline QString json_text(const nlohmann::ordered_json& document) {
  return QString::fromStdString(
             document.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)) +
         '\n';
}

}  // namespace attnscope
