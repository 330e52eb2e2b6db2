// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "app/cli/compare_report.h"
#include "app/cli/table.h"
#include "app/cli/words.h"

namespace attnscope {
namespace {

QString percent(double part, int decimals) {
  return QString::number(100 * part, 'f', decimals) + QStringLiteral(" %");
}

QString run_line(const char* role, const Run& run) {
  return QStringLiteral("%1  %2 · %3 · run %4\n")
      .arg(QLatin1String(role), text(run.header.name), when_words(run.header.created_ms),
           text(run.header.id));
}

/// "3 slower, 1 faster, 20 same, 12 can't tell"; parts without points are left out.
template <typename VerdictOf>
QString count_words(const RunComparison& comparison, QString (*words)(Verdict), VerdictOf verdict_of) {
  std::map<Verdict, int> counts;
  for (const ComparedPoint& point : comparison.points) {
    if (const std::optional<Verdict> verdict = verdict_of(point)) ++counts[*verdict];
  }
  QStringList parts;
  for (const Verdict verdict : {Verdict::higher, Verdict::lower, Verdict::same, Verdict::cannot_tell}) {
    if (counts[verdict] > 0) parts << QStringLiteral("%1 %2").arg(counts[verdict]).arg(words(verdict));
  }
  return parts.isEmpty() ? QStringLiteral("nothing to compare") : parts.join(QStringLiteral(", "));
}

template <typename Judged>
std::optional<Verdict> verdict_in(const std::optional<Judged>& judged) {
  return judged ? std::optional(judged->verdict) : std::nullopt;
}

QString points_words(qsizetype count) {
  return number_words(count) + (count == 1 ? QStringLiteral(" point") : QStringLiteral(" points"));
}

QString summary(const RunComparison& comparison, const CompareMetrics& metrics) {
  if (comparison.points.empty()) return QStringLiteral("The two runs have no point in common.\n");
  QString words =
      points_words(static_cast<qsizetype>(comparison.points.size())) + QStringLiteral(" in common.");
  if (metrics.time) {
    words += QStringLiteral(" Time: ") +
             count_words(comparison, time_verdict_words,
                         [](const ComparedPoint& point) { return verdict_in(point.time); }) +
             '.';
  }
  if (metrics.memory) {
    words += QStringLiteral(" Memory: ") +
             count_words(comparison, memory_verdict_words,
                         [](const ComparedPoint& point) { return verdict_in(point.memory); }) +
             '.';
  }
  const auto lost = std::count_if(comparison.points.begin(), comparison.points.end(),
                                  [](const ComparedPoint& point) { return point.is_lost(); });
  if (lost > 0) words += QStringLiteral(" Lost: ") + points_words(lost) + '.';
  return words + '\n';
}

QString floor_words(const NoiseFloor& floor) {
  const QString size = percent(floor.relative_deviation, 2);
  if (!floor.measured_ms) return size + QStringLiteral(" assumed (attnscope doctor --noise measures it)");
  return size + QStringLiteral(" measured ") + when_words(*floor.measured_ms);
}

QString noise_words(const NoiseFloors& floors) {
  const NoiseFloor& limited = floors.at_power_limit;
  if (limited == floors.below_power_limit) return floor_words(limited);
  const QString size = percent(limited.relative_deviation, 2);
  return floor_words(floors.below_power_limit) + QStringLiteral(", at the power limit by ") + size +
         (limited.measured_ms ? QString() : QStringLiteral(" assumed"));
}

QString device_lines(const DevicePair& pair) {
  if (pair.same_device() && pair.base_noise == pair.other_noise) {
    return QStringLiteral("%1: runs differ by %2\n")
        .arg(text(pair.other.name), noise_words(pair.other_noise));
  }
  return QStringLiteral("%1 (base): runs differ by %2\n%3 (other): runs differ by %4\n")
      .arg(text(pair.base.name), noise_words(pair.base_noise), text(pair.other.name),
           noise_words(pair.other_noise));
}

/// "1.023× (1.004–1.042)": three decimals, since it is about small differences.
QString fine_ratio_words(const Estimate& ratio) {
  const QString value = QString::number(ratio.value, 'f', 3) + QStringLiteral("×");
  if (!ratio.interval) return value;
  return value +
         QStringLiteral(" (%1–%2)").arg(ratio.interval->low, 0, 'f', 3).arg(ratio.interval->high, 0, 'f', 3);
}

/// The table of one device pair and shape.
class ShapeTable {
 public:
  ShapeTable(const CompareMetrics& metrics, bool across_devices)
      : metrics_(metrics), across_devices_(across_devices), table_(headings()) {}

