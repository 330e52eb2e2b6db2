// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/peers.h"

#include <algorithm>
#include <array>

namespace attnscope {

const std::vector<std::string>& peer_names() {
  static const std::vector<std::string> names{"torch-flash",  "torch-cudnn", "torch-efficient",
                                              "torch-math",   "flash-attn",  "flash-attn-3",
                                              "flash-attn-4", "xformers",    "flashinfer"};
  return names;
}

bool is_peer(const std::string& implementation) {
  const std::vector<std::string>& names = peer_names();
  return std::find(names.begin(), names.end(), implementation) != names.end();
}

bool names_peers(const Plan& plan) {
  return std::any_of(plan.points.begin(), plan.points.end(),
                     [](const PlannedPoint& point) { return is_peer(point.implementation); });
}

bool is_peer_check(const Check& check) {
  constexpr std::array subjects{"python",       "torch",    "flash-attn",       "flash-attn-3",
                                "flash-attn-4", "xformers", "flashinfer-python"};
  return std::find(subjects.begin(), subjects.end(), check.subject) != subjects.end();
}

Transport with_python(Transport transport, const QString& python) {
  auto* process = std::get_if<ProcessTransport>(&transport);
  if (process != nullptr && !python.isEmpty()) process->arguments << QStringLiteral("--python") << python;
  return transport;
}

Transport transport_for(const Transport& transport, const Plan& plan) {
  const auto* process = std::get_if<ProcessTransport>(&transport);
  if (process == nullptr || !names_peers(plan)) return transport;
  ProcessTransport changed = *process;
  changed.arguments << QStringLiteral("--peers");
  return changed;
}

}  // namespace attnscope
