// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A report as a text document: what the PDF prints and the window previews.
#pragma once

#include <QTextDocument>
#include <memory>

#include "ui/report/report_document.h"

namespace attnscope {

/// Laid out for a page of this width, in CSS pixels, in the light theme. Needs a QApplication.
std::unique_ptr<QTextDocument> text_document_of(const ReportDocument& document, double width);

/// Once the document has a page size: no heading stands at the end of a page, without what it is of.
void keep_headings(QTextDocument& text);

}  // namespace attnscope
