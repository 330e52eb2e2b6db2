// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whether a window could be shown to somebody.
#pragma once

namespace attnscope {

bool has_display();

}  // namespace attnscope
