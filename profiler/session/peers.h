// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Implementations that come from the measuring machine's Python: PyTorch's attention, flash-attn and others.
#pragma once

#include <string>
#include <vector>

#include "profiler/protocol/device.h"
#include "profiler/protocol/plan.h"
#include "profiler/session/transport.h"

namespace attnscope {

/// As written on command lines; which of them a machine has is its worker's to say.
const std::vector<std::string>& peer_names();
bool is_peer(const std::string& implementation);
bool names_peers(const Plan& plan);

/// Whether a check of a description is about the packages that bring peers, or the interpreter that has them.
bool is_peer_check(const Check& check);

/// The worker with another interpreter to look for them in; the usual one where `python` is empty.
Transport with_python(Transport transport, const QString& python);

/// The worker that measures this plan: with the implementations of its Python where the plan names any. One
/// process then measures these and the in-app ones, in turn.
Transport transport_for(const Transport& transport, const Plan& plan);

}  // namespace attnscope
