// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/chart_drawing.h"

#include <QFontMetricsF>
#include <QTransform>
#include <QXmlStreamReader>
#include <QXmlStreamWriter>
#include <algorithm>
#include <array>

#include "ui/charts/chart_widget.h"
#include "ui/theme/theme.h"

namespace attnscope {
namespace {

std::unique_ptr<ChartWidget> make_widget(bool dark) {
  const DrawnTheme theme(dark);
  auto widget = std::make_unique<ChartWidget>();
  widget->resize(ChartDrawing::size);
  return widget;
}

QFont font_of(const QXmlStreamAttributes& attributes) {
  QFont font(attributes.value(QStringLiteral("font-family")).toString());
  font.setPixelSize(std::max(1, attributes.value(QStringLiteral("font-size")).toInt()));
  font.setWeight(QFont::Weight(std::max(100, attributes.value(QStringLiteral("font-weight")).toInt())));
  font.setHintingPreference(QFont::PreferNoHinting);
  return font;
}

/// "matrix(1,0,0,1,2,45)", the only form that Qt writes.
QTransform transform_of(const QXmlStreamAttributes& attributes) {
  QString numbers = attributes.value(QStringLiteral("transform")).toString();
  const QStringList cells = numbers.remove(QStringLiteral("matrix(")).remove(')').split(',');
  if (cells.size() != 6) return {};
  return {cells[0].toDouble(), cells[1].toDouble(), cells[2].toDouble(),
          cells[3].toDouble(), cells[4].toDouble(), cells[5].toDouble()};
}

/// Takes the texts out of a drawing.
ChartPicture picture_of(const QByteArray& svg) {
  ChartPicture picture;
  QXmlStreamReader reader(svg);
  QXmlStreamWriter writer(&picture.svg);
  QTransform place;
  while (!reader.atEnd()) {
    reader.readNext();
    if (reader.isStartElement() && reader.name() == QStringLiteral("g")) {
      place = transform_of(reader.attributes());
    }
    if (!reader.isStartElement() || reader.name() != QStringLiteral("text")) {
      if (!reader.hasError()) writer.writeCurrentToken(reader);
      continue;
    }
    const QXmlStreamAttributes attributes = reader.attributes();
    const QPointF at(attributes.value(QStringLiteral("x")).toDouble(),
                     attributes.value(QStringLiteral("y")).toDouble());
    picture.texts.push_back({reader.readElementText(), place.map(at), font_of(attributes),
                             QColor(attributes.value(QStringLiteral("fill")).toString())});
  }
  return picture;
}

/// Writes the light drawing anew, with colours by pairs from the dark one, and without what says nothing:
/// Qt repeats pen, brush and font at every change of any of them.
class Themer {
 public:
  Themer(const QByteArray& light, const QByteArray& dark, std::vector<PairedColor>& colors)
      : light_(light), dark_(dark), colors_(colors), writer_(&result_) {}

  /// Empty where the drawings do not match, or either is no XML.
  QByteArray result(const ChartSpec& spec) {
    while (next()) {
      if (light_.isStartElement() && light_.name() == QStringLiteral("svg")) {
        start_svg(spec);
      } else if (light_.isStartElement() && light_.name() == QStringLiteral("g")) {
        open_group();
      } else if (light_.isStartElement() && is_left_out(light_.name())) {
        light_.skipCurrentElement();
        dark_.skipCurrentElement();
      } else if (light_.isStartElement()) {
        flush_groups();
        element();
      } else if (light_.isEndElement()) {
        close();
      }
    }
    const bool sound = !light_.hasError() && !dark_.hasError() && matched_;
    return sound ? result_ : QByteArray();
  }

 private:
  using Attributes = QXmlStreamAttributes;

  bool next() {
    const auto one = light_.readNext();
    const auto other = dark_.readNext();
    matched_ = matched_ && one == other && light_.name() == dark_.name();
    return matched_ && !light_.atEnd() && !light_.hasError();
  }

  static bool is_left_out(QStringView name) {
    return name == QStringLiteral("title") || name == QStringLiteral("desc") ||
           name == QStringLiteral("defs");
  }

  void start_svg(const ChartSpec& spec) {
    writer_.writeStartElement(QStringLiteral("svg"));
    writer_.writeAttribute(QStringLiteral("viewBox"),
                           light_.attributes().value(QStringLiteral("viewBox")).toString());
    writer_.writeAttribute(QStringLiteral("role"), QStringLiteral("img"));
    writer_.writeAttribute(QStringLiteral("aria-label"), spec.title + QStringLiteral(". ") + spec.subtitle);
  }

