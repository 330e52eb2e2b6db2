// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/comparison_texts.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <map>

#include "ui/models/labels.h"

namespace attnscope {
namespace {

struct Comparisons {
  Q_DECLARE_TR_FUNCTIONS(attnscope::Comparisons)
};

/// "3 slower, 1 faster, 20 same"; verdicts that no point has are left out.
QString figure_counts(const RunComparison& comparison, ComparedFigure figure) {
  std::map<Verdict, int> counts;
  for (const ComparedPoint& point : comparison.points) {
    if (const auto verdict = verdict_of(point, figure)) {
      ++counts[*verdict];
    }
  }
  QStringList parts;
  for (const Verdict verdict : {Verdict::higher, Verdict::lower, Verdict::same, Verdict::cannot_tell}) {
    if (counts[verdict] > 0) {
      parts << Comparisons::tr("%1 %2").arg(count_label(counts[verdict]), verdict_label(figure, verdict));
    }
  }
  return parts.join(QStringLiteral(", "));
}

QString points_label(std::size_t count) {
  const auto number = static_cast<std::int64_t>(count);
  return number == 1 ? Comparisons::tr("1 point") : Comparisons::tr("%1 points").arg(count_label(number));
}

/// A hash or a UUID is known by its beginning.
QString with_short_words(const QString& text) {
  constexpr qsizetype longest = 18;
  constexpr qsizetype kept = 12;
  QStringList words = text.split(' ');
  for (QString& word : words) {
    if (word.size() > longest) {
      word = word.left(kept) + QStringLiteral("…") + (word.endsWith(')') ? QStringLiteral(")") : QString());
    }
  }
  return words.join(' ');
}

QString deviation_label(const NoiseFloor& floor) {
  return QLocale::c().toString(100 * floor.relative_deviation, 'f', 2) + QChar(QChar::Nbsp) + '%';
}

/// "0.25 %, at the power limit 1.00 %, assumed (…)".
QString floors_label(const NoiseFloors& floors) {
  const NoiseFloor& below = floors.below_power_limit;
  const NoiseFloor& limited = floors.at_power_limit;
  const bool one = limited == below;
  const QString both = one ? deviation_label(below)
                           : Comparisons::tr("%1, at the power limit %2")
                                 .arg(deviation_label(below), deviation_label(limited));
  if (below.measured_ms) {
    return limited.measured_ms ? Comparisons::tr("%1, measured").arg(both)
                               : Comparisons::tr("%1, the latter assumed").arg(both);
  }
  return Comparisons::tr("%1, assumed (attnscope doctor --noise measures it)").arg(both);
}

QString shapes_label(const Run& run) {
  constexpr qsizetype most = 3;
  QStringList shapes;
  for (const Problem& shape : shapes_of(run)) {
    shapes << shape_label(shape);
  }
  if (shapes.size() > most) {
    shapes = shapes.mid(0, most) << QStringLiteral("…");
  }
  return shapes.join(QStringLiteral(", "));
}

}  // namespace

QString verdict_label(ComparedFigure figure, Verdict verdict) {
  switch (verdict) {
    case Verdict::lower:
      return figure == ComparedFigure::time     ? Comparisons::tr("faster")
             : figure == ComparedFigure::memory ? Comparisons::tr("less")
                                                : Comparisons::tr("lower");
    case Verdict::higher:
      return figure == ComparedFigure::time     ? Comparisons::tr("slower")
             : figure == ComparedFigure::memory ? Comparisons::tr("more")
                                                : Comparisons::tr("higher");
    case Verdict::same:
      return Comparisons::tr("same");
    case Verdict::cannot_tell:
      return Comparisons::tr("can't tell");
  }
  return {};
}

std::optional<Verdict> verdict_of(const ComparedPoint& point, ComparedFigure figure) {
  switch (figure) {
    case ComparedFigure::time:
      return point.time ? std::optional(point.time->verdict) : std::nullopt;
    case ComparedFigure::memory:
      return point.memory ? std::optional(point.memory->verdict) : std::nullopt;
    case ComparedFigure::occupancy:
      return point.occupancy ? std::optional(point.occupancy->verdict) : std::nullopt;
  }
  return std::nullopt;
}

QString fine_ratio_label(const Estimate& ratio) {
  const auto digits = [](double value) { return QLocale::c().toString(value, 'f', 3); };
  const QString value = digits(ratio.value) + QStringLiteral("×");
  return ratio.interval ? QStringLiteral("%1 (%2–%3)")
                              .arg(value, digits(ratio.interval->low), digits(ratio.interval->high))
                        : value;
}

QString counts_label(const RunComparison& comparison) {
  QStringList sentences;
  const std::array figures{std::pair(Comparisons::tr("Time"), ComparedFigure::time),
                           std::pair(Comparisons::tr("Memory"), ComparedFigure::memory),
                           std::pair(Comparisons::tr("Occupancy"), ComparedFigure::occupancy)};
  for (const auto& [name, figure] : figures) {
    if (const QString counts = figure_counts(comparison, figure); !counts.isEmpty()) {
      sentences << Comparisons::tr("%1: %2.").arg(name, counts);
    }
  }
  const auto lost =
      static_cast<std::size_t>(std::count_if(comparison.points.begin(), comparison.points.end(),
                                             [](const ComparedPoint& point) { return point.is_lost(); }));
  if (lost > 0) {
    sentences
        << Comparisons::tr("%1 that the baseline measured could not be measured.").arg(points_label(lost));
  }
  return sentences.join(' ');
}

QString overlap_label(const RunComparison& comparison) {
  QString text = Comparisons::tr("%1 in common").arg(points_label(comparison.points.size()));
  QStringList rest;
  if (!comparison.only_base.empty()) {
    rest << Comparisons::tr("%1 only in the baseline")
                .arg(count_label(static_cast<std::int64_t>(comparison.only_base.size())));
  }
  if (!comparison.only_other.empty()) {
    rest << Comparisons::tr("%1 only in this run")
                .arg(count_label(static_cast<std::int64_t>(comparison.only_other.size())));
  }
  return (rest.isEmpty() ? text : text + QStringLiteral("; ") + rest.join(QStringLiteral(", "))) + '.';
}

QString subject_label(const EnvironmentDifference& difference) {
  switch (difference.subject) {
    case EnvironmentSubject::device:
      return Comparisons::tr("Device");
    case EnvironmentSubject::driver:
      return Comparisons::tr("Driver");
    case EnvironmentSubject::cuda:
      return Comparisons::tr("CUDA of the driver");
    case EnvironmentSubject::power_limit:
      return Comparisons::tr("Power limit, W");
    case EnvironmentSubject::max_sm_clock:
      return Comparisons::tr("Highest SM clock, MHz");
    case EnvironmentSubject::sm_clock:
      return Comparisons::tr("Median SM clock, MHz");
    case EnvironmentSubject::held_back:
      return Comparisons::tr("Samples held back by heat or hardware, %");
    case EnvironmentSubject::mig:
      return Comparisons::tr("MIG");
    case EnvironmentSubject::ecc:
      return Comparisons::tr("ECC");
    case EnvironmentSubject::host:
      return Comparisons::tr("Machine");
    case EnvironmentSubject::program_version:
      return Comparisons::tr("attnscope");
    case EnvironmentSubject::kernel_hash:
      return Comparisons::tr("Kernel sources");
    case EnvironmentSubject::library:
      return to_label(difference.library);
    case EnvironmentSubject::cold_l2:
      return Comparisons::tr("Cold L2");
    case EnvironmentSubject::timing_source:
      return Comparisons::tr("Times from");
    case EnvironmentSubject::seed:
      return Comparisons::tr("Seed of the inputs");
    case EnvironmentSubject::samples:
      return Comparisons::tr("Samples a point");
    case EnvironmentSubject::target_interval:
      return Comparisons::tr("Interval to reach");
    case EnvironmentSubject::point_budget:
      return Comparisons::tr("Seconds a point");
  }
  return {};
}

std::vector<DifferenceText> difference_texts(const RunComparison& comparison) {
  std::vector<DifferenceText> texts;
  const auto said = [](const std::string& value) {
    return value.empty() ? Comparisons::tr("not known") : to_label(value);
  };
  for (const EnvironmentDifference& difference : comparison.differences) {
    QString subject = subject_label(difference);
    if (comparison.devices.size() > 1 && !difference.device.empty()) {
      const auto pair = std::find_if(
          comparison.devices.begin(), comparison.devices.end(),
          [&](const DevicePair& candidate) { return candidate.other.uuid == difference.device; });
      if (pair != comparison.devices.end()) {
        subject += Comparisons::tr(" of %1").arg(device_label(pair->other));
      }
    }
    const QString base = said(difference.base);
    const QString other = said(difference.other);
    texts.push_back(
        {Comparisons::tr("%1: %2 → %3").arg(subject, with_short_words(base), with_short_words(other)),
         Comparisons::tr("%1: %2 → %3").arg(subject, base, other)});
  }
  return texts;
}

QStringList noise_lines(const RunComparison& comparison) {
  QStringList lines;
  for (const DevicePair& pair : comparison.devices) {
    QStringList said;
    if (pair.same_device() && pair.base_noise == pair.other_noise) {
      said << Comparisons::tr("Runs differ on %1 by %2")
                  .arg(device_label(pair.other), floors_label(pair.other_noise));
    } else {
      said << Comparisons::tr("Baseline on %1: runs differ by %2")
                  .arg(device_model_label(pair.base), floors_label(pair.base_noise))
           << Comparisons::tr("This run on %1: runs differ by %2")
                  .arg(device_model_label(pair.other), floors_label(pair.other_noise));
    }
    for (const QString& line : said) {
      if (!lines.contains(line)) {
        lines << line;
      }
    }
  }
  return lines;
}

QString nothing_common_text(const Run& base, const Run& other) {
  return Comparisons::
      tr("“%1” and “%2” have no point in common: none with the same implementation, shape, length and "
         "batch. The baseline holds %3; the other run holds %4. Choose another run or baseline on the left.")
          .arg(to_label(base.header.name), to_label(other.header.name), shapes_label(base),
               shapes_label(other));
}

}  // namespace attnscope
