// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/text_report.h"

#include <QAbstractTextDocumentLayout>
#include <QPainter>
#include <QSvgRenderer>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextObjectInterface>
#include <QTextTable>

#include "ui/report/chart_drawing.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme_colors.h"

namespace attnscope {
namespace {

constexpr int chart_object = QTextFormat::UserObject + 1;
constexpr int picture_property = QTextFormat::UserProperty + 1;
constexpr int width_property = QTextFormat::UserProperty + 2;
constexpr int keeps_property = QTextFormat::UserProperty + 3;
constexpr int table_pixels = 8;  // twelve columns have to fit on the paper

/// Charts stay vectors: each is drawn from its SVG wherever the document is drawn.
class ChartObject : public QObject, public QTextObjectInterface {
  Q_OBJECT
  Q_INTERFACES(QTextObjectInterface)

 public:
  using QObject::QObject;

  /// What a character's format refers to it by.
  int add(ChartPicture picture) {
    pictures_.push_back(std::move(picture));
    return static_cast<int>(pictures_.size()) - 1;
  }

  QSizeF intrinsicSize(QTextDocument*, int, const QTextFormat& format) override {
    const double width = format.doubleProperty(width_property);
    return {width, width * ChartDrawing::size.height() / ChartDrawing::size.width()};
  }
  void drawObject(QPainter* painter, const QRectF& rect, QTextDocument*, int,
                  const QTextFormat& format) override {
    const ChartPicture& picture = pictures_[static_cast<std::size_t>(format.intProperty(picture_property))];
    painter->save();
    painter->translate(rect.topLeft());
    const double scale = (rect.width() - chart_gap) / ChartDrawing::size.width();
    painter->scale(scale, scale);
    QSvgRenderer(picture.svg).render(painter, QRectF(QPointF(0, 0), QSizeF(ChartDrawing::size)));
    for (const ChartPicture::Text& text : picture.texts) {
      painter->setFont(text.font);
      painter->setPen(text.color);
      painter->drawText(text.at, text.words);
    }
    painter->restore();
  }

 private:
  static constexpr double chart_gap = 6;
  std::vector<ChartPicture> pictures_;
};

QTextCharFormat characters(const QFont& font, const QColor& color) {
  QTextCharFormat format;
  format.setFont(font);
  format.setForeground(color);
  return format;
}

/// Writes a report from the top of an empty document.
class TextWriter {
 public:
  TextWriter(QTextDocument& document, ChartObject& charts, double width)
      : cursor_(&document), charts_(charts), width_(width) {}

  void write(const ReportDocument& report) {
    // Laid out once at the end, not at every cell.
    cursor_.beginEditBlock();
    paragraph(report.title, section_font(), colors_.secondary, 2);
    QFont cover = large_font();
    cover.setPixelSize(cover_pixels);
    paragraph(report.cover, cover, colors_.text, 6);
    paragraph(report.byline, caption_font(), colors_.secondary, 4);
    for (const ReportSection& section : report.sections) {
      heading(section.heading, large_font(), 16);
      for (const ReportBlock& block : section.blocks) {
        if (!std::holds_alternative<ReportChart>(block)) charts_in_row_ = 0;
        std::visit(*this, block);
      }
      charts_in_row_ = 0;
    }
    cursor_.endEditBlock();
  }

  void operator()(const ReportSubheading& subheading) { heading(subheading.text, heading_font(), 8); }
  void operator()(const ReportParagraph& text) { paragraph(text.text, body_font(), colors_.text, 4); }
  void operator()(const ReportCode& code) { paragraph(code.text, mono_font(), colors_.text, 4); }

  void operator()(const ReportTable& table) {
    if (!table.caption.isEmpty()) heading(table.caption, section_font(), 4);
    QTextTableFormat format;
    format.setBorder(0);
    format.setCellPadding(2);
    format.setCellSpacing(0);
    format.setHeaderRowCount(1);
    format.setBottomMargin(8);
    format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
    const auto columns = static_cast<int>(table.columns.size());
    QTextTable* drawn = cursor_.insertTable(static_cast<int>(table.rows.size()) + 1, columns, format);
    QFont font = caption_font();
    if (columns > 4) font.setPixelSize(table_pixels);
    for (int column = 0; column < columns; ++column) {
      const ReportColumn& about = table.columns[static_cast<std::size_t>(column)];
      cell(*drawn, 0, column, about.heading, characters(font, colors_.secondary), about.is_number);
      for (int row = 0; row < static_cast<int>(table.rows.size()); ++row) {
        cell(*drawn, row + 1, column, table.rows[static_cast<std::size_t>(row)].value(column),
             characters(font, colors_.text), about.is_number);
      }
    }
    cursor_.movePosition(QTextCursor::End);
    fresh_ = true;  // a table leaves an empty block behind it
  }

