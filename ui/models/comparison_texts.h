// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A comparison of runs in the words of the window.
#pragma once

#include <QString>
#include <QStringList>

#include "profiler/analysis/comparison.h"

namespace attnscope {

enum class ComparedFigure { time, memory, occupancy };

QString verdict_label(ComparedFigure figure, Verdict verdict);  ///< "faster", "more", "can't tell"
QString fine_ratio_label(const Estimate& ratio);                ///< "1.023× (1.004–1.042)"
/// The verdict of one figure of a point, where there is one.
std::optional<Verdict> verdict_of(const ComparedPoint& point, ComparedFigure figure);

/// "Time: 3 slower, 1 faster, 20 same. Memory: 24 same."
QString counts_label(const RunComparison& comparison);
/// "24 points in common; 84 only in the baseline, 56 only in this run."
QString overlap_label(const RunComparison& comparison);

/// What was not the same: the subject, and the values of base and other.
struct DifferenceText {
  QString line;  ///< "Driver: 580.159 → 590.48"
  QString full;  ///< with the long names that the line cuts
};
QString subject_label(const EnvironmentDifference& difference);
std::vector<DifferenceText> difference_texts(const RunComparison& comparison);

/// How much runs of the same thing differ on the devices, which verdicts count in.
QStringList noise_lines(const RunComparison& comparison);

/// Why nothing was joined, and what to do.
QString nothing_common_text(const Run& base, const Run& other);

}  // namespace attnscope
