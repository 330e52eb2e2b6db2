// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report_builder.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/models/fixture_runs.h"
#include "ui/report/report_words.h"

namespace attnscope {
namespace {

ReportDocument report_of(const std::vector<const Run*>& runs, const ReportOptions& options = {}) {
  const auto document = build_report(runs, options);
  EXPECT_TRUE(document.has_value());
  return document.value_or(ReportDocument{});
}

const ReportSection* section_named(const ReportDocument& document, const QString& heading) {
  for (const ReportSection& section : document.sections) {
    if (section.heading == heading) return &section;
  }
  return nullptr;
}

template <typename Block>
std::vector<Block> blocks_of(const ReportDocument& document) {
  std::vector<Block> found;
  for (const ReportSection& section : document.sections) {
    for (const ReportBlock& block : section.blocks) {
      if (const auto* one = std::get_if<Block>(&block)) found.push_back(*one);
    }
  }
  return found;
}

TEST(ReportBuilder, TheCoverSaysDeviceSpeedRangeAndMemory) {
  const auto run = fixture::make_run({});
  const QString cover = report_of({&run}).cover;
  EXPECT_TRUE(cover.startsWith(QStringLiteral("On one H100 80GB, flash is "))) << cover.toStdString();
  EXPECT_TRUE(cover.contains(QStringLiteral("× faster than standard from 512 to "))) << cover.toStdString();
  EXPECT_TRUE(cover.contains(QStringLiteral("it needs "))) << cover.toStdString();
  EXPECT_TRUE(cover.contains(QStringLiteral("where standard needs "))) << cover.toStdString();
  EXPECT_TRUE(cover.endsWith(QStringLiteral("on standard runs out of memory."))) << cover.toStdString();
}

TEST(ReportBuilder, TwoDevicesOfOneModelAreCounted) {
  fixture::RunPlan plan;
  plan.devices = 2;
  const auto run = fixture::make_run(plan);
  EXPECT_TRUE(report_of({&run}).cover.startsWith(QStringLiteral("On 2 × H100 80GB, flash")));
}

TEST(ReportBuilder, HasEverySectionThatTheRunFills) {
  const auto run = fixture::make_run({});
  QStringList headings;
  for (const ReportSection& section : report_of({&run}).sections) headings << section.heading;
  const QStringList wanted{"Well-known claims", "Charts",   "Every point", "Method",
                           "Environment",       "Repeat it"};
  EXPECT_EQ(headings, wanted) << headings.join(", ").toStdString();
}

TEST(ReportBuilder, LeavesOutWhatIsNotAskedFor) {
  const auto run = fixture::make_run({});
  ReportOptions options;
  options.parts = {ReportPart::tables};
  const ReportDocument document = report_of({&run}, options);
  ASSERT_EQ(document.sections.size(), 1U);
  EXPECT_EQ(document.sections.front().heading, QStringLiteral("Every point"));
}

TEST(ReportBuilder, EveryPointHasARowAndEveryRowACellAColumn) {
  const auto run = fixture::make_run({});
  std::size_t rows = 0;
  for (const ReportTable& table : blocks_of<ReportTable>(report_of({&run}))) {
    for (const QStringList& row : table.rows) {
      EXPECT_EQ(static_cast<std::size_t>(row.size()), table.columns.size());
    }
    if (table.columns.front().heading == QStringLiteral("Tokens")) rows += table.rows.size();
  }
  EXPECT_EQ(rows, run.points.size());
}

TEST(ReportBuilder, ClaimsCarryTheirStandingAndFigure) {
  const auto run = fixture::make_run({});
  const ReportDocument document = report_of({&run});
  const ReportSection* claims = section_named(document, QStringLiteral("Well-known claims"));
  ASSERT_NE(claims, nullptr);
  const auto& table = std::get<ReportTable>(claims->blocks.front());
  ASSERT_EQ(table.rows.size(), 6U);
  // The fixture measures nothing under 512 and no FP8; its error is 2.1e-4.
  EXPECT_EQ(table.rows[0][1], QStringLiteral("not measured"));
  EXPECT_EQ(table.rows[4][1], QStringLiteral("held"));
  EXPECT_TRUE(table.rows[4][2].contains(QStringLiteral("2.1e-4"))) << table.rows[4][2].toStdString();
  EXPECT_EQ(table.rows[5][1], QStringLiteral("not measured"));
}

TEST(ReportBuilder, SeveralRunsAreComparedWithTheFirst) {
  fixture::RunPlan other_plan;
  other_plan.id = "00000000-0000-4000-8000-000000000002";
  other_plan.name = "the other";
  const auto base = fixture::make_run({});
  const auto other = fixture::make_run(other_plan);
  const ReportDocument document = report_of({&base, &other});
  const ReportSection* comparison = section_named(document, QStringLiteral("Run against run"));
  ASSERT_NE(comparison, nullptr);
  const auto& summary = std::get<ReportParagraph>(comparison->blocks[1]);
  EXPECT_TRUE(summary.text.contains(QStringLiteral("points in common"))) << summary.text.toStdString();
  EXPECT_FALSE(summary.text.contains(QStringLiteral("slower"))) << summary.text.toStdString();
}

TEST(ReportBuilder, RunsWithNothingInCommonAreSaidToBeSo) {
  fixture::RunPlan other_plan;
  other_plan.head_dims = {64};
  const auto base = fixture::make_run({});
  const auto other = fixture::make_run(other_plan);
  const ReportDocument document = report_of({&base, &other});
  const ReportSection* comparison = section_named(document, QStringLiteral("Run against run"));
  ASSERT_NE(comparison, nullptr);
  const QString text = std::get<ReportParagraph>(comparison->blocks[1]).text;
  EXPECT_TRUE(text.contains(QStringLiteral("in common"))) << text.toStdString();
  EXPECT_EQ(comparison->blocks.size(), 2U) << "no empty table";
}

TEST(ReportBuilder, ManyShapesAreChartedUpToALimitThatIsSaid) {
  fixture::RunPlan plan;
  plan.head_dims = {32, 48, 64, 80, 96, 128, 160};
  plan.seqlens = {512, 1024};
  const auto run = fixture::make_run(plan);
  const ReportDocument document = report_of({&run});
  EXPECT_LE(blocks_of<ReportChart>(document).size(), 24U);
  const auto paragraphs = blocks_of<ReportParagraph>(document);
  EXPECT_TRUE(std::any_of(paragraphs.begin(), paragraphs.end(), [](const ReportParagraph& paragraph) {
    return paragraph.text.contains(QStringLiteral("the first 6 of 14 shapes")) ||
           paragraph.text.contains(QStringLiteral("the first 6 of 7 shapes"));
  }));
}

TEST(ReportBuilder, NothingToReportIsAnError) {
  auto empty = fixture::make_run({});
  empty.points.clear();
  EXPECT_FALSE(build_report({}, {}).has_value());
  const auto refused = build_report({&empty}, {});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, ErrorKind::usage);
}

TEST(ReportBuilder, TimesAreInUtc) {
  EXPECT_EQ(report_time(1'795'190'400'000), QStringLiteral("20 Nov 2026 16:00 UTC"));
}

}  // namespace
}  // namespace attnscope
