// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/implementation_row.h"

#include <QBoxLayout>
#include <QLabel>

#include "ui/models/labels.h"
#include "ui/theme/swatch_check_box.h"
#include "ui/views/parts.h"

namespace attnscope {
namespace {

constexpr int name_gap = 8;
constexpr int under_swatch = 24;  // where the text of a check box begins

/// Without what goes without saying in a list of what this very device offers.
QString note_of(const OfferedImplementation& offered) {
  QString note = to_label(offered.description);
  for (const char* said : {"in-app, ", "in-app ", "Host CPU, "}) {
    if (note.startsWith(QLatin1String(said))) {
      note.remove(0, static_cast<qsizetype>(qstrlen(said)));
    }
  }
  return note;
}

}  // namespace

ImplementationRow::ImplementationRow(const OfferedImplementation& offered, QWidget* parent)
    : QWidget(parent),
      name_(offered.name),
      box_(new SwatchCheckBox(implementation_label(offered.name), this)),
      note_(make_label(note_of(offered), Role::secondary, this)),
      line_(new QBoxLayout(QBoxLayout::LeftToRight, this)) {
  line_->setContentsMargins(0, 0, 0, 0);
  line_->addWidget(box_);
  line_->addWidget(note_, 1);
  // The row asks for the same width in both its forms: else its form and the width around it chase each
  // other.
  note_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  box_->setImplementation(to_label(offered.name));
  const QString description = to_label(offered.description);
  box_->setAccessibleDescription(description);
  box_->setToolTip(description.toHtmlEscaped());
  note_->setVisible(!note_->text().isEmpty());
  note_->setToolTip(box_->toolTip());
  connect(box_, &QAbstractButton::toggled, this, &ImplementationRow::toggled);
}

bool ImplementationRow::is_ticked() const {
  return box_->isChecked();
}

void ImplementationRow::set_ticked(bool ticked) {
  box_->setChecked(ticked);
}

/// Beside the name where there is room for all of it, else below.
void ImplementationRow::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const int needed =
      box_->sizeHint().width() + name_gap + note_->fontMetrics().horizontalAdvance(note_->text());
  const bool beside = needed <= width();
  line_->setDirection(beside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
  line_->setSpacing(beside ? name_gap : 0);
  note_->setWordWrap(!beside);
  note_->setAlignment(beside ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignTop);
  note_->setContentsMargins(beside ? 0 : under_swatch, 0, 0, 0);
}

}  // namespace attnscope
