// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/findings.h"

#include <QCoreApplication>
#include <QLocale>
#include <cmath>

#include "ui/models/labels.h"

namespace attnscope {
namespace {

struct Titles {
  Q_DECLARE_TR_FUNCTIONS(attnscope::Titles)
};

/// "2.7 to 5.0×", both to as many decimals as the greater bears; one figure where both read the same.
QString ratios(double low, double high) {
  const QString greatest = ratio_label(high);
  const qsizetype point = greatest.indexOf('.');
  const int decimals = point < 0 ? 0 : static_cast<int>(greatest.size() - 2 - point);
  const QString least = QLocale::c().toString(low, 'f', decimals);
  return least + QStringLiteral("×") == greatest ? greatest : Titles::tr("%1 to %2").arg(least, greatest);
}

QString spans(const Interval& time) {
  const QString low = span_label(time.low);
  const QString high = span_label(time.high);
  return low == high ? low : Titles::tr("%1 to %2").arg(low, high);
}

QString percents(const Interval& percent) {
  const long low = std::lround(percent.low);
  const long high = std::lround(percent.high);
  return low == high ? Titles::tr("%1 %").arg(low) : Titles::tr("%1 to %2 %").arg(low).arg(high);
}

QString lengths(std::int64_t from, std::int64_t to) {
  return from == to ? Titles::tr("at %1").arg(length_label(from))
                    : Titles::tr("%1 to %2").arg(length_label(from), length_label(to));
}

/// One sentence a finding.
class Wording {
 public:
  explicit Wording(const FindingContext& context) : context_(context) {}

  QString operator()(const FasterRange& range) const {
    return Titles::tr("%1 is %2 faster than %3%4, %5")
        .arg(who(), ratios(range.least_speedup, range.greatest_speedup), baseline(), where(range.subject),
             lengths(range.from_seqlen, range.to_seqlen));
  }

  QString operator()(const SlowerRange& range) const {
    return Titles::tr("%1 is %2 slower than %3%4, %5")
        .arg(who(), ratios(1 / range.greatest_speedup, 1 / range.least_speedup), baseline(),
             where(range.subject), lengths(range.from_seqlen, range.to_seqlen));
  }

  QString operator()(const FasterFrom& from) const {
    const QString latest = length_label(std::llround(from.latest_seqlen));
    const QString earliest = length_label(std::llround(from.earliest_seqlen));
    const QString when = from.starts_open     ? Titles::tr("by %1").arg(latest)
                         : earliest == latest ? Titles::tr("at %1").arg(latest)
                                              : Titles::tr("at %1 to %2").arg(earliest, latest);
    return Titles::tr("%1 overtakes %2%3 %4: %5 at %6")
        .arg(who(), baseline(), where(from.subject), when,
             ratios(from.least_speedup_at_longest, from.greatest_speedup_at_longest),
             length_label(from.longest_seqlen));
  }

  QString operator()(const TimeAtLength& time) const {
    const QString length = length_label(time.seqlen);
    if (context_.metric == Metric::throughput) {
      const QString low = throughput_label(time.tflops.low);
      const QString high = throughput_label(time.tflops.high);
      return Titles::tr("%1 reaches %2 at %3%4")
          .arg(who(), low == high ? low : Titles::tr("%1 to %2").arg(low, high), length, where(time.subject));
    }
    if (context_.metric == Metric::percent_of_peak) {
      return time.peak_percent ? Titles::tr("%1 reaches %2 of the peak at %3%4")
                                     .arg(who(), percents(*time.peak_percent), length, where(time.subject))
                               : (*this)(Neutral{});
    }
    if (!time.baseline_time_us) {
      return Titles::tr("One call takes %1 at %2 with %3%4")
          .arg(spans(time.time_us), length, who(), where(time.subject));
    }
    return Titles::tr("One call takes %1 at %2 with %3, %4 with %5%6")
        .arg(spans(time.time_us), length, who(), spans(*time.baseline_time_us), baseline(),
             where(time.subject));
  }

  QString operator()(const MemoryRatioAtLength& memory) const {
    if (memory.ratio.high < 1) {
      return Titles::tr("%1 needs %2 the memory of %3 at %4%5")
          .arg(who(), ratios(1 / memory.ratio.high, 1 / memory.ratio.low), baseline(),
               length_label(memory.seqlen), where(memory.subject));
    }
    return Titles::tr("%1 needs %2 the memory of %3 at %4%5")
        .arg(baseline(), ratios(memory.ratio.low, memory.ratio.high), who(), length_label(memory.seqlen),
             where(memory.subject));
  }

