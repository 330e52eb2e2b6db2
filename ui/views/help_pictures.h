// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The pictures of the help page, drawn anew in each theme. To give an entry one: a function that draws it,
// and a line in the table of its file.
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "ui/models/metric_help.h"

namespace attnscope {

class HelpSketch;

struct HelpPicture {
  HelpTopic topic;
  void (*draw)(HelpSketch& sketch);
  QString words;  ///< what it shows, for those who cannot see it
};

/// Of time: samples, spans, intervals, speedup, verdicts, crossover, throttling, cold L2.
std::vector<HelpPicture> time_pictures();
/// Of what is computed and kept: FLOPs, memory, errors, mask density, claims.
std::vector<HelpPicture> cost_pictures();
/// Of the chip: occupancy, waves, balance.
std::vector<HelpPicture> chip_pictures();
/// Of what bounds a point and what to use: roofline, ceilings, bounds, advice.
std::vector<HelpPicture> limit_pictures();
/// Of the pages of the window.
std::vector<HelpPicture> page_pictures();

/// The picture of an entry, where it has one.
std::optional<HelpPicture> help_picture(HelpTopic topic);

}  // namespace attnscope
