// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Text from files and workers that cannot change how what stands around it is read.
#pragma once

#include <QString>
#include <string>

namespace attnscope {

/// Control characters other than line ends and tabs, marks that turn the direction of writing, halves of
/// characters and code points that XML forbids become "\uFFFD".
QString plain_text(const std::string& text);

}  // namespace attnscope