  QString operator()(const BaselineOutOfMemory& memory) const {
    return Titles::tr("%1 runs out of memory at %2; %3 fits up to %4%5")
        .arg(baseline(), length_label(memory.baseline_out_at), who(),
             length_label(memory.implementation_fits), where(memory.subject));
  }

  QString operator()(const OccupancyFrom& occupancy) const {
    const QString percent = Titles::tr("%1 %").arg(std::lround(occupancy.percent));
    const QString length = length_label(occupancy.from_seqlen);
    const QString from = occupancy.from_seqlen == occupancy.to_seqlen ? Titles::tr("at %1").arg(length)
                                                                      : Titles::tr("from %1").arg(length);
    switch (occupancy.kind) {
      case OccupancyKind::measured_balance:
      case OccupancyKind::balance:
        return Titles::tr("Tiles of %1 keep the processors at least %2 busy %3%4")
            .arg(who(), percent, from, where(occupancy.subject));
      case OccupancyKind::wave_fill:
        return Titles::tr("Waves of %1 are at least %2 full %3%4")
            .arg(who(), percent, from, where(occupancy.subject));
      default:
        return Titles::tr("%1: %2 at least %3 %4%5")
            .arg(who(), kind(occupancy.kind), percent, from, where(occupancy.subject));
    }
  }

  QString operator()(const OccupancyRange& occupancy) const {
    const long low = std::lround(occupancy.least_percent);
    const long high = std::lround(occupancy.greatest_percent);
    const QString range = low == high ? QString::number(low) : Titles::tr("%1 to %2").arg(low).arg(high);
    return Titles::tr("%1: %2 %3 %%4").arg(who(), kind(occupancy.kind), range, where(occupancy.subject));
  }

  QString operator()(const Neutral&) const {
    switch (context_.metric) {
      case Metric::speedup:
        return context_.implementation == context_.baseline
                   ? Titles::tr("Speedup over %1").arg(baseline())
                   : Titles::tr("Speed of %1 against %2").arg(who(), baseline());
      case Metric::time:
        return Titles::tr("Time of one call");
      case Metric::throughput:
        return Titles::tr("Throughput");
      case Metric::percent_of_peak:
        return Titles::tr("Part of the GPU's peak");
      case Metric::peak_memory:
        return Titles::tr("Peak memory of one call");
      case Metric::tile_occupancy:
        return Titles::tr("How tiles fill the device");
    }
    return {};
  }

 private:
  QString who() const { return implementation_label(context_.implementation); }
  QString baseline() const { return implementation_label(context_.baseline); }

  static QString kind(OccupancyKind kind) {
    const bool warps = kind == OccupancyKind::theoretical || kind == OccupancyKind::achieved;
    return warps ? Titles::tr("%1 occupancy").arg(occupancy_label(kind)) : occupancy_label(kind);
  }

  QString where(const FindingSubject& subject) const {
    if (subject.devices.empty()) {
      return {};
    }
    if (subject.devices.size() > 1) {
      return subject.devices.size() == 2 ? Titles::tr(" on both devices") : Titles::tr(" on all devices");
    }
    if (subject.devices.front().uuid.starts_with("CPU-")) {
      return Titles::tr(" on the CPU");
    }
    DeviceDescription device;
    device.kind = DeviceKind::cuda;
    device.name = subject.devices.front().name;
    return Titles::tr(" on %1").arg(device_model_label(device));
  }

  const FindingContext& context_;
};

}  // namespace

QString finding_title(const Finding& finding, const FindingContext& context) {
  return std::visit(Wording(context), finding);
}

QString neutral_reason(const Finding& finding, const FindingContext& context) {
  const auto* neutral = std::get_if<Neutral>(&finding);
  if (neutral == nullptr) {
    return {};
  }
  switch (neutral->why) {
    case Neutral::Why::nothing_measured:
      return Titles::tr("nothing measured yet");
    case Neutral::Why::no_baseline:
      return Titles::tr("%1 was not measured").arg(implementation_label(context.baseline));
    case Neutral::Why::points_missing:
      return Titles::tr("points are missing");
    case Neutral::Why::too_few_samples:
      return Titles::tr("too few samples for an interval");
    case Neutral::Why::cannot_tell:
      return Titles::tr("can't tell: an interval includes 1");
    case Neutral::Why::mixed:
      return context.metric == Metric::peak_memory ? Titles::tr("more on one device, less on another")
                                                   : Titles::tr("faster at some lengths, slower at others");
    case Neutral::Why::same:
      return Titles::tr("%1 and %2 need the same")
          .arg(implementation_label(context.implementation), implementation_label(context.baseline));
  }
  return {};
}

}  // namespace attnscope
