// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What files hold is text in a report, whatever it looks like.
#include <gtest/gtest.h>

#include <QRegularExpression>

#include "tests/models/fixture_runs.h"
#include "ui/report/markdown_report.h"
#include "ui/report/report_builder.h"
#include "ui/report/report_writer.h"

namespace attnscope {
namespace {

constexpr char hostile[] =
    "</title><script>alert(1)</script> {{title}} [x](http://x.example) @all #1 "
    "|\u202Ecod.exe\u2069\x1b[31m\x01"
    " $x$ =HYPERLINK(1) `rm -rf`";

/// Every label of a run replaced.
Run hostile_run() {
  Run run = fixture::make_run({});
  run.header.name = hostile;
  run.header.command = hostile;
  Environment& environment = run.header.environments.front();
  environment.device.name = hostile;
  environment.host = hostile;
  environment.driver_version = hostile;
  environment.program_version = hostile;
  environment.kernel_hash = hostile;
  environment.libraries[hostile] = hostile;
  for (Point& point : run.points) {
    if (point.implementation == "standard-eager") point.implementation = hostile;
    if (auto* measured = std::get_if<Measured>(&point.outcome)) {
      measured->remarks = {hostile};
      measured->timing_source = hostile;
      for (KernelRecord& kernel : measured->kernels) kernel.name = hostile;
    }
  }
  run.points.back().outcome = Failed{hostile};
  return run;
}

QString rendered(ReportFormat format) {
  const auto run = hostile_run();
  const auto document = build_report({&run, &run}, {});
  return QString::fromUtf8(render_report(document.value(), format));
}

/// Nothing that turns the direction of writing, and no control characters.
void expect_no_steering(const QString& text) {
  static const QRegularExpression steering(
      QStringLiteral("[\\x{00}-\\x{08}\\x{0b}-\\x{1f}\\x{7f}-\\x{9f}\\x{200e}\\x{200f}\\x{202a}-\\x{202e}\\x{"
                     "2066}-\\x{2069}]"));
  EXPECT_FALSE(text.contains(steering)) << steering.match(text).capturedStart();
}

TEST(ReportLabels, AreNoMarkupInHtml) {
  const QString html = rendered(ReportFormat::html);
  expect_no_steering(html);
  EXPECT_FALSE(html.contains(QStringLiteral("<script")));
  EXPECT_EQ(html.count(QStringLiteral("</title>")), 1);
  EXPECT_TRUE(html.contains(QStringLiteral("&lt;script&gt;alert(1)")));
  EXPECT_TRUE(html.contains(QStringLiteral("{{title}}"))) << "a label is no template either";
}

TEST(ReportLabels, AreNoMarkupInMarkdown) {
  QString markdown = rendered(ReportFormat::markdown);
  expect_no_steering(markdown);
  static const QRegularExpression code(
      QStringLiteral("^(`{3,})sh\\n.*?\\n\\1$"),
      QRegularExpression::MultilineOption | QRegularExpression::DotMatchesEverythingOption);
  EXPECT_EQ(markdown.count(code), 2);
  markdown.remove(code);
  EXPECT_FALSE(markdown.contains(QStringLiteral("<script")));
  static const QRegularExpression live(QStringLiteral("(?<!\\\\)[`\\[]|@all|#1|http://|(?<!<span>)\\$"));
  EXPECT_FALSE(markdown.contains(live)) << live.match(markdown).captured().toStdString();
}

TEST(ReportLabels, MarkdownTextShowsItsWords) {
  EXPECT_EQ(markdown_text(QStringLiteral("2.8 to 5.0× faster")), QStringLiteral("2.8 to 5.0× faster"));
  EXPECT_EQ(markdown_text(QStringLiteral("a|b\n*c*")), QStringLiteral("a\\|b \\*c\\*"));
  EXPECT_EQ(markdown_text(QStringLiteral("1. x")), QStringLiteral("1\\. x"));
  EXPECT_EQ(markdown_text(QStringLiteral("- x")), QStringLiteral("\\- x"));
  EXPECT_EQ(markdown_text(QStringLiteral("www.x")), QStringLiteral("www<!-- -->.x"));
  EXPECT_EQ(markdown_text(QStringLiteral("GH-12")), QStringLiteral("GH-<!-- -->12"));
}

TEST(ReportLabels, APdfOfThemCanBeWritten) {
  EXPECT_TRUE(rendered(ReportFormat::pdf).startsWith(QStringLiteral("%PDF")));
}

}  // namespace
}  // namespace attnscope
