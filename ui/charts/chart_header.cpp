// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_header.h"

#include <QTextLayout>
#include <cmath>

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace attnscope {
namespace {

constexpr double side_padding = 12;
constexpr double top_padding = 9;
constexpr double title_line = 17;
constexpr double subtitle_line = 15;
constexpr int most_lines = 2;

QFont font_of(bool is_title) {
  return is_title ? heading_font() : caption_font();
}

QColor color_of(bool is_title) {
  const ThemeColors& colors = Theme::instance().colors();
  return is_title ? colors.text : colors.secondary;
}

}  // namespace

void ChartHeader::lay_out(const QString& title, const QString& subtitle, int width, int corner) {
  lines_.clear();
  shortened_ = false;
  double top = add(title, true, top_padding, width, corner);
  top = add(subtitle, false, top, width, title.isEmpty() ? corner : 0);
  height_ = static_cast<int>(std::ceil(top)) + 4;
}

double ChartHeader::add(const QString& text, bool is_title, double top, int width, int corner) {
  if (text.isEmpty()) {
    return top;
  }
  const QFont font = font_of(is_title);
  const QFontMetricsF metrics(font);
  const double whole_room = std::max(20.0, width - 2 * side_padding);
  const double line_height = is_title ? title_line : subtitle_line;
  QTextLayout layout(text, font);
  layout.beginLayout();
  for (int number = 0; number < most_lines; ++number) {
    QTextLine line = layout.createLine();
    if (!line.isValid()) {
      break;
    }
    const double room = number == 0 ? std::max(20.0, whole_room - corner) : whole_room;
    line.setLineWidth(room);
    QString words = text.mid(line.textStart(), line.textLength()).trimmed();
    const bool cut = number + 1 == most_lines && line.textStart() + line.textLength() < text.size();
    if (cut || metrics.horizontalAdvance(words) > room) {
      words = metrics.elidedText(text.mid(line.textStart()), Qt::ElideRight, room);
      shortened_ = true;
    }
    lines_.push_back({words, cut ? text : QString(),
                      QRectF(side_padding, top, std::ceil(metrics.horizontalAdvance(words)), line_height),
                      is_title});
    top += line_height;
  }
  layout.endLayout();
  return top;
}

void ChartHeader::draw(QPainter& painter) const {
  for (const Line& line : lines_) {
    painter.setFont(font_of(line.is_title));
    painter.setPen(color_of(line.is_title));
    painter.drawText(line.rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextDontClip,
                     line.text);
  }
}

std::vector<DrawnText> ChartHeader::texts() const {
  std::vector<DrawnText> texts;
  for (const Line& line : lines_) {
    texts.push_back(
        {line.text, line.rect, color_of(line.is_title), Theme::instance().colors().panel, line.full_text});
  }
  return texts;
}

}  // namespace attnscope
