// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/recent_files.h"

#include <QFileInfo>
#include <QSettings>

namespace attnscope {
namespace {

constexpr qsizetype most_recent_files = 8;
const QString recent_files_key = QStringLiteral("recent_files");

}  // namespace

RecentFiles::RecentFiles(const QString& settings_file) : settings_file_(settings_file) {
  if (!settings_file_.isEmpty()) {
    paths_ = QSettings(settings_file_, QSettings::IniFormat).value(recent_files_key).toStringList();
  }
}

void RecentFiles::add(const QString& path) {
  const QString absolute = QFileInfo(path).absoluteFilePath();
  paths_.removeAll(absolute);
  paths_.prepend(absolute);
  paths_ = paths_.mid(0, most_recent_files);
  save();
}

void RecentFiles::clear() {
  paths_.clear();
  save();
}

QStringList RecentFiles::files() const {
  QStringList there;
  for (const QString& path : paths_) {
    if (QFileInfo::exists(path)) {
      there << path;
    }
  }
  return there;
}

void RecentFiles::save() const {
  if (!settings_file_.isEmpty()) {
    QSettings(settings_file_, QSettings::IniFormat).setValue(recent_files_key, paths_);
  }
}

}  // namespace attnscope
