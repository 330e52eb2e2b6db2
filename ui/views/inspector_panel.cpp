// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/inspector_panel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/labels.h"
#include "ui/models/point_details.h"
#include "ui/theme/meter.h"
#include "ui/theme/theme.h"
#include "ui/views/focus_ring.h"
#include "ui/views/parts.h"
#include "ui/views/samples_view.h"

namespace attnscope {
namespace {

constexpr int wide_from = 600;

Role role_of(Tone tone) {
  switch (tone) {
    case Tone::good:
      return Role::good;
    case Tone::warning:
      return Role::warning;
    case Tone::plain:
      break;
  }
  return Role::body;
}

}  // namespace

InspectorPanel::InspectorPanel(QWidget* parent) : QScrollArea(parent) {
  setWidgetResizable(true);
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Point inspector"));
  setFocusPolicy(Qt::StrongFocus);
  new FocusRing(this);
  set_role(this, Role::panel);
  show_details(std::nullopt);
}

/// One column of the page; the page puts them below or beside each other.
QVBoxLayout* InspectorPanel::new_column() {
  auto* part = new QWidget;
  auto* column = new QVBoxLayout(part);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2);
  parts_->addWidget(part, 1, Qt::AlignTop);
  return column;
}

void InspectorPanel::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  arrange();
}

void InspectorPanel::arrange() {
  const bool wide = viewport()->width() >= wide_from;
  parts_->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
  parts_->setSpacing(wide ? 28 : 12);
}

void InspectorPanel::add_heading(QVBoxLayout* column, const QString& text) {
  if (column->count() > 0) {
    column->addSpacing(12);
  }
  column->addWidget(make_label(text, Role::heading));
  column->addSpacing(4);
}

void InspectorPanel::add_row(QVBoxLayout* column, const DetailRow& row) {
  auto* line = new QHBoxLayout;
  line->setSpacing(8);
  line->setContentsMargins(0, 2, 0, 2);
  QLabel* name = make_label(row.label, Role::secondary);
  QLabel* value = make_label(row.value, role_of(row.tone));
  value->setAccessibleName(QStringLiteral("%1: %2").arg(row.label, row.value));
  line->addWidget(name);
  line->addStretch(1);
  line->addWidget(value);
  if (!row.note.isEmpty()) {
    line->setSpacing(6);
    line->addWidget(make_label(row.note, Role::secondary));
  }
  for (QLabel* label : {name, value}) {
    label->setToolTip(row.help.toHtmlEscaped());
  }
  column->addLayout(line);
}

void InspectorPanel::add_meter(QVBoxLayout* column, const MeterRow& meter,
                               const std::string& implementation) {
  constexpr int name_width = 88;
  constexpr int value_width = 58;
  auto* line = new QHBoxLayout;
  line->setSpacing(8);
  line->setContentsMargins(0, 2, 0, 2);
  QLabel* name = make_label(meter.label, Role::secondary);
  name->setFixedWidth(name_width);
  name->setToolTip(meter.help.toHtmlEscaped());
  auto* bar = new Meter;
  bar->setColor(Theme::instance().implementation(to_label(implementation)));
  bar->setValue(meter.percent);
  bar->setAccessibleName(QStringLiteral("%1: %2").arg(meter.label, percent_label(meter.percent)));
  QLabel* value = make_label(percent_label(meter.percent), Role::body);
  value->setFixedWidth(value_width);
  value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  line->addWidget(name);
  line->addWidget(bar, 1);
  line->addWidget(value);
  column->addLayout(line);
}

void InspectorPanel::add_samples(QVBoxLayout* column, const PointDetails& details) {
  auto* histogram = new SamplesView(details.samples_us, to_label(details.implementation));
  const auto [least, greatest] = std::minmax_element(details.samples_us.begin(), details.samples_us.end());
  const QString middle = span_label(median(details.samples_us).value_or(0));
  histogram->setAccessibleName(tr("%1 samples from %2 to %3, median %4")
                                   .arg(details.samples_us.size())
                                   .arg(span_label(*least), span_label(*greatest), middle));
  column->addWidget(histogram);
  auto* line = new QHBoxLayout;
  line->addWidget(make_label(span_label(*least), Role::caption));
  line->addStretch(1);
  line->addWidget(make_label(tr("median %1").arg(middle), Role::caption));
  line->addStretch(1);
  line->addWidget(make_label(span_label(*greatest), Role::caption));
  column->addLayout(line);
}

void InspectorPanel::add_occupancy(QVBoxLayout* column, const PointDetails& details) {
  if (!details.samples_us.empty()) {
    add_heading(column, tr("Samples"));
    add_samples(column, details);
  }
  if (details.meters.empty()) {
    return;
  }
  add_heading(column, tr("Tile occupancy"));
  for (const MeterRow& meter : details.meters) {
    add_meter(column, meter, details.implementation);
  }
  if (!details.occupancy_note.isEmpty()) {
    column->addWidget(make_paragraph(details.occupancy_note, Role::secondary));
  }
}

void InspectorPanel::add_circumstances(QVBoxLayout* column, const PointDetails& details) {
  if (!details.kernels.empty()) {
    add_heading(column, tr("Kernels that ran"));
    for (const KernelDetail& kernel : details.kernels) {
      column->addWidget(new ElidedLabel(kernel.name, Role::mono));
      column->addWidget(make_paragraph(kernel.figures, Role::secondary));
    }
  }
  if (!details.environment.isEmpty()) {
    add_heading(column, tr("Environment"));
    for (const QString& line : details.environment) {
      column->addWidget(make_paragraph(line, Role::secondary));
    }
  }
  if (!details.command.isEmpty()) {
    add_heading(column, tr("Command that repeats the run"));
    // Lists may be broken after a comma; File > Copy command line gives it as it is.
    QString breakable = details.command;
    breakable.replace(',', QStringLiteral(",\u200b"));
    column->addWidget(make_paragraph(breakable, Role::mono));
  }
}

void InspectorPanel::show_details(const std::optional<PointDetails>& details) {
  auto* page = new QWidget;
  set_role(page, Role::panel);
  auto* outer = new QVBoxLayout(page);
  outer->setContentsMargins(12, 12, 12, 12);
  parts_ = new QBoxLayout(QBoxLayout::TopToBottom);
  outer->addLayout(parts_);
  outer->addStretch(1);
  QVBoxLayout* figures = new_column();
  add_heading(figures, tr("Point"));
  if (!details) {
    figures->addWidget(make_paragraph(tr("Nothing is pinned. Click a point in a chart, or move to one with "
                                         "the arrow keys and press Enter."),
                                      Role::secondary));
  } else {
    figures->addWidget(make_paragraph(details->title, Role::title));
    figures->addWidget(make_paragraph(details->subtitle, Role::secondary));
    figures->addSpacing(6);
    if (!details->outcome.isEmpty()) {
      figures->addWidget(make_paragraph(details->outcome, Role::warning));
    }
    for (const DetailRow& row : details->rows) {
      add_row(figures, row);
    }
    if (!details->bound.isEmpty()) {
      add_heading(figures, tr("What bounds it"));
      figures->addWidget(make_paragraph(details->bound, Role::body));
    }
    for (const QString& remark : details->remarks) {
      figures->addWidget(make_paragraph(remark, Role::body));
    }
    if (!details->samples_us.empty() || !details->meters.empty()) {
      add_occupancy(new_column(), *details);
    }
    if (!details->kernels.empty() || !details->environment.isEmpty()) {
      add_circumstances(new_column(), *details);
    }
  }
  arrange();
  setWidget(page);
}

}  // namespace attnscope
