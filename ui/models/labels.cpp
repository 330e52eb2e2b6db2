// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/labels.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTimeZone>
#include <algorithm>
#include <array>
#include <cmath>

#include "profiler/session/plain_text.h"

namespace attnscope {
namespace {

struct Labels {
  Q_DECLARE_TR_FUNCTIONS(attnscope::Labels)
};

/// Three significant digits without an exponent; trailing zeros stay, so that columns line up.
QString three_digits(double value) {
  const double size = std::abs(value);
  const int decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
  return QLocale::c().toString(value, 'f', decimals);
}

/// Three significant digits, "128" rather than "128.0", "2" rather than "2.00".
QString short_digits(double value) {
  QString text = three_digits(value);
  if (text.contains('.')) {
    while (text.endsWith('0')) {
      text.chop(1);
    }
    if (text.endsWith('.')) {
      text.chop(1);
    }
  }
  return text;
}

QString dtype_label(Dtype dtype) {
  const std::string_view name = name_of(dtype);
  return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

}  // namespace

QString to_label(const std::string& text) {
  return plain_text(text);
}

QString count_label(std::int64_t value) {
  // The C locale groups no digits.
  return QLocale(QLocale::English).toString(static_cast<qlonglong>(value));
}

QString length_label(std::int64_t length) {
  constexpr std::int64_t kilo = 1024;
  if (length >= kilo * kilo && length % (kilo * kilo) == 0) {
    return QStringLiteral("%1M").arg(length / (kilo * kilo));
  }
  if (length >= kilo && length % kilo == 0) {
    return QStringLiteral("%1k").arg(length / kilo);
  }
  return count_label(length);
}

QString span_label(double microseconds) {
  if (microseconds < 999.5) {
    return Labels::tr("%1 µs").arg(three_digits(microseconds));
  }
  if (microseconds < 999.5e3) {
    return Labels::tr("%1 ms").arg(three_digits(microseconds / 1e3));
  }
  return Labels::tr("%1 s").arg(three_digits(microseconds / 1e6));
}

QString throughput_label(double tflops) {
  return tflops < 0.1 ? Labels::tr("%1 GFLOP/s").arg(three_digits(tflops * 1e3))
                      : Labels::tr("%1 TFLOP/s").arg(three_digits(tflops));
}

QString ratio_label(double ratio) {
  const int decimals = ratio >= 99.95 ? 0 : ratio >= 1.995 ? 1 : 2;
  return QLocale::c().toString(ratio, 'f', decimals) + QStringLiteral("×");
}

QString percent_label(double percent) {
  return Labels::tr("%1 %").arg(QLocale::c().toString(percent, 'f', percent > 99.95 ? 0 : 1));
}

QString memory_label(double bytes) {
  static constexpr std::array units{"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  std::size_t unit = 0;
  while (bytes >= 1023.5 && unit + 1 < units.size()) {
    bytes /= 1024;
    ++unit;
  }
  const QString digits = bytes >= 999.5 ? count_label(std::llround(bytes)) : short_digits(bytes);
  return digits + ' ' + QLatin1String(units[unit]);
}

QString capacity_label(std::uint64_t bytes) {
  const double gigabytes = static_cast<double>(bytes) / 1e9;
  return gigabytes < 1 ? Labels::tr("%1 MB").arg(short_digits(gigabytes * 1e3))
                       : Labels::tr("%1 GB").arg(short_digits(gigabytes));
}

QString error_label(double error) {
  if (error == 0) {
    return QStringLiteral("0");
  }
  // "2.1e-04" is "2.1e-4" on paper.
  return QString::number(error, 'e', 1).replace(QLatin1String("e-0"), QLatin1String("e-"));
}

QString seconds_label(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::llround(std::max(0.0, seconds)));
  if (whole < 60) {
    return Labels::tr("%1 s").arg(whole);
  }
  if (whole < 3600) {
    return Labels::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
  }
  return Labels::tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

QString rough_seconds_label(double seconds) {
  if (seconds < 5) {
    return Labels::tr("a few seconds");
  }
  if (seconds < 55) {
    return Labels::tr("about %1 s").arg(static_cast<int>(std::ceil(seconds / 5)) * 5);
  }
  if (seconds < 55 * 60) {
    return Labels::tr("about %1 min").arg(std::max(1, static_cast<int>(std::lround(seconds / 60))));
  }
  return Labels::tr("about %1 h").arg(three_digits(seconds / 3600));
}

QString half_width_label(const Estimate& value) {
  if (!value.interval || value.value == 0) {
    return {};
  }
  const double percent = 50 * (value.interval->high - value.interval->low) / std::abs(value.value);
  const int decimals = percent < 0.095 ? 2 : percent < 9.95 ? 1 : 0;
  return Labels::tr("± %1 %").arg(QLocale::c().toString(percent, 'f', decimals));
}

QString range_label(const Interval& interval) {
  const int decimals = interval.high - interval.low < 0.095 ? 2 : 1;
  return QStringLiteral("%1–%2").arg(QLocale::c().toString(interval.low, 'f', decimals),
                                     QLocale::c().toString(interval.high, 'f', decimals));
}

QString date_label(std::int64_t milliseconds, const QDateTime& now) {
  const QDateTime then = QDateTime::fromMSecsSinceEpoch(milliseconds).toTimeZone(now.timeZone());
  const QLocale locale = QLocale::c();
  const QString time = locale.toString(then, QStringLiteral("HH:mm"));
  const qint64 days = then.date().daysTo(now.date());
  if (days == 0) {
    return Labels::tr("today %1").arg(time);
  }
  if (days == 1) {
    return Labels::tr("yesterday %1").arg(time);
  }
  const bool this_year = then.date().year() == now.date().year();
  return locale.toString(then, this_year ? QStringLiteral("d MMM") : QStringLiteral("d MMM yyyy"));
}

QString implementation_label(const std::string& implementation) {
  if (implementation == "standard-eager") {
    return Labels::tr("standard, eager");
  }
  return to_label(implementation);
}

QString device_model_label(const DeviceDescription& device) {
  if (device.kind == DeviceKind::host_cpu) {
    return Labels::tr("Host CPU");
  }
  QString name = to_label(device.name);
  for (const char* word :
       {"NVIDIA ", "GeForce ", "Tesla ", " HBM3e", " HBM3", " HBM2e", " HBM2", "-SXM4", "-SXM5"}) {
    name.remove(QLatin1String(word));
  }
  return name.simplified();
}

QString device_label(const DeviceDescription& device) {
  if (device.kind == DeviceKind::host_cpu) {
    return Labels::tr("Host CPU");
  }
  return Labels::tr("GPU %1 · %2").arg(device.ordinal).arg(device_model_label(device));
}

QString shape_label(const Problem& shape) {
  QString text = Labels::tr("%1/%2 × %3 %4").arg(shape.query_heads).arg(shape.kv_heads);
  text = text.arg(shape.head_dim).arg(dtype_label(shape.dtype));
  if (shape.causal) {
    text += ' ' + Labels::tr("causal");
  }
  if (shape.window_left || shape.window_right) {
    text += ' ' + Labels::tr("window %1").arg(shape.window_left.value_or(shape.window_right.value_or(0)) + 1);
  }
  if (shape.soft_cap) text += ' ' + Labels::tr("soft cap %1").arg(*shape.soft_cap);
  if (shape.alibi) text += ' ' + Labels::tr("ALiBi");
  if (shape.dropout > 0) text += ' ' + Labels::tr("dropout %1").arg(shape.dropout);
  return text;
}

QString occupancy_label(OccupancyKind kind) {
  switch (kind) {
    case OccupancyKind::theoretical:
      return Labels::tr("theoretical");
    case OccupancyKind::achieved:
      return Labels::tr("achieved");
    case OccupancyKind::wave_fill:
      return Labels::tr("wave fill");
    case OccupancyKind::balance:
      return Labels::tr("balance");
    case OccupancyKind::measured_balance:
      return Labels::tr("measured balance");
    case OccupancyKind::mask_density:
      return Labels::tr("mask density");
  }
  return {};
}

QString value_label(Metric metric, double value) {
  switch (metric) {
    case Metric::time:
      return span_label(value);
    case Metric::throughput:
      return throughput_label(value);
    case Metric::speedup:
      return ratio_label(value);
    case Metric::peak_memory:
      return memory_label(value);
    case Metric::percent_of_peak:
    case Metric::tile_occupancy:
      return percent_label(value);
  }
  return {};
}

}  // namespace attnscope
