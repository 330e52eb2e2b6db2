// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What each figure means: the help page's entries, and the tooltips of the same figures elsewhere.
#pragma once

#include <QString>
#include <vector>

namespace attnscope {

enum class HelpTopic {
  point,
  sample,
  span,
  speedup,
  verdict,
  interval,
  flops,
  peak_memory,
  out_of_memory,
  error,
  theoretical,
  achieved,
  wave_fill,
  balance,
  mask_density,
  crossover,
  throttling,
  cold_l2,
  claims,
};

struct HelpEntry {
  HelpTopic topic;
  QString term;
  QString meaning;
};

/// In the order of the help page.
std::vector<HelpEntry> help_entries();

/// The meaning alone.
QString metric_help(HelpTopic topic);

}  // namespace attnscope
