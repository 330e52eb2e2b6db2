// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The files that reports become: complete in themselves, the same bytes twice, whole or not there.
#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QThread>
#include <QXmlStreamReader>
#include <set>

#include "tests/models/fixture_runs.h"
#include "ui/report/report_builder.h"
#include "ui/report/report_writer.h"
#include "ui/theme/theme.h"

namespace attnscope {
namespace {

class ReportFormats : public testing::Test {
 protected:
  ReportFormats() : run_(fixture::make_run({})), document_(build_report({&run_}, {}).value()) {}

  QByteArray rendered(ReportFormat format) const { return render_report(document_, format); }

  attnscope::Run run_;
  ReportDocument document_;
};

/// Every match's first group, each once.
std::set<QString> all(const QByteArray& text, const char* pattern) {
  std::set<QString> found;
  auto matches = QRegularExpression(QLatin1String(pattern)).globalMatch(QString::fromUtf8(text));
  while (matches.hasNext()) found.insert(matches.next().captured(1));
  return found;
}

TEST_F(ReportFormats, HtmlLoadsNothing) {
  const QByteArray html = rendered(ReportFormat::html);
  for (const char* loader : {"src=", "href=", "url(", "import", "<script", "http:", "https:"}) {
    EXPECT_FALSE(html.contains(loader)) << loader;
  }
  EXPECT_TRUE(html.contains("default-src 'none'"));
}

TEST_F(ReportFormats, HtmlDeclaresEveryColourForBothThemes) {
  const QByteArray html = rendered(ReportFormat::html);
  const std::set<QString> used = all(html, "var\\((--[a-z0-9]+)\\)");
  const qsizetype dark_at = html.indexOf("prefers-color-scheme:dark");
  ASSERT_GT(dark_at, 0);
  const std::set<QString> light = all(html.left(dark_at), "(--[a-z0-9]+):#");
  const std::set<QString> dark = all(html.mid(dark_at), "(--[a-z0-9]+):#");
  EXPECT_GT(used.size(), 10U);
  for (const QString& variable : used) {
    EXPECT_TRUE(light.count(variable) == 1 && dark.count(variable) == 1) << variable.toStdString();
  }
}

TEST_F(ReportFormats, HtmlHoldsAWellFormedPictureForEachChart) {
  const QByteArray html = rendered(ReportFormat::html);
  qsizetype at = 0;
  int pictures = 0;
  while ((at = html.indexOf("<svg", at)) >= 0) {
    const qsizetype end = html.indexOf("</svg>", at) + 6;
    QXmlStreamReader reader(html.mid(at, end - at));
    QString words;
    while (!reader.atEnd()) {
      reader.readNext();
      if (reader.isCharacters()) words += reader.text();
    }
    EXPECT_FALSE(reader.hasError()) << reader.errorString().toStdString();
    EXPECT_TRUE(words.contains(QStringLiteral("flash"))) << words.toStdString();
    at = end;
    ++pictures;
  }
  EXPECT_EQ(pictures, 4);
}

TEST_F(ReportFormats, TheWindowsThemeChangesNoByte) {
  Theme::instance().apply(ThemeMode::light);
  const QByteArray light = rendered(ReportFormat::html);
  Theme::instance().apply(ThemeMode::dark);
  const QByteArray dark = rendered(ReportFormat::html);
  EXPECT_TRUE(Theme::instance().is_dark());
  Theme::instance().apply(ThemeMode::light);
  EXPECT_EQ(light, dark);
}

TEST_F(ReportFormats, TheSameReportIsTheSameBytesLater) {
  const QByteArray html = rendered(ReportFormat::html);
  const QByteArray pdf = rendered(ReportFormat::pdf);
  const QByteArray markdown = rendered(ReportFormat::markdown);
  QThread::msleep(1100);  // a clock in the file would show
  EXPECT_EQ(html, rendered(ReportFormat::html));
  EXPECT_EQ(pdf, rendered(ReportFormat::pdf));
  EXPECT_EQ(markdown, rendered(ReportFormat::markdown));
}

TEST_F(ReportFormats, PdfIsAsOldAsItsRunWithFontsAndWithoutPictures) {
  const QByteArray pdf = rendered(ReportFormat::pdf);
  EXPECT_TRUE(pdf.startsWith("%PDF-"));
  EXPECT_TRUE(pdf.contains("/CreationDate (D:20261120160000"));
  EXPECT_TRUE(pdf.contains("/FontFile"));
  EXPECT_FALSE(pdf.contains("/Subtype /Image"));
}

TEST_F(ReportFormats, MarkdownTablesHaveARowAPoint) {
  const QString text = QString::fromUtf8(rendered(ReportFormat::markdown));
  static const QRegularExpression bar(QStringLiteral("(?<!\\\\)\\|"));
  qsizetype bars = 0;
  std::size_t rows = 0;
  for (const QString& line : text.split(QLatin1Char('\n'))) {
    if (!line.startsWith(QLatin1Char('|'))) {
      bars = 0;
      continue;
    }
    if (bars == 0) bars = line.count(bar);
    EXPECT_EQ(line.count(bar), bars) << line.toStdString();
    rows += bars == 13 ? 1 : 0;
  }
  // Each table has a heading and a rule beside its points.
  EXPECT_EQ(rows, run_.points.size() + 2 * shapes_of(run_).size());
}

TEST_F(ReportFormats, AFileIsReplacedAsAWholeOrNotAtAll) {
  const QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("report.html"));
  ASSERT_TRUE(write_report(document_, path).has_value());
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_EQ(file.readAll(), rendered(ReportFormat::html));
  const auto refused = write_report(document_, folder.filePath(QStringLiteral("missing/report.html")));
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().message.find("cannot be written"), std::string::npos) << refused.error().message;
  EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files), QStringList{QStringLiteral("report.html")});
}

TEST(ReportFormat, IsTheEndingOfTheName) {
  EXPECT_EQ(report_format_of(QStringLiteral("a.HTML")).value(), ReportFormat::html);
  EXPECT_EQ(report_format_of(QStringLiteral("a.pdf")).value(), ReportFormat::pdf);
  EXPECT_EQ(report_format_of(QStringLiteral("a.md")).value(), ReportFormat::markdown);
  EXPECT_EQ(report_format_of(QStringLiteral("a.txt")).error().kind, ErrorKind::usage);
}

}  // namespace
}  // namespace attnscope
