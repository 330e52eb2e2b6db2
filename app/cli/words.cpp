// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/words.h"

#include <QDateTime>
#include <QLocale>
#include <array>
#include <cmath>

namespace attnscope {
namespace {

/// Three significant digits, without an exponent.
QString three_digits(double value) {
  const double size = std::abs(value);
  int decimals = 2;
  if (size >= 99.95) {
    decimals = 0;
  } else if (size >= 9.995) {
    decimals = 1;
  }
  return QString::number(value, 'f', decimals);
}

/// The value in the largest unit that leaves it at 1 or more, and that unit.
std::pair<double, const char*> scaled_bytes(std::uint64_t bytes) {
  static constexpr std::array units{"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 999.5 && unit + 1 < units.size()) {
    value /= 1000;
    ++unit;
  }
  return {value, units[unit]};
}

}  // namespace

QString text(const std::string& words) {
  return QString::fromStdString(words);
}

QString number_words(std::int64_t value) {
  return QLocale(QLocale::English).toString(static_cast<qlonglong>(value));
}

QString time_words(double microseconds) {
  if (microseconds < 999.5) return three_digits(microseconds) + QStringLiteral(" µs");
  if (microseconds < 999.5e3) return three_digits(microseconds / 1e3) + QStringLiteral(" ms");
  return three_digits(microseconds / 1e6) + QStringLiteral(" s");
}

QString bytes_words(std::uint64_t bytes) {
  const auto [value, unit] = scaled_bytes(bytes);
  return (bytes < 1000 ? QString::number(bytes) : three_digits(value)) + ' ' + QLatin1String(unit);
}

QString duration_words(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::llround(std::max(0.0, seconds)));
  if (whole < 60) return QStringLiteral("%1 s").arg(whole);
  if (whole < 3600) return QStringLiteral("%1 min %2 s").arg(whole / 60).arg(whole % 60);
  return QStringLiteral("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

QString shape_words(const Problem& problem) {
  QString words = QString::number(problem.query_heads);
  if (problem.kv_heads != problem.query_heads) words += '/' + QString::number(problem.kv_heads);
  words +=
      QStringLiteral(" heads × %1, %2").arg(problem.head_dim).arg(text(std::string(name_of(problem.dtype))));
  if (problem.causal) words += QStringLiteral(", causal");
  if (problem.window_left || problem.window_right) {
    const auto side = [](const std::optional<std::int64_t>& length) {
      return length ? number_words(*length) : QStringLiteral("none");
    };
    words += QStringLiteral(", window %1 left, %2 right")
                 .arg(side(problem.window_left), side(problem.window_right));
  }
  if (problem.soft_cap) words += QStringLiteral(", soft cap %1").arg(*problem.soft_cap);
  if (problem.alibi) words += QStringLiteral(", ALiBi");
  if (problem.dropout > 0) words += QStringLiteral(", dropout %1").arg(problem.dropout);
  if (problem.softmax_scale) words += QStringLiteral(", scale %1").arg(*problem.softmax_scale);
  return words + QStringLiteral(", ") + text(std::string(name_of(problem.layout)));
}

QString state_words(RunState state) {
  switch (state) {
    case RunState::running:
      return QStringLiteral("running");
    case RunState::finished:
      return QStringLiteral("finished");
    case RunState::cancelled:
      return QStringLiteral("cancelled");
    case RunState::interrupted:
      return QStringLiteral("interrupted");
  }
  return {};
}

QString when_words(std::int64_t milliseconds) {
  return QDateTime::fromMSecsSinceEpoch(milliseconds).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
}

QString interval_words(const Estimate& estimate) {
  if (!estimate.interval || estimate.value <= 0) return {};
  const double half = (estimate.interval->high - estimate.interval->low) / 2 / estimate.value * 100;
  return QStringLiteral("±%1 %").arg(half, 0, 'f', half < 9.95 ? 1 : 0);
}

QString ratio_words(const Estimate& estimate) {
  const QString value = QString::number(estimate.value, 'f', 2) + QStringLiteral("×");
  if (!estimate.interval) return value;
  return value + QStringLiteral(" (%1–%2)")
                     .arg(estimate.interval->low, 0, 'f', 2)
                     .arg(estimate.interval->high, 0, 'f', 2);
}

QString outcome_words(const Outcome& outcome) {
  if (const auto* memory = std::get_if<OutOfMemory>(&outcome)) {
    if (memory->needed_bytes == 0) return QStringLiteral("out of memory: ") + text(memory->message);
    return QStringLiteral("out of memory: needed %1 of %2")
        .arg(bytes_words(memory->needed_bytes), bytes_words(memory->capacity_bytes));
  }
  if (const auto* unsupported = std::get_if<Unsupported>(&outcome)) {
    return QStringLiteral("not supported: ") + text(unsupported->reason);
  }
  if (const auto* failed = std::get_if<Failed>(&outcome)) {
    return QStringLiteral("failed: ") + text(failed->message);
  }
  return std::holds_alternative<Cancelled>(outcome) ? QStringLiteral("cancelled") : QString();
}

QString outcome_name(const Outcome& outcome) {
  static constexpr std::array names{"measured", "out of memory", "unsupported", "failed", "cancelled"};
  static_assert(names.size() == std::variant_size_v<Outcome>);
  return QLatin1String(names[outcome.index()]);
}

}  // namespace attnscope
