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
#include "ui/views/parts.h"
#include "ui/views/samples_view.h"

namespace attnscope {
namespace {

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
  set_role(this, Role::panel);
  show_details(std::nullopt);
}

QWidget* InspectorPanel::new_page() {
  auto* page = new QWidget;
  set_role(page, Role::panel);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(12, 12, 12, 12);
  column->setSpacing(2);
  return page;
}

void InspectorPanel::add_heading(QVBoxLayout* column, const QString& text) {
  column->addSpacing(12);
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

void InspectorPanel::add_figures(QVBoxLayout* column, const PointDetails& details) {
  column->addSpacing(6);
  for (const DetailRow& row : details.rows) {
    add_row(column, row);
  }
  for (const QString& remark : details.remarks) {
    column->addWidget(make_paragraph(remark, Role::body));
  }
  if (!details.samples_us.empty()) {
    add_heading(column, tr("Samples"));
    add_samples(column, details);
  }
  if (!details.meters.empty()) {
    add_heading(column, tr("Tile occupancy"));
    for (const MeterRow& meter : details.meters) {
      add_meter(column, meter, details.implementation);
    }
    if (!details.occupancy_note.isEmpty()) {
      column->addWidget(make_paragraph(details.occupancy_note, Role::secondary));
    }
  }
  if (!details.kernels.empty()) {
    add_heading(column, tr("Kernels that ran"));
    for (const KernelDetail& kernel : details.kernels) {
      auto* name = new ElidedLabel(kernel.name, Role::mono);
      column->addWidget(name);
      column->addWidget(make_paragraph(kernel.figures, Role::secondary));
    }
  }
}

void InspectorPanel::show_details(const std::optional<PointDetails>& details) {
  QWidget* page = new_page();
  auto* column = static_cast<QVBoxLayout*>(page->layout());
  column->addWidget(make_label(tr("Point"), Role::heading));
  column->addSpacing(4);
  if (!details) {
    column->addWidget(make_paragraph(tr("Nothing is pinned. Click a point in a chart, or move to one with "
                                        "the arrow keys and press Enter."),
                                     Role::secondary));
  } else {
    column->addWidget(make_paragraph(details->title, Role::title));
    column->addWidget(make_paragraph(details->subtitle, Role::secondary));
    if (!details->outcome.isEmpty()) {
      column->addSpacing(8);
      column->addWidget(make_paragraph(details->outcome, Role::warning));
    }
    add_figures(column, *details);
    if (!details->environment.isEmpty()) {
      add_heading(column, tr("Environment"));
      for (const QString& line : details->environment) {
        column->addWidget(make_paragraph(line, Role::secondary));
      }
    }
  }
  column->addStretch(1);
  setWidget(page);
}

}  // namespace attnscope
