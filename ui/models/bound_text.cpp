// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/bound_text.h"

#include <QCoreApplication>
#include <QStringList>
#include <cmath>

#include "ui/models/labels.h"

namespace attnscope {
namespace {

struct BoundText {
  Q_DECLARE_TR_FUNCTIONS(attnscope::BoundText)
};

QString resource_name(Resource resource) {
  switch (resource) {
    case Resource::tensor_cores:
      return BoundText::tr("tensor cores");
    case Resource::exponentials:
      return BoundText::tr("exponentials");
    case Resource::memory:
      return BoundText::tr("memory");
  }
  return {};
}

QString whole_percent(double percent) {
  return BoundText::tr("%1 %").arg(std::lround(percent));
}

/// After the figures and a colon.
struct CauseWords {
  bool has_figures;

  QString operator()(const BoundByResources& by) const {
    QStringList names;
    for (const Resource resource : by.resources) {
      names << resource_name(resource);
    }
    if (names.size() == 1) {
      return by.resources.front() == Resource::memory ? BoundText::tr("memory bounds it")
                                                      : BoundText::tr("%1 bound it").arg(names.front());
    }
    const QString last = names.takeLast();
    return BoundText::tr("%1 and %2 bound it alike").arg(names.join(QStringLiteral(", ")), last);
  }
  QString operator()(const BoundByFewTiles& by) const {
    return BoundText::tr("none reaches half. %1 tiles are too few for %2 SMs, so latency bounds it")
        .arg(by.tiles)
        .arg(by.multiprocessors);
  }
  QString operator()(const BoundByLatency& by) const {
    return BoundText::tr("none reaches half. A call of %1 is mostly its start and its end: latency bounds it")
        .arg(span_label(by.span_us));
  }
  QString operator()(const BoundByTail& by) const {
    return BoundText::tr("none reaches half. Slots stand idle towards the end (%1 %2): the tail bounds it")
        .arg(occupancy_label(by.kind), whole_percent(by.percent));
  }
  QString operator()(const BoundUnknown&) const {
    return has_figures ? BoundText::tr("none reaches half, so what bounds it can't be told")
                       : BoundText::tr("What bounds it can't be told: this device's limits are not known");
  }
};

QString clock_words(const ClockHeld& clock) {
  QString who;
  switch (clock.reason) {
    case Throttle::thermal:
      who = BoundText::tr("Temperature");
      break;
    case Throttle::hardware:
      who = BoundText::tr("The hardware");
      break;
    case Throttle::none:
    case Throttle::power_cap:
      who = BoundText::tr("The power cap");
      break;
  }
  return BoundText::tr("%1 held the clock at %2 of %3 MHz.")
      .arg(who, count_label(std::llround(clock.sm_clock_mhz)),
           count_label(std::llround(clock.max_sm_clock_mhz)));
}

}  // namespace

QString bound_sentence(const Bound& bound) {
  QStringList figures;
  bool all_counted = true;
  for (const ResourceUse& use : bound.uses) {
    figures << QStringLiteral("%1 %2").arg(resource_name(use.resource), whole_percent(use.percent));
    all_counted = all_counted && use.counted;
  }
  QString sentence = figures.join(QStringLiteral(", "));
  if (!sentence.isEmpty()) {
    sentence.replace(0, 1, sentence.left(1).toUpper());
    if (!all_counted) {
      sentence += BoundText::tr(" at least");  // of what was not counted only the problem's need is known
    }
    sentence += QStringLiteral(": ");
  }
  sentence += std::visit(CauseWords{!figures.isEmpty()}, bound.cause) + '.';
  return bound.clock ? sentence + ' ' + clock_words(*bound.clock) : sentence;
}

}  // namespace attnscope
