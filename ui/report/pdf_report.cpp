// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/pdf_report.h"

#include <QBuffer>
#include <QDateTime>
#include <QHashFunctions>
#include <QPainter>
#include <QPdfWriter>
#include <QTextDocument>
#include <cmath>

#include "ui/report/text_report.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme_colors.h"

namespace attnscope {
namespace {

constexpr int dots_per_inch = 1200;
constexpr double css_pixels_per_inch = 96;
constexpr double margin_mm = 14;
constexpr double footer_height = 20;  // CSS pixels

/// Qt writes fonts in the order of a hash table, which differs from one start of a program to the next unless
/// its seed is fixed.
class FixedHashOrder {
 public:
  FixedHashOrder() { QHashSeed::setDeterministicGlobalSeed(); }
  ~FixedHashOrder() { QHashSeed::resetRandomGlobalSeed(); }
  FixedHashOrder(const FixedHashOrder&) = delete;
  FixedHashOrder& operator=(const FixedHashOrder&) = delete;
};

/// Qt stamps the hour of writing; a report is as old as its run.
void set_creation_date(QByteArray& pdf, std::int64_t created_ms) {
  const QByteArray key("/CreationDate (D:");
  const qsizetype at = pdf.indexOf(key);
  if (at < 0) return;
  const qsizetype from = at + key.size();
  const qsizetype length = pdf.indexOf(')', from) - from;
  const QByteArray date = QDateTime::fromMSecsSinceEpoch(created_ms, Qt::UTC)
                              .toString(QStringLiteral("yyyyMMddHHmmss"))
                              .toLatin1();
  // The same length, since the file's table counts bytes.
  if (length >= date.size()) pdf.replace(from, length, (date + "+00'00'").leftJustified(length, ' ', true));
}

void draw_footer(QPainter& painter, const QRectF& page, const QString& title, int number, int count) {
  painter.setFont(caption_font());
  painter.setPen(theme_colors(false).secondary);
  const QRectF footer(page.left(), page.bottom() - footer_height, page.width(), footer_height);
  const QString pages = QStringLiteral("%1 / %2").arg(number).arg(count);
  const QFontMetricsF metrics(caption_font());
  const double room = page.width() - metrics.horizontalAdvance(pages) - 20;
  painter.drawText(footer, Qt::AlignLeft | Qt::AlignBottom, metrics.elidedText(title, Qt::ElideRight, room));
  painter.drawText(footer, Qt::AlignRight | Qt::AlignBottom, pages);
}

}  // namespace

QByteArray pdf_of(const ReportDocument& document) {
  const FixedHashOrder order;
  QByteArray pdf;
  QBuffer buffer(&pdf);
  buffer.open(QIODevice::WriteOnly);
  QPdfWriter writer(&buffer);
  writer.setResolution(dots_per_inch);
  writer.setPageSize(QPageSize(QPageSize::A4));
  writer.setPageMargins(QMarginsF(margin_mm, margin_mm, margin_mm, margin_mm), QPageLayout::Millimeter);
  writer.setTitle(document.title);
  writer.setCreator(QStringLiteral("attnscope"));

  const double scale = dots_per_inch / css_pixels_per_inch;
  const QRectF page(0, 0, writer.width() / scale, writer.height() / scale);
  const QSizeF body(page.width(), page.height() - footer_height - 8);
  const auto text = text_document_of(document, body.width());
  text->setPageSize(body);
  keep_headings(*text);

  QPainter painter(&writer);
  painter.scale(scale, scale);
  const int count = text->pageCount();
  for (int number = 0; number < count; ++number) {
    if (number > 0) writer.newPage();
    painter.save();
    painter.translate(0, -number * body.height());
    text->drawContents(&painter, QRectF(QPointF(0, number * body.height()), body));
    painter.restore();
    draw_footer(painter, page, document.title, number + 1, count);
  }
  painter.end();
  set_creation_date(pdf, document.created_ms);
  return pdf;
}

}  // namespace attnscope
