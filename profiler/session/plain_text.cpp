// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/plain_text.h"

namespace attnscope {
namespace {

/// What no text needs and what could change how the rest is read: control characters, marks that turn the
/// direction of writing, halves of characters, code points that XML forbids.
bool is_steering(const QString& text, qsizetype index) {
  const QChar at = text[index];
  const char16_t code = at.unicode();
  if (at.isHighSurrogate()) {
    return index + 1 == text.size() || !text[index + 1].isLowSurrogate();
  }
  if (at.isLowSurrogate()) {
    return index == 0 || !text[index - 1].isHighSurrogate();
  }
  const bool control = (code < 0x20 && code != u'\n' && code != u'\t') || (code >= 0x7f && code <= 0x9f);
  const bool direction = code == 0x061c || code == 0x200e || code == 0x200f ||
                         (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
  const bool separator = code == 0x2028 || code == 0x2029 || code == 0xfeff || code >= 0xfffe;
  return control || direction || separator;
}

}  // namespace

QString plain_text(const std::string& text) {
  QString plain = QString::fromStdString(text);
  for (qsizetype index = 0; index < plain.size(); ++index) {
    if (is_steering(plain, index)) plain[index] = QChar(QChar::ReplacementCharacter);
  }
  return plain;
}

}  // namespace attnscope