  void add(const ComparedPoint& point) {
    const Problem& problem = point.base.point->problem;
    if (length_ && *length_ != problem.kv_seqlen) table_.gap();
    length_ = problem.kv_seqlen;
    QStringList row{number_words(problem.kv_seqlen), number_words(problem.batch),
                    text(point.base.point->implementation)};
    if (metrics_.time) add_time(row, point);
    if (metrics_.memory) add_memory(row, point);
    if (metrics_.occupancy) add_occupancy(row, point);
    table_.add(row << notes(point));
  }

  QString table_text() const { return table_.text(); }

 private:
  QStringList headings() const {
    QStringList names{">S", ">B", "implementation"};
    if (metrics_.time)
      names << ">base"
            << ">other"
            << "time, 99.7 %"
            << "verdict";
    if (metrics_.time && across_devices_)
      names << ">of peak"
            << ">speedup";
    if (metrics_.memory)
      names << ">memory"
            << "";
    if (metrics_.occupancy)
      names << ">occupancy, %"
            << "";
    return names << "";
  }

  void add_time(QStringList& row, const ComparedPoint& point) const {
    for (const ComparedSide* side : {&point.base, &point.other}) {
      row << (side->time_us ? time_words(*side->time_us) : QString());
    }
    if (point.time) {
      row << fine_ratio_words(point.time->ratio) << time_verdict_words(point.time->verdict);
    } else {
      row << QString() << QString();
    }
    if (!across_devices_) return;
    row << both(point.base.percent_of_peak, point.other.percent_of_peak, " %", 0)
        << both(point.base.speedup, point.other.speedup, "×", 2);
  }

  static void add_memory(QStringList& row, const ComparedPoint& point) {
    const auto* before = std::get_if<Measured>(&point.base.point->outcome);
    const auto* after = std::get_if<Measured>(&point.other.point->outcome);
    if (!point.memory || before == nullptr || after == nullptr) {
      row << QString() << QString();
      return;
    }
    const QString now = bytes_words(after->memory.peak_bytes);
    const bool same = point.memory->verdict == Verdict::same;
    row << (same ? now : bytes_words(before->memory.peak_bytes) + QStringLiteral(" → ") + now)
        << memory_verdict_words(point.memory->verdict);
  }

  static void add_occupancy(QStringList& row, const ComparedPoint& point) {
    if (!point.occupancy) {
      row << QString() << QString();
      return;
    }
    const OccupancyJudgement& judged = *point.occupancy;
    QString figures = QString::number(judged.base_percent, 'f', 1) + QStringLiteral(" → ") +
                      QString::number(judged.other_percent, 'f', 1);
    if (judged.kind == OccupancyKind::theoretical) figures = QStringLiteral("theoretical ") + figures;
    row << figures << occupancy_verdict_words(judged.verdict);
  }

  /// What stands in the way of a verdict.
  static QString notes(const ComparedPoint& point) {
    QStringList words;
    if (!point.time) {
      const QString before = outcome_words(point.base.point->outcome);
      const QString after = outcome_words(point.other.point->outcome);
      if (!before.isEmpty()) words << QStringLiteral("base: ") + before;
      if (!after.isEmpty()) words << QStringLiteral("other: ") + after;
    } else if (!point.time->ratio.interval) {
      words << QStringLiteral("fewer than %1 samples").arg(min_samples_for_interval);
    }
    return words.join(QStringLiteral("; "));
  }

  static QString both(const std::optional<double>& before, const std::optional<double>& after,
                      const char* unit, int decimals) {
    if (!before && !after) return {};
    const auto one = [unit, decimals](const std::optional<double>& value) {
      return value ? QString::number(*value, 'f', decimals) + QString::fromUtf8(unit) : QStringLiteral("–");
    };
    return one(before) + QStringLiteral(" → ") + one(after);
  }

