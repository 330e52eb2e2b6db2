// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A report as Markdown that can be pasted into an issue of a code host: tables, and what the charts find.
#pragma once

#include <QByteArray>
#include <QString>

#include "ui/report/report_document.h"

namespace attnscope {

QByteArray markdown_of(const ReportDocument& document);

/// Words of a label as Markdown that shows them and does nothing else: no markup, HTML, links, mentions,
/// references to issues or formulas.
QString markdown_text(const QString& label);

}  // namespace attnscope
