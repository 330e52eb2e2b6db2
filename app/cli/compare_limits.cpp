// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/compare_limits.h"

#include <map>

namespace attnscope {
namespace {

constexpr double highest_percent = 1000;

Result<CompareLimit> parse_limit(const QString& text) {
  static const std::map<QString, CompareLimit::What> names{{"slower", CompareLimit::What::slower},
                                                           {"memory", CompareLimit::What::memory},
                                                           {"lost", CompareLimit::What::lost}};
  const auto refuse = [&text] {
    return fail(ErrorKind::usage, "--fail-on takes slower, slower:3%, memory, memory:5% or lost, not \"" +
                                      text.toStdString() + '"');
  };
  const qsizetype colon = text.indexOf(':');
  const auto named = names.find(colon < 0 ? text : text.left(colon));
  if (named == names.end()) return refuse();
  CompareLimit limit{named->second, 0, text};
  if (colon < 0) return limit;
  QString number = text.mid(colon + 1);
  if (number.endsWith('%')) number.chop(1);
  bool is_number = false;
  const double percent = number.toDouble(&is_number);
  if (!is_number || !(percent >= 0 && percent <= highest_percent) || limit.what == CompareLimit::What::lost) {
    return refuse();
  }
  limit.part = percent / 100;
  return limit;
}

}  // namespace

Result<std::vector<CompareLimit>> parse_limits(const QStringList& texts) {
  std::vector<CompareLimit> limits;
  for (const QString& text : texts) {
    auto limit = parse_limit(text);
    if (!limit) return tl::unexpected(limit.error());
    limits.push_back(std::move(*limit));
  }
  return limits;
}

bool exceeds(const ComparedPoint& point, const CompareLimit& limit) {
  const auto is_higher = [&limit](const std::optional<Judgement>& judgement) {
    return judgement && judgement->verdict == Verdict::higher && judgement->ratio.value >= 1 + limit.part;
  };
  switch (limit.what) {
    case CompareLimit::What::slower:
      return is_higher(point.time);
    case CompareLimit::What::memory:
      return is_higher(point.memory);
    case CompareLimit::What::lost:
      return point.is_lost();
  }
  return false;
}

}  // namespace attnscope