  CompareMetrics metrics_;
  bool across_devices_;
  TextTable table_;
  std::optional<std::int64_t> length_;
};

QString tables(const RunComparison& comparison, const CompareMetrics& metrics) {
  QString page;
  std::optional<std::size_t> device;
  Problem shape;
  std::unique_ptr<ShapeTable> table;
  const auto flush = [&] {
    if (table) page += table->table_text();
    table.reset();
  };
  for (const ComparedPoint& point : comparison.points) {
    const DevicePair& pair = comparison.devices[point.device];
    const bool new_device = device != point.device;
    const Problem here = shape_of(point.base.point->problem);
    if (new_device || here != shape) {
      flush();
      page += '\n';
      if (new_device) page += device_lines(pair);
      page += shape_words(here) + '\n';
      device = point.device;
      shape = here;
      table = std::make_unique<ShapeTable>(metrics, !pair.same_device());
    }
    table->add(point);
  }
  flush();
  return page;
}

QString regression_lines(const CompareReport& report) {
  if (report.regressions.empty()) return {};
  QString lines = QStringLiteral("\nRegressions:\n");
  for (const Regression& regression : report.regressions) {
    const ComparedPoint& compared = report.comparison.points[regression.point];
    const Point& point = *compared.base.point;
    QString how = QStringLiteral("lost");
    if (regression.limit.what == CompareLimit::What::slower) how = fine_ratio_words(compared.time->ratio);
    if (regression.limit.what == CompareLimit::What::memory) how = fine_ratio_words(compared.memory->ratio);
    lines += QStringLiteral("  %1: %2 at %3, %4: %5\n")
                 .arg(regression.limit.text, text(point.implementation),
                      number_words(point.problem.kv_seqlen), shape_words(shape_of(point.problem)), how);
  }
  return lines;
}

QString environment_lines(const RunComparison& comparison) {
  if (comparison.differences.empty())
    return QStringLiteral("\nBoth were measured in the same environment.\n");
  TextTable table({"  environment", "base", "other"});
  QString page = QStringLiteral("\nDifferences of environment:\n");
  std::string device;
  const auto said = [](const std::string& value) {
    return value.empty() ? QStringLiteral("not known") : text(value);
  };
  for (const EnvironmentDifference& difference : comparison.differences) {
    QString subject = QStringLiteral("  ") + subject_words(difference);
    if (comparison.devices.size() > 1 && !difference.device.empty()) {
      subject += QStringLiteral(" of ") + text(difference.device);
    }
    table.add({subject, said(difference.base), said(difference.other)});
  }
  return page + table.text();
}

/// "  flash · 16 heads × 128, fp16, bshd: 512, 1,024", a line a device, implementation and shape.
QString unmatched_lines(const char* where, const std::vector<UnmatchedPoint>& points) {
  if (points.empty()) return {};
  std::map<std::string, std::set<std::string>> uuids_of;
  for (const UnmatchedPoint& one : points) uuids_of[one.device_name].insert(one.point->device_uuid);
  std::vector<std::pair<QString, QStringList>> lines;
  std::map<QString, std::size_t> line_of;
  for (const UnmatchedPoint& one : points) {
    QString device = text(one.device_name);
    if (uuids_of[one.device_name].size() > 1)
      device += QStringLiteral(" (%1)").arg(text(one.point->device_uuid));
    const QString head = device + QStringLiteral(" · ") + text(one.point->implementation) +
                         QStringLiteral(" · ") + shape_words(shape_of(one.point->problem));
    const auto [line, is_new] = line_of.try_emplace(head, lines.size());
    if (is_new) lines.push_back({head, {}});
    lines[line->second].second << number_words(one.point->problem.kv_seqlen);
  }
  QString page = QStringLiteral("\n%1 only in the %2:\n")
                     .arg(points_words(static_cast<qsizetype>(points.size())), QLatin1String(where));
  for (const auto& [head, lengths] : lines) {
    page += QStringLiteral("  ") + head + QStringLiteral(": ") + lengths.join(QStringLiteral(", ")) + '\n';
  }
  return page;
}

}  // namespace

QString compare_text(const CompareReport& report, const CompareMetrics& metrics) {
  const RunComparison& comparison = report.comparison;
  return run_line("base ", *report.base) + run_line("other", *report.other) + summary(comparison, metrics) +
         tables(comparison, metrics) + regression_lines(report) + environment_lines(comparison) +
         unmatched_lines("base", comparison.only_base) + unmatched_lines("other", comparison.only_other);
}

}  // namespace attnscope
