// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Asks a worker what there is, and waits for the answer.
#pragma once

#include "kernels/problem/result.h"
#include "profiler/protocol/device.h"
#include "profiler/session/transport.h"

namespace attnscope {

Result<Description> describe(const Transport& transport);

/// The worker on this machine, or through a prefix like "ssh HOST"; with the interpreter there that brings
/// implementations from Python, or the usual one where `python` is empty.
Transport worker_through(const QString& prefix, const QString& python = {});

}  // namespace attnscope