  /// A group is only written once something is in it.
  void open_group() {
    waiting_.push_back({light_.attributes(), dark_.attributes()});
    groups_.push_back(false);
  }

  void flush_groups() {
    const std::size_t written = groups_.size() - waiting_.size();
    for (std::size_t index = 0; index < waiting_.size(); ++index) {
      writer_.writeStartElement(QStringLiteral("g"));
      write(waiting_[index].first, waiting_[index].second, false);
      groups_[written + index] = true;
    }
    waiting_.clear();
  }

  void close() {
    if (light_.name() != QStringLiteral("g")) {
      writer_.writeEndElement();
      return;
    }
    if (groups_.back()) {
      writer_.writeEndElement();
    } else {
      waiting_.pop_back();
    }
    groups_.pop_back();
  }

  void element() {
    const Attributes attributes = light_.attributes();
    const bool is_text = light_.name() == QStringLiteral("text");
    writer_.writeStartElement(light_.name().toString());
    write(attributes, dark_.attributes(), is_text);
    if (!is_text) return;
    const QString words = light_.readElementText();
    matched_ = matched_ && words == dark_.readElementText();
    const double width = QFontMetricsF(font_of(attributes)).horizontalAdvance(words);
    writer_.writeAttribute(QStringLiteral("textLength"), QString::number(width, 'f', 1));
    writer_.writeAttribute(QStringLiteral("lengthAdjust"), QStringLiteral("spacingAndGlyphs"));
    writer_.writeCharacters(words);
    writer_.writeEndElement();
  }

  void write(const Attributes& light, const Attributes& dark, bool is_text) {
    matched_ = matched_ && light.size() == dark.size();
    for (qsizetype index = 0; matched_ && index < light.size(); ++index) {
      const QString name = light[index].qualifiedName().toString();
      QString value = light[index].value().toString();
      if (name == QStringLiteral("fill") || name == QStringLiteral("stroke")) {
        value = paired(value, dark[index].value().toString());
      }
      if (says_something(name, value, is_text)) writer_.writeAttribute(name, value);
    }
  }

  /// What is the default, or goes for all of the page, is left out.
  static bool says_something(const QString& name, const QString& value, bool is_text) {
    if (name.startsWith(QStringLiteral("font-")) && !is_text) return false;
    static const std::array<std::pair<QString, QString>, 7> defaults{{
        {QStringLiteral("fill-opacity"), QStringLiteral("1")},
        {QStringLiteral("stroke-opacity"), QStringLiteral("1")},
        {QStringLiteral("stroke-width"), QStringLiteral("1")},
        {QStringLiteral("transform"), QStringLiteral("matrix(1,0,0,1,0,0)")},
        {QStringLiteral("vector-effect"), QStringLiteral("none")},
        {QStringLiteral("font-weight"), QStringLiteral("400")},
        {QStringLiteral("font-style"), QStringLiteral("normal")},
    }};
    if (name == QStringLiteral("font-family") || name == QStringLiteral("xml:space")) return false;
    return std::none_of(defaults.begin(), defaults.end(),
                        [&](const auto& usual) { return usual.first == name && usual.second == value; });
  }

  QString paired(const QString& light, const QString& dark) {
    if (light == dark) return light;
    const PairedColor pair{light, dark};
    auto found = std::find(colors_.begin(), colors_.end(), pair);
    if (found == colors_.end()) found = colors_.insert(colors_.end(), pair);
    return QStringLiteral("var(--c%1)").arg(found - colors_.begin());
  }

  QXmlStreamReader light_;
  QXmlStreamReader dark_;
  std::vector<PairedColor>& colors_;
  QByteArray result_;
  QXmlStreamWriter writer_;
  std::vector<std::pair<Attributes, Attributes>> waiting_;
  std::vector<bool> groups_;  ///< open ones; whether they were written
  bool matched_ = true;
};

}  // namespace

ChartDrawing::ChartDrawing() : light_(make_widget(false)), dark_(make_widget(true)) {}

ChartDrawing::~ChartDrawing() = default;

QByteArray ChartDrawing::drawn(const ChartSpec& spec, bool dark) {
  const DrawnTheme theme(dark);
  ChartWidget& widget = dark ? *dark_ : *light_;
  widget.setSpec(spec);
  return widget.toSvg();
}

ChartPicture ChartDrawing::light_picture(const ChartSpec& spec) {
  return picture_of(drawn(spec, false));
}

QByteArray ChartDrawing::themed_svg(const ChartSpec& spec) {
  return Themer(drawn(spec, false), drawn(spec, true), colors_).result(spec);
}

}  // namespace attnscope
