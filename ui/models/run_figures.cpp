// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_figures.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/models/chart_builder.h"
#include "ui/models/labels.h"

namespace attnscope {
namespace {

struct Figures {
  Q_DECLARE_TR_FUNCTIONS(attnscope::Figures)
};

/// Two significant digits are all that an interpolated length bears.
std::int64_t rounded_length(double length) {
  const double step = std::pow(10, std::max(0.0, std::floor(std::log10(std::max(1.0, length))) - 1));
  return static_cast<std::int64_t>(std::llround(length / step) * std::llround(step));
}

}  // namespace

QString crossover_label(const Crossover& crossover) {
  switch (crossover.kind) {
    case Crossover::Kind::below_shortest:
      return QStringLiteral("< %1").arg(count_label(crossover.shortest_measured));
    case Crossover::Kind::at:
      return QStringLiteral("≈ %1").arg(count_label(rounded_length(crossover.seqlen)));
    case Crossover::Kind::never:
      return QStringLiteral("> %1").arg(count_label(crossover.longest_measured));
    case Crossover::Kind::unknown:
      return {};
  }
  return {};
}

RunFigures figures_of_run(const Run& run, const MetricOptions& options) {
  RunFigures figures;
  const std::string subject = title_subject(run, options.baseline);
  for (const Series& series : series_of(run, Metric::speedup, options)) {
    if (series.implementation != subject) {
      continue;
    }
    for (const SeriesValue& value : series.values) {
      if (value.estimate) {
        figures.best_speedup = std::max(figures.best_speedup.value_or(0), value.estimate->value);
      }
    }
    const QString crossover = crossover_label(crossover_of(series));
    if (figures.crossover.isEmpty()) {
      figures.crossover = crossover;
    } else if (!crossover.isEmpty() && crossover != figures.crossover) {
      figures.crossover = Figures::tr("varies");
    }
  }
  return figures;
}

}  // namespace attnscope
