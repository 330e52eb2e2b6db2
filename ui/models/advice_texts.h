// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Advice in words: one card a statement, each with the points it rests on. Pure.
#pragma once

#include <QString>
#include <QStringList>
#include <cstddef>
#include <vector>

#include "profiler/analysis/advice.h"

namespace attnscope {

struct AdviceCard {
  QString headline;  ///< "512 to 16k: cuDNN's attention (torch-cudnn)"
  QStringList facts;
  QString code;                       ///< the lines that switch it on; empty where there is nothing to switch
  QString needs;                      ///< what they require
  std::vector<std::size_t> evidence;  ///< in Run::points
};

struct AdviceSheet {
  QString title;     ///< the advice in one line
  QString subtitle;  ///< device and shape, and what it rests on
  std::vector<AdviceCard> cards;
  QString empty_text;  ///< why nothing is advised, and what to do
};

AdviceSheet advice_sheet(const Run& run, const Problem& shape, const std::string& device_uuid);

/// The sheet as plain text, for the command line.
QString advice_text(const AdviceSheet& sheet);

/// The lines that switch an implementation on for a shape; empty for one that cannot be switched to.
QString switch_on_lines(const std::string& implementation, const Problem& shape);
QString switch_on_needs(const std::string& implementation);

}  // namespace attnscope
