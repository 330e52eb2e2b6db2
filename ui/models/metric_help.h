// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What each page is for and each figure means: the help page's entries, and the tooltips of the same figures
// elsewhere. To add one: a topic, and its text in help_entries(); ui/views/help_pictures.h gives it a
// picture.
#pragma once

#include <QString>
#include <optional>
#include <vector>

namespace attnscope {

enum class HelpTopic {
  explore,
  compare,
  report,
  tiles,
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
  in_use,
  scores,
  claims,
  roofline,
  ceilings,
  bound,
  advice,
};

struct HelpEntry {
  HelpTopic topic;
  QString term;
  QString meaning;
  QString page{};  ///< name of the page that the entry explains, where it explains one
};

/// In the order of the help page.
std::vector<HelpEntry> help_entries();

/// The entry that explains a page; none where nothing does.
std::optional<HelpTopic> help_topic_of_page(const QString& page);

/// The meaning alone.
QString metric_help(HelpTopic topic);

}  // namespace attnscope
