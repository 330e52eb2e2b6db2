// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Standard output belongs to events alone.
#pragma once

namespace attnscope {

/// A descriptor that writes to what was standard output; from now on descriptor 1 writes to standard error,
/// so that a library that prints cannot get between the events.
int take_standard_output();

}  // namespace attnscope
