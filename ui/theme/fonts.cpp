// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/fonts.h"

#include <QCoreApplication>
#include <QDir>
#include <QFontDatabase>
#include <QStringList>

namespace attnscope {
namespace {

/// The first that is installed is used. Each has digits of one width; Inter, else a good choice, has not.
QStringList text_families() {
  return {QStringLiteral("Roboto"), QStringLiteral("Noto Sans"), QStringLiteral("Open Sans"),
          QStringLiteral("Lato"), QStringLiteral("DejaVu Sans")};
}

QStringList code_families() {
  return {QStringLiteral("JetBrains Mono"), QStringLiteral("Noto Sans Mono"),
          QStringLiteral("DejaVu Sans Mono")};
}

QFont text_font(int pixels, QFont::Weight weight) {
  QFont font;
  font.setFamilies(text_families());
  font.setPixelSize(pixels);
  font.setWeight(weight);
  // Widths then do not depend on the hinting of the machine, and are the same at every scale.
  font.setHintingPreference(QFont::PreferNoHinting);
  return font;
}

}  // namespace

void load_shipped_fonts() {
  QDir folder(QCoreApplication::applicationDirPath());
  if (!folder.cd(QStringLiteral("../share/attnscope/fonts"))) {
    return;
  }
  const QStringList files = folder.entryList({QStringLiteral("*.ttf"), QStringLiteral("*.otf")}, QDir::Files);
  for (const QString& file : files) {
    QFontDatabase::addApplicationFont(folder.filePath(file));
  }
}

QFont body_font() {
  return text_font(13, QFont::Normal);
}
QFont caption_font() {
  return text_font(11, QFont::Normal);
}
QFont heading_font() {
  return text_font(13, QFont::Bold);
}
QFont section_font() {
  return text_font(11, QFont::Bold);
}
QFont large_font() {
  return text_font(15, QFont::Bold);
}

QFont mono_font() {
  QFont font = text_font(12, QFont::Normal);
  font.setFamilies(code_families());
  font.setStyleHint(QFont::Monospace);
  return font;
}

}  // namespace attnscope
