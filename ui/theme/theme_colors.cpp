// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme_colors.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace attnscope {
namespace {

struct NamedColor {
  const char* implementation;
  const char* light;
  const char* dark;
};

// Chosen by search: to eyes without one of the three cones, too, any two of the first five differ by 21 or
// more (CIEDE2000) and any two of all by 12; each has a contrast of 3 or more to the panel.
constexpr std::array<NamedColor, 9> named_colors{{
    {"flash", "#106fd3", "#75b1ff"},
    {"flash-fp8", "#204b44", "#e1ffef"},
    {"standard", "#c8501d", "#f38958"},
    {"standard-eager", "#848385", "#9b999b"},
    {"torch-cudnn", "#3b076c", "#8f44d4"},
    {"torch-flash", "#553300", "#bb4455"},
    {"flash-attn-3", "#994488", "#ffcc00"},
    {"flash-attn-4", "#007755", "#99cc99"},
    {"flash-sm80", "#779966", "#117788"},
}};

constexpr std::array<NamedColor, 3> other_colors{{
    {"", "#770033", "#ee0000"},
    {"", "#1100ee", "#44eeff"},
    {"", "#0099dd", "#aa77bb"},
}};

/// Of the name alone, the same on every machine and in every version.
std::size_t stable_index(const QString& name, std::size_t count) {
  quint32 hash = 2166136261U;
  for (const char byte : name.toUtf8()) {
    hash = (hash ^ static_cast<quint8>(byte)) * 16777619U;
  }
  return hash % count;
}

double luminance(const QColor& color) {
  const auto linear = [](double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

}  // namespace

const ThemeColors& theme_colors(bool dark) {
  static const ThemeColors light_colors{
      QColor("#f6f7f9"), QColor("#ffffff"), QColor("#dfe3e8"), QColor("#eceff2"),
      QColor("#eef2fb"), QColor("#1b1f24"), QColor("#616b77"), QColor("#2458c5"),
      QColor("#ffffff"), QColor("#0a7b4d"), QColor("#a05600"), QColor("#b3261e"),
  };
  static const ThemeColors dark_colors{
      QColor("#15181c"), QColor("#1d2126"), QColor("#2e343b"), QColor("#282d33"),
      QColor("#262d38"), QColor("#e6e9ed"), QColor("#97a1ac"), QColor("#6c9cf5"),
      QColor("#0f1215"), QColor("#4cc38a"), QColor("#f0a54a"), QColor("#ff8a80"),
  };
  return dark ? dark_colors : light_colors;
}

QColor implementation_color(const QString& implementation, bool dark) {
  const auto* found = std::find_if(named_colors.begin(), named_colors.end(), [&](const NamedColor& color) {
    return implementation == QLatin1String(color.implementation);
  });
  const NamedColor& color =
      found != named_colors.end() ? *found : other_colors[stable_index(implementation, other_colors.size())];
  return {QLatin1String(dark ? color.dark : color.light)};
}

QStringList colored_implementations() {
  QStringList names;
  for (const NamedColor& color : named_colors) {
    names.append(QLatin1String(color.implementation));
  }
  return names;
}

bool is_peer(const QString& implementation) {
  return implementation != QStringLiteral("flash") && implementation != QStringLiteral("standard") &&
         !implementation.startsWith(QStringLiteral("flash-fp8")) &&
         !implementation.startsWith(QStringLiteral("standard-"));
}

QColor blended(const QColor& over, const QColor& under, double amount) {
  const auto mix = [amount](double top, double bottom) { return top * amount + bottom * (1 - amount); };
  return QColor::fromRgbF(float(mix(over.redF(), under.redF())), float(mix(over.greenF(), under.greenF())),
                          float(mix(over.blueF(), under.blueF())));
}

double contrast_ratio(const QColor& one, const QColor& other) {
  const double first = luminance(one);
  const double second = luminance(other);
  return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

}  // namespace attnscope
