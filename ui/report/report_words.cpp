// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report_words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <set>

#include "ui/models/environment_text.h"
#include "ui/models/labels.h"

namespace attnscope {
namespace {

struct ReportWords {
  Q_DECLARE_TR_FUNCTIONS(attnscope::ReportWords)
};

/// "one H100 80GB", "2 × H100 80GB", "H100 80GB and Host CPU".
QString devices_words(const Run& run, const FindingSubject& subject) {
  std::vector<std::pair<QString, int>> models;
  for (const Environment& environment : run.header.environments) {
    const bool speaks = std::any_of(subject.devices.begin(), subject.devices.end(), [&](const auto& device) {
      return device.uuid == environment.device.uuid;
    });
    if (!speaks) continue;
    const QString model = device_model_label(environment.device);
    const auto known =
        std::find_if(models.begin(), models.end(), [&](const auto& one) { return one.first == model; });
    if (known != models.end()) {
      ++known->second;
    } else {
      models.emplace_back(model, 1);
    }
  }
  QStringList words;
  for (const auto& [model, count] : models) {
    words << (count > 1           ? QStringLiteral("%1 × %2").arg(count).arg(model)
              : models.size() > 1 ? model
                                  : ReportWords::tr("one %1").arg(model));
  }
  if (words.isEmpty()) return ReportWords::tr("the device");
  const QString last = words.takeLast();
  return words.isEmpty() ? last : ReportWords::tr("%1 and %2").arg(words.join(QStringLiteral(", ")), last);
}

QString range_words(double low, double high) {
  const QString greatest = ratio_label(high);
  QString least = ratio_label(low);
  if (least == greatest) return greatest;
  least.chop(1);
  return ReportWords::tr("%1 to %2").arg(least, greatest);
}

QString lengths_words(std::int64_t from, std::int64_t to) {
  if (from == to) return ReportWords::tr("at %1 tokens").arg(length_label(from));
  return ReportWords::tr("from %1 to %2 tokens").arg(length_label(from), length_label(to));
}

/// The sentence's beginning: how fast.
class SpeedWords {
 public:
  SpeedWords(const CoverFinding& cover, const std::string& baseline)
      : cover_(cover),
        who_(implementation_label(cover.subject.implementation)),
        baseline_(implementation_label(baseline)) {}

  QString operator()(const FasterRange& range) const {
    return ReportWords::tr("%1 is %2 faster than %3 %4")
        .arg(who_, range_words(range.least_speedup, range.greatest_speedup), baseline_,
             lengths_words(range.from_seqlen, range.to_seqlen));
  }
  QString operator()(const SlowerRange& range) const {
    return ReportWords::tr("%1 is %2 slower than %3 %4")
        .arg(who_, range_words(1 / range.greatest_speedup, 1 / range.least_speedup), baseline_,
             lengths_words(range.from_seqlen, range.to_seqlen));
  }
  QString operator()(const FasterFrom& from) const {
    return ReportWords::tr("%1 is faster than %2 from about %3 tokens on, %4 at %5")
        .arg(who_, baseline_, length_label(static_cast<std::int64_t>(std::llround(from.latest_seqlen))),
             range_words(from.least_speedup_at_longest, from.greatest_speedup_at_longest),
             length_label(from.longest_seqlen));
  }
  /// Nothing holds everywhere: the count of points says how things stand.
  QString operator()(const Neutral& neutral) const {
    const SpeedupTally& tally = cover_.tally;
    if (tally.points() == 0) {
      return neutral.why == Neutral::Why::points_missing
                 ? ReportWords::tr("%1 was not measured beside %2: points are missing").arg(who_, baseline_)
                 : ReportWords::tr("%1 was not measured beside %2").arg(who_, baseline_);
    }
    QStringList parts{ReportWords::tr("%1 is faster than %2 at %3 of %4 points, %5")
                          .arg(who_, baseline_)
                          .arg(tally.faster)
                          .arg(tally.points())
                          .arg(range_words(tally.speedups.low, tally.speedups.high))};
    if (tally.slower > 0) parts << ReportWords::tr("slower at %1").arg(tally.slower);
    if (tally.undecided > 0) parts << ReportWords::tr("nobody can tell at %1").arg(tally.undecided);
    if (tally.missing > 0) parts << ReportWords::tr("%1 points are missing").arg(tally.missing);
    return parts.join(QStringLiteral(", "));
  }
  template <typename Other>
  QString operator()(const Other&) const {
    return {};  // cover_finding makes none
  }

 private:
  const CoverFinding& cover_;
  QString who_;
  QString baseline_;
};

}  // namespace

QString cover_line(const Run& run, const CoverFinding& cover, const std::string& baseline) {
  QString line =
      ReportWords::tr("On %1, %2")
          .arg(devices_words(run, cover.subject), std::visit(SpeedWords(cover, baseline), cover.speed));
  if (cover.shapes > 1) line += ReportWords::tr(" over %1 shapes").arg(cover.shapes);
  if (cover.memory) {
    const MemoryPair& memory = *cover.memory;
    const QString ours = memory_label(memory.bytes);
    const QString theirs = memory_label(memory.baseline_bytes);
    line += ours == theirs
                ? ReportWords::tr("; at %1 tokens both need %2").arg(length_label(memory.seqlen), ours)
                : ReportWords::tr("; at %1 tokens it needs %2 where %3 needs %4")
                      .arg(length_label(memory.seqlen), ours, implementation_label(baseline), theirs);
  }
  if (cover.baseline_out_of_memory_at) {
    line += ReportWords::tr("; from %1 tokens on %2 runs out of memory")
                .arg(length_label(*cover.baseline_out_of_memory_at), implementation_label(baseline));
  }
  return line + QLatin1Char('.');
}

QString report_time(std::int64_t milliseconds) {
  return QLocale::c().toString(QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC),
                               QStringLiteral("d MMM yyyy HH:mm 'UTC'"));
}

