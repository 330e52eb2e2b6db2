// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The files that were opened last, the newest first, remembered in a settings file.
#pragma once

#include <QString>
#include <QStringList>

namespace attnscope {

class RecentFiles {
 public:
  /// An empty `settings_file` remembers nothing beyond this object.
  explicit RecentFiles(const QString& settings_file);

  void add(const QString& path);
  void clear();
  /// Those that still exist.
  QStringList files() const;

 private:
  void save() const;

  QString settings_file_;
  QStringList paths_;
};

}  // namespace attnscope
