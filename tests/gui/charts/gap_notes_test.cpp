// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/gap_notes.h"

#include <gmock/gmock.h>

#include "tests/gui/charts/sample_specs.h"
#include "ui/charts/drawn.h"
#include "ui/theme/fonts.h"

namespace attnscope {
namespace {

using sample::gap;
using testing::ElementsAre;

ChartSpec with(const std::vector<ChartSeries>& series) {
  ChartSpec spec;
  spec.lengths = sample::lengths();
  spec.series = series;
  return spec;
}

std::vector<GapNote> laid_out(const ChartSpec& spec) {
  const auto pixel = [](double length) { return 50 + (std::log2(length) - 9) / 7 * 250; };
  return lay_out_gaps(find_gaps(spec), spec, 45, 305, pixel, QFontMetricsF(caption_font()));
}

TEST(GapNotes, NeighbouringLengthsOfOneReasonAreOneNote) {
  const auto notes = find_gaps(with({sample::series("flash", "flash", 0, {1, 2, gap, gap, 5, 6, 7, gap})}));
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_EQ(notes[0].first_length, 2048);
  EXPECT_EQ(notes[0].last_length, 4096);
  EXPECT_EQ(notes[1].first_length, 65536);
}

TEST(GapNotes, SeriesWithTheSameGapShareANote) {
  const auto notes = find_gaps(
      with({sample::series("flash", "flash", 0, {1, 1, 1, 1, 1, 1, gap, gap}, false, ChartMark::no_baseline),
            sample::series("cuDNN", "torch-cudnn", 0, {1, 1, 1, 1, 1, 1, gap, gap}, false,
                           ChartMark::no_baseline)}));
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_THAT(notes[0].series, ElementsAre(0, 1));
}

TEST(GapNotes, OutOfMemoryAtAPredictedValueIsDrawnThereInstead) {
  EXPECT_TRUE(find_gaps(sample::memory()).empty());
}

TEST(GapNotes, EveryReasonHasItsWords) {
  for (const auto& [mark, words] :
       {std::pair{ChartMark::pending, "pending"}, std::pair{ChartMark::unsupported, "unsupported"},
        std::pair{ChartMark::failed, "failed"}, std::pair{ChartMark::cancelled, "cancelled"},
        std::pair{ChartMark::no_baseline, "no baseline"},
        std::pair{ChartMark::out_of_memory, "out of memory"}}) {
    const auto notes =
        laid_out(with({sample::series("flash", "flash", 0, {1, 1, 1, 1, gap, 1, 1, 1}, false, mark)}));
    ASSERT_EQ(notes.size(), 1U);
    EXPECT_TRUE(notes[0].text.endsWith(QLatin1String(words))) << notes[0].text.toStdString();
  }
}

TEST(GapNotes, NotesOfOneRowDoNotTouchAndStayInside) {
  const auto notes = laid_out(with({
      sample::series("flash", "flash", 0, {gap, 1, 1, 1, 1, 1, 1, gap}, false, ChartMark::failed),
      sample::series("standard", "standard", 0, {1, 1, 1, gap, gap, 1, 1, 1}, false, ChartMark::unsupported),
      sample::series("other", "other", 0, std::vector<double>(8, gap), false, ChartMark::pending),
  }));
  EXPECT_EQ(notes.size(), 4U);
  for (std::size_t one = 0; one < notes.size(); ++one) {
    EXPECT_GE(notes[one].text_left, 45);
    EXPECT_LE(notes[one].text_left + notes[one].text_width, 305);
    for (std::size_t other = one + 1; other < notes.size(); ++other) {
      if (notes[one].row == notes[other].row) {
        const bool apart = notes[one].text_left + notes[one].text_width < notes[other].text_left ||
                           notes[other].text_left + notes[other].text_width < notes[one].text_left;
        EXPECT_TRUE(apart) << notes[one].text.toStdString() << " and " << notes[other].text.toStdString();
      }
    }
  }
}

}  // namespace
}  // namespace attnscope