QString claim_text(ClaimKind kind, const std::string& baseline) {
  const QString other = implementation_label(baseline);
  switch (kind) {
    case ClaimKind::faster_under_512:
      return ReportWords::tr("Under 512 tokens, 10–20 % faster than %1").arg(other);
    case ClaimKind::faster_512_to_2k:
      return ReportWords::tr("From 512 to 2k tokens, 2–3× faster than %1").arg(other);
    case ClaimKind::faster_over_2k:
      return ReportWords::tr("Over 2k tokens, 3–4× faster than %1").arg(other);
    case ClaimKind::less_memory:
      return ReportWords::tr("10–20× less memory than %1").arg(other);
    case ClaimKind::small_error:
      return ReportWords::tr("Error under 1e-3");
    case ClaimKind::fp8_faster_than_16:
      return ReportWords::tr("FP8 1.5–2× faster than fp16");
  }
  return {};
}

QString claim_standing(ClaimStanding standing) {
  switch (standing) {
    case ClaimStanding::held:
      return ReportWords::tr("held");
    case ClaimStanding::not_held:
      return ReportWords::tr("not held");
    case ClaimStanding::not_measured:
      return ReportWords::tr("not measured");
  }
  return {};
}

QString claim_figure(const ClaimCheck& check) {
  QStringList parts;
  if (check.kind == ClaimKind::small_error && check.points > 0) {
    parts << ReportWords::tr("relative RMS up to %1").arg(error_label(check.measured.high));
  } else if (check.points > 0) {
    parts << range_words(check.measured.low, check.measured.high);
  }
  if (check.standing == ClaimStanding::held && check.exceeded) parts << ReportWords::tr("more than claimed");
  if (check.standing == ClaimStanding::not_held) {
    parts << ReportWords::tr("reached at %1 of %2 points").arg(check.reaching).arg(check.points);
    if (check.held_from) parts << ReportWords::tr("always from %1 on").arg(length_label(*check.held_from));
  } else if (check.points > 0) {
    parts << (check.points == 1 ? ReportWords::tr("one point")
                                : ReportWords::tr("%1 points").arg(check.points));
  }
  if (check.baseline_out_of_memory > 0) {
    parts << ReportWords::tr("at %1 more the baseline ran out of memory").arg(check.baseline_out_of_memory);
  }
  return parts.isEmpty() ? QStringLiteral("–") : parts.join(QStringLiteral("; "));
}

QStringList note_lines(const Run& run) {
  QStringList lines;
  for (const QString& line : to_label(run.note).split('\n', Qt::SkipEmptyParts)) {
    if (const QString words = line.simplified(); !words.isEmpty()) lines << words;
  }
  QStringList tags;
  for (const std::string& tag : run.tags) tags << to_label(tag).simplified();
  if (!tags.isEmpty()) lines << ReportWords::tr("Tags: %1").arg(tags.join(QStringLiteral(", ")));
  return lines;
}

QStringList method_lines(const Run& run, const MetricOptions& options) {
  const MeasurementOptions& how = run.header.options;
  QStringList lines;
  lines << ReportWords::tr(
               "A time is the median span of one call: from the start of its first activity on the device to "
               "the end "
               "of its last. Each point took %1 to %2 samples, until the 95 % interval of the median was "
               "under %3 % "
               "of it, or %4 s were spent.")
               .arg(how.min_samples)
               .arg(how.max_samples)
               .arg(how.target_interval * 100, 0, 'g', 3)
               .arg(how.point_budget_seconds, 0, 'g', 3);
  lines
      << ReportWords::tr(
             "Speedup is the median span of %1 over that of the implementation, on the same device and "
             "problem of the same run, with a 95 % bootstrap interval. Faster and slower are said where that "
             "interval excludes 1.")
             .arg(implementation_label(options.baseline));
  lines << (how.cold_l2
                ? ReportWords::tr("On GPUs the L2 cache was filled with clean lines before each sample.")
                : ReportWords::tr("The L2 cache was not cleared between samples."));
  lines << ReportWords::tr("Inputs are random (seed %1).").arg(how.seed);
  std::set<QString> sources;
  std::set<QString> remarks;
  for (const Point& point : run.points) {
    const auto* measured = std::get_if<Measured>(&point.outcome);
    if (measured == nullptr) continue;
    sources.insert(timing_line(*measured));
    for (const std::string& remark : measured->remarks) remarks.insert(to_label(remark));
  }
  for (const QString& source : sources) lines << source + QLatin1Char('.');
  lines << ReportWords::tr(
      "Peak memory is output, scratch and library workspace of one cold call, without the inputs. Errors are "
      "the relative RMS difference to an fp64 reference on the same inputs.");
  lines << (options.flops == FlopConvention::exact
                ? ReportWords::tr("FLOPs of the forward pass: 4 · query heads · head dim · unmasked "
                                  "query–key pairs, summed over the batch.")
                : ReportWords::tr("FLOPs of the forward pass: 4 · query heads · head dim · query–key pairs, "
                                  "summed over the batch; causal counted as half, as papers do."));
  for (const QString& remark : remarks) lines << ReportWords::tr("Remark: %1.").arg(remark);
  return lines;
}

}  // namespace attnscope
