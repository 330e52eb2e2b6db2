// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/axis_ticks.h"

#include <QLocale>
#include <algorithm>
#include <array>
#include <cmath>

namespace attnscope {
namespace {

constexpr double tick_distance = 40;  // pixels
constexpr double bytes_base_exponent = 30;

QString plain(double value) {
  return QLocale::c().toString(value, 'g', 4);
}

QString scaled(double value, double base, const std::array<const char*, 5>& units) {
  std::size_t unit = 0;
  while (std::abs(value) >= base && unit + 1 < units.size()) {
    value /= base;
    ++unit;
  }
  return plain(value) + QLatin1Char(' ') + QString::fromUtf8(units[unit]);
}

QString time_text(double microseconds) {
  if (microseconds > 0 && microseconds < 1) {
    return plain(microseconds * 1e3) + QStringLiteral(" ns");
  }
  if (microseconds >= 1e6) {
    return plain(microseconds / 1e6) + QStringLiteral(" s");
  }
  return microseconds >= 1e3 ? plain(microseconds / 1e3) + QStringLiteral(" ms")
                             : plain(microseconds) + QStringLiteral(" µs");
}

/// The smallest of 1, 2, 2.5, 5 times a power of ten that is at least \`wanted\`.
double nice_step(double wanted) {
  const double power = std::pow(10.0, std::floor(std::log10(wanted)));
  for (const double factor : {1.0, 2.0, 2.5, 5.0, 10.0}) {
    if (factor * power >= wanted * (1 - 1e-9)) {
      return factor * power;
    }
  }
  return 10 * power;
}

ValueAxis linear_axis(double largest, const ChartSpec& spec, double height) {
  ValueAxis axis;
  double top = spec.maximum.value_or(largest);
  if (!(top > 0) || !std::isfinite(top)) {
    top = 1;
  }
  const double intervals = std::clamp(std::floor(height / tick_distance), 1.0, 6.0);
  // Bytes are read in units of 1024.
  double step = spec.format == ValueFormat::bytes ? std::exp2(std::ceil(std::log2(top / intervals)))
                                                  : nice_step(top / intervals);
  if (spec.maximum && spec.format == ValueFormat::percent) {
    step = intervals >= 4 ? top / 4 : top / std::min(intervals, 2.0);  // quarters read better than fifths
  }
  const double last = spec.maximum ? top : std::ceil(top / step * (1 - 1e-9)) * step;
  for (int index = 0; index * step <= last * (1 + 1e-9); ++index) {
    axis.ticks.push_back(index * step);
  }
  axis.low = -0.012 * last;
  axis.high = last * 1.03;
  return axis;
}

/// Round steps over the values' own range, which is at least 1 % of them.
ValueAxis fitted_axis(double smallest, double largest, double height) {
  if (!std::isfinite(smallest) || !std::isfinite(largest) || largest < smallest) {
    smallest = 0;
    largest = 1;
  }
  constexpr double least_part = 0.01;
  const double middle = (smallest + largest) / 2;
  const double least = std::max(std::abs(middle) * least_part, 1e-9);
  const double span = std::max(largest - smallest, least);
  ValueAxis axis;
  constexpr double room = 0.06;
  axis.low = middle - span * (0.5 + room);
  axis.high = middle + span * (0.5 + room);
  const double intervals = std::clamp(std::floor(height / tick_distance), 1.0, 6.0);
  const double step = nice_step(span / intervals);
  const double first = std::ceil(axis.low / step);
  for (int index = 0; (first + index) * step <= axis.high; ++index) {
    axis.ticks.push_back((first + index) * step);
  }
  return axis;
}

void power_of_two_ticks(ValueAxis& axis, double most) {
  const double low = std::log2(axis.low);
  const double high = std::log2(axis.high);
  int step = 1;
  for (const int candidate : {1, 2, 3, 4, 5, 10, 20}) {
    step = candidate;
    if ((high - low) / step <= most) {
      break;
    }
  }
  // Counted from 1 GiB, so that whole units are among the ticks.
  const double first = std::ceil((low - bytes_base_exponent) / step) * step + bytes_base_exponent;
  for (double exponent = first; exponent <= high; exponent += step) {
    axis.ticks.push_back(std::exp2(exponent));
  }
}

void power_of_ten_ticks(ValueAxis& axis, double most) {
  const double decades = std::log10(axis.high / axis.low);
  std::vector<double> factors{1};
  if (decades * 3 <= most) {
    factors = {1, 2, 5};
  } else if (decades * 2 <= most) {
    factors = {1, 3};
  }
  const int step = std::max(1, int(std::floor(decades / most)));
  for (int power = int(std::floor(std::log10(axis.low))); std::pow(10.0, power) <= axis.high; power += step) {
    for (const double factor : factors) {
      const double tick = factor * std::pow(10.0, power);
      if (tick >= axis.low && tick <= axis.high) {
        axis.ticks.push_back(tick);
      }
    }
  }
}

ValueAxis logarithmic_axis(double smallest, double largest, const ChartSpec& spec, double height) {
  ValueAxis axis;
  axis.logarithmic = true;
  if (!(smallest > 0) || !std::isfinite(largest) || largest < smallest) {
    smallest = 1;
    largest = 10;
  }
  const double base = spec.scale == ValueScale::log2 ? 2 : 10;
  // At least one unit of the scale, and room beyond both ends.
  double low = std::log(smallest) / std::log(base);
  double high = std::log(largest) / std::log(base);
  const double shortest = base == 2 ? 2.0 : 0.6;
  if (high - low < shortest) {
    const double middle = (low + high) / 2;
    low = middle - shortest / 2;
    high = middle + shortest / 2;
  }
  const double room = (high - low) * 0.06;
  axis.low = std::pow(base, low - room);
  axis.high = std::pow(base, high + room);
  constexpr double room_for_two = 60;
  const double most = std::clamp(height / tick_distance, height > room_for_two ? 2.0 : 1.0, 7.0);
  if (base == 2) {
    power_of_two_ticks(axis, most);
  } else {
    power_of_ten_ticks(axis, most);
  }
  return axis;
}

}  // namespace

QString length_text(double length) {
  constexpr double kilo = 1024;
  const auto whole = static_cast<qint64>(std::llround(length));
  if (whole >= kilo * kilo && whole % qint64(kilo * kilo) == 0) {
    return QString::number(whole / qint64(kilo * kilo)) + QLatin1Char('M');
  }
  if (whole >= kilo && whole % qint64(kilo) == 0) {
    return QString::number(whole / qint64(kilo)) + QLatin1Char('k');
  }
  return QLocale(QLocale::English).toString(whole);
}

QString value_text(double value, ValueFormat format) {
  switch (format) {
    case ValueFormat::ratio:
      return plain(value) + QStringLiteral("×");
    case ValueFormat::microseconds:
      return time_text(value);
    case ValueFormat::tflops:
      return plain(value);
    case ValueFormat::bytes:
      return scaled(value, 1024, {"B", "KiB", "MiB", "GiB", "TiB"});
    case ValueFormat::percent:
      return plain(value) + QStringLiteral(" %");
  }
  return plain(value);
}

ValueAxis value_axis(double smallest, double largest, const ChartSpec& spec, double height_pixels) {
  switch (spec.scale) {
    case ValueScale::linear_from_zero:
      return linear_axis(largest, spec, height_pixels);
    case ValueScale::linear:
      return fitted_axis(smallest, largest, height_pixels);
    case ValueScale::log2:
    case ValueScale::log10:
      break;
  }
  return logarithmic_axis(smallest, largest, spec, height_pixels);
}

std::vector<double> length_ticks(double low, double high, const std::vector<double>& lengths) {
  std::vector<double> ticks;
  if (!(low > 0) || !(high > low)) {
    return ticks;
  }
  for (double exponent = std::ceil(std::log2(low) - 1e-9); exponent <= std::log2(high) + 1e-9; ++exponent) {
    ticks.push_back(std::exp2(exponent));
  }
  if (ticks.size() < 3) {
    ticks.clear();
    std::copy_if(lengths.begin(), lengths.end(), std::back_inserter(ticks),
                 [&](double length) { return length >= low && length <= high; });
  }
  return ticks;
}

std::vector<double> linear_length_ticks(double low, double high) {
  std::vector<double> ticks;
  if (!(high > low)) {
    return ticks;
  }
  constexpr double most = 6;
  const double step = std::max(1.0, std::exp2(std::ceil(std::log2((high - low) / most))));
  for (double tick = std::max(0.0, std::ceil(low / step) * step); tick <= high; tick += step) {
    ticks.push_back(tick);
  }
  return ticks;
}

}  // namespace attnscope
