// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/compare_report.h"

namespace attnscope {
namespace {

QString verdict_words(Verdict verdict, const char* lower, const char* higher) {
  switch (verdict) {
    case Verdict::lower:
      return QLatin1String(lower);
    case Verdict::higher:
      return QLatin1String(higher);
    case Verdict::same:
      return QStringLiteral("same");
    case Verdict::cannot_tell:
      return QStringLiteral("can't tell");
  }
  return {};
}

}  // namespace

QString time_verdict_words(Verdict verdict) {
  return verdict_words(verdict, "faster", "slower");
}

QString memory_verdict_words(Verdict verdict) {
  return verdict_words(verdict, "less", "more");
}

QString occupancy_verdict_words(Verdict verdict) {
  return verdict_words(verdict, "lower", "higher");
}

QString subject_words(const EnvironmentDifference& difference) {
  switch (difference.subject) {
    case EnvironmentSubject::device:
      return QStringLiteral("device");
    case EnvironmentSubject::driver:
      return QStringLiteral("driver");
    case EnvironmentSubject::cuda:
      return QStringLiteral("CUDA of the driver");
    case EnvironmentSubject::power_limit:
      return QStringLiteral("power limit, W");
    case EnvironmentSubject::max_sm_clock:
      return QStringLiteral("highest SM clock, MHz");
    case EnvironmentSubject::sm_clock:
      return QStringLiteral("median SM clock, MHz");
    case EnvironmentSubject::held_back:
      return QStringLiteral("samples held back by heat or hardware, %");
    case EnvironmentSubject::mig:
      return QStringLiteral("MIG");
    case EnvironmentSubject::ecc:
      return QStringLiteral("ECC");
    case EnvironmentSubject::host:
      return QStringLiteral("machine");
    case EnvironmentSubject::program_version:
      return QStringLiteral("attnscope");
    case EnvironmentSubject::kernel_hash:
      return QStringLiteral("kernel sources");
    case EnvironmentSubject::library:
      return QString::fromStdString(difference.library);
    case EnvironmentSubject::cold_l2:
      return QStringLiteral("cold L2");
    case EnvironmentSubject::timing_source:
      return QStringLiteral("times from");
    case EnvironmentSubject::seed:
      return QStringLiteral("seed of the inputs");
    case EnvironmentSubject::samples:
      return QStringLiteral("samples a point");
    case EnvironmentSubject::target_interval:
      return QStringLiteral("interval to reach");
    case EnvironmentSubject::point_budget:
      return QStringLiteral("seconds a point");
  }
  return {};
}

}  // namespace attnscope