  void operator()(const ReportChart& chart) {
    QTextCharFormat format;
    format.setObjectType(chart_object);
    format.setProperty(picture_property, charts_.add(drawing_.light_picture(chart.spec)));
    format.setProperty(width_property, width_ / 2 - 2);
    if (charts_in_row_ % 2 == 0) start_block(0, 0);
    ++charts_in_row_;
    cursor_.insertText(QString(QChar::ObjectReplacementCharacter), format);
  }

 private:
  static constexpr int cover_pixels = 19;

  void start_block(double above, double below, bool keeps_with_next = false) {
    QTextBlockFormat format;
    format.setTopMargin(above);
    format.setBottomMargin(below);
    if (keeps_with_next) format.setProperty(keeps_property, true);
    if (fresh_) {
      cursor_.setBlockFormat(format);
    } else {
      cursor_.insertBlock(format);
    }
    fresh_ = false;
  }

  void paragraph(const QString& words, const QFont& font, const QColor& color, double below) {
    start_block(0, below);
    cursor_.insertText(words, characters(font, color));
  }

  void heading(const QString& words, const QFont& font, double above) {
    start_block(above, 4, true);
    cursor_.insertText(words, characters(font, colors_.text));
  }

  static void cell(QTextTable& table, int row, int column, const QString& words,
                   const QTextCharFormat& format, bool is_number) {
    QTextCursor inside = table.cellAt(row, column).firstCursorPosition();
    QTextBlockFormat block;
    block.setAlignment(is_number ? Qt::AlignRight : Qt::AlignLeft);
    inside.setBlockFormat(block);
    inside.insertText(words, format);
  }

  QTextCursor cursor_;
  ChartObject& charts_;
  double width_;
  ChartDrawing drawing_;
  const ThemeColors& colors_ = theme_colors(false);
  int charts_in_row_ = 0;
  bool fresh_ = true;
};

bool keeps_with_next(const QTextBlock& block) {
  return block.isValid() && block.blockFormat().boolProperty(keeps_property);
}

}  // namespace

void keep_headings(QTextDocument& text) {
  const QAbstractTextDocumentLayout* layout = text.documentLayout();
  const auto page_of = [&](const QTextBlock& block) {
    const double in_block = block.layout()->lineCount() > 0 ? block.layout()->lineAt(0).y() : 0;
    // Positions are rounded: one that is at a page's end may read as just before it.
    const double top = layout->blockBoundingRect(block).top() + in_block + 1;
    return static_cast<int>(top / text.pageSize().height());
  };
  for (QTextBlock block = text.begin(); block.isValid(); block = block.next()) {
    if (!keeps_with_next(block) || keeps_with_next(block.previous())) continue;
    QTextBlock follower = block.next();
    while (keeps_with_next(follower)) follower = follower.next();
    if (!follower.isValid() || page_of(follower) == page_of(block)) continue;
    QTextBlockFormat format = block.blockFormat();
    format.setPageBreakPolicy(QTextFormat::PageBreak_AlwaysBefore);
    QTextCursor(block).setBlockFormat(format);
  }
}

std::unique_ptr<QTextDocument> text_document_of(const ReportDocument& document, double width) {
  auto text = std::make_unique<QTextDocument>();
  text->setUndoRedoEnabled(false);
  text->setDocumentMargin(0);
  text->setDefaultFont(body_font());
  auto* charts = new ChartObject(text.get());
  text->documentLayout()->registerHandler(chart_object, charts);
  text->setTextWidth(width);
  TextWriter(*text, *charts, width).write(document);
  return text;
}

}  // namespace attnscope

#include "text_report.moc"
