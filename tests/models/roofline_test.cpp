// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Roofline, bounds and advice in words, on the shipped runs of a real H100.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "profiler/analysis/metrics.h"
#include "profiler/store/store.h"
#include "ui/models/advice_texts.h"
#include "ui/models/bound_text.h"
#include "ui/models/roofline_chart.h"

namespace attnscope {
namespace {

using ::testing::HasSubstr;

attnscope::Run first_run_of(const char* file) {
  Store store = Store::open(std::filesystem::path(ATTNSCOPE_SOURCE_DIR) / "resources/samples" / file,
                            OpenMode::read_only)
                    .value();
  const std::vector<RunSummary> summaries = store.runs().value();
  return store.load(summaries.front().header.id).value();
}

std::size_t place_of(const attnscope::Run& run, const std::string& implementation, std::int64_t seqlen) {
  for (std::size_t index = 0; index < run.points.size(); ++index) {
    const Point& point = run.points[index];
    if (point.implementation == implementation && point.problem.kv_seqlen == seqlen &&
        !point.problem.causal) {
      return index;
    }
  }
  ADD_FAILURE() << implementation << " at " << seqlen;
  return 0;
}

RooflineChart chart_at(const attnscope::Run& run, std::size_t selected,
                       std::span<const CeilingMeasurement> ceilings = {}) {
  RooflineQuestion question;
  question.device_uuid = run.points[selected].device_uuid;
  question.shape = shape_of(run.points[selected].problem);
  question.selected = selected;
  return build_roofline(run, question, ceilings);
}

TEST(RooflineChart, TitleStatesTheShareOfTheRoofAndABoundIsNamed) {
  const attnscope::Run run = first_run_of("h100.db");
  const std::size_t selected = place_of(run, "flash", 16384);
  const RooflineChart chart = chart_at(run, selected);
  ASSERT_TRUE(chart.selected.has_value());
  EXPECT_EQ(chart.marks[*chart.selected].point_index, selected);
  EXPECT_THAT(chart.title.toStdString(), HasSubstr("of the tensor-core roof above it"));
  EXPECT_THAT(chart.bound.toStdString(), HasSubstr("bound it"));
  EXPECT_THAT(chart.origin.toStdString(), HasSubstr("attnscope ceilings"));
  ASSERT_EQ(chart.roofs.size(), 1U);
  EXPECT_FALSE(chart.roofs[0].measured);
  const RooflineChart of_standard = chart_at(run, place_of(run, "standard", 4096));
  EXPECT_THAT(of_standard.title.toStdString(), HasSubstr("of the memory roof above it"));
}

TEST(RooflineChart, MeasuredRoofsAreThickAndDated) {
  const attnscope::Run run = first_run_of("h100.db");
  const std::size_t selected = place_of(run, "flash", 16384);
  const std::vector<CeilingMeasurement> ceilings{
      {{run.points[selected].device_uuid, 745.0, {}, {}, {}, 3.0e12, {}}, 1'795'374'000'000}};
  const RooflineChart chart = chart_at(run, selected, ceilings);
  EXPECT_TRUE(chart.roofs_measured);
  EXPECT_TRUE(chart.roofs.at(0).measured);
  EXPECT_EQ(chart.roofs.at(0).label.toStdString(), "matmul fp16: 745 TFLOP/s");
  EXPECT_EQ(chart.slope->label.toStdString(), "copy: 3.00 TB/s");
  EXPECT_THAT(chart.origin.toStdString(), HasSubstr("on this very GPU"));
}

TEST(BoundText, FiguresThenWhatTheyMean) {
  Bound bound;
  bound.uses = {
      {Resource::tensor_cores, 71.2, true}, {Resource::exponentials, 55, true}, {Resource::memory, 2, true}};
  bound.cause = BoundByResources{{Resource::tensor_cores}};
  EXPECT_EQ(bound_sentence(bound).toStdString(),
            "Tensor cores 71 %, exponentials 55 %, memory 2 %: tensor cores bound it.");
  bound.cause = BoundByResources{{Resource::tensor_cores, Resource::exponentials}};
  bound.clock = ClockHeld{Throttle::power_cap, 1446, 1980};
  EXPECT_EQ(
      bound_sentence(bound).toStdString(),
      "Tensor cores 71 %, exponentials 55 %, memory 2 %: tensor cores and exponentials bound it alike. The "
      "power cap held the clock at 1,446 of 1,980 MHz.");
  bound.clock.reset();
  bound.uses = {{Resource::memory, 31, false}};
  bound.cause = BoundByFewTiles{16, 132};
  EXPECT_EQ(
      bound_sentence(bound).toStdString(),
      "Memory 31 % at least: none reaches half. 16 tiles are too few for 132 SMs, so latency bounds it.");
  bound.uses.clear();
  bound.cause = BoundUnknown{};
  EXPECT_EQ(bound_sentence(bound).toStdString(),
            "What bounds it can't be told: this device's limits are not known.");
}

TEST(AdviceSheet, OfThePapersGridNamesABackendAndItsLines) {
  const attnscope::Run run = first_run_of("h100_papers_grid.db");
  const Point& point = run.points[place_of(run, "torch-cudnn", 16384)];
  const AdviceSheet sheet = advice_sheet(run, shape_of(point.problem), point.device_uuid);
  ASSERT_FALSE(sheet.cards.empty());
  EXPECT_THAT(sheet.cards[0].headline.toStdString(), HasSubstr("use torch-cudnn"));
  EXPECT_THAT(sheet.cards[0].code.toStdString(), HasSubstr("sdpa_kernel(SDPBackend.CUDNN_ATTENTION)"));
  EXPECT_THAT(sheet.cards[0].needs.toStdString(), HasSubstr("cuDNN"));
  EXPECT_THAT(sheet.cards[0].facts.join(' ').toStdString(), HasSubstr("faster than torch-flash"));
  EXPECT_EQ(run.points[sheet.cards[0].evidence.front()].implementation, "torch-cudnn");
  for (const std::size_t index : sheet.cards[0].evidence) {
    EXPECT_EQ(shape_of(run.points[index].problem), shape_of(point.problem));
  }
  EXPECT_THAT(advice_text(sheet).toStdString(), HasSubstr("CUDNN_ATTENTION"));
}

TEST(AdviceSheet, WhereOnlyInAppKernelsWereMeasuredNoBackendIsAdvised) {
  const attnscope::Run run = first_run_of("h100.db");
  const Point& point = run.points[place_of(run, "flash", 16384)];
  const AdviceSheet sheet = advice_sheet(run, shape_of(point.problem), point.device_uuid);
  ASSERT_EQ(sheet.cards.size(), 1U);
  EXPECT_TRUE(sheet.cards[0].code.isEmpty());
  EXPECT_THAT(sheet.cards[0].facts.join(' ').toStdString(), HasSubstr("PyTorch cannot call"));
  EXPECT_FALSE(sheet.cards[0].evidence.empty());
}

TEST(SwitchOnLines, FollowMaskAndHeads) {
  Problem shape;
  shape.causal = true;
  shape.query_heads = 32;
  shape.kv_heads = 8;
  EXPECT_THAT(switch_on_lines("torch-flash", shape).toStdString(),
              HasSubstr("(q, k, v, is_causal=True, enable_gqa=True)"));
  EXPECT_THAT(switch_on_lines("flash-attn-3", shape).toStdString(),
              HasSubstr("from flash_attn_interface import"));
  EXPECT_TRUE(switch_on_lines("flash", shape).isEmpty());
}

}  // namespace
}  // namespace attnscope
