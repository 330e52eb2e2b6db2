// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/metric_help.h"

#include <QCoreApplication>

namespace attnscope {
namespace {

struct Help {
  Q_DECLARE_TR_FUNCTIONS(attnscope::Help)
};

}  // namespace

std::vector<HelpEntry> help_entries() {
  return {
      {HelpTopic::explore, Help::tr("Explore"),
       Help::tr(
           "Set a sweep up at the left and press Run; the charts fill in as it goes. All of them share the "
           "length axis: hover shows a point, a click pins it into the inspector, the wheel zooms. Runs that "
           "are ticked in the list are laid over the one that is shown. A click on a series' label shows it "
           "alone, Ctrl+click several; T turns a chart into a table, L and V change its axes; Shift+drag "
           "marks "
           "lengths, and what lies between them can be measured."),
       QStringLiteral("explore")},
      {HelpTopic::compare, Help::tr("Compare"),
       Help::tr(
           "Choose a baseline and any number of runs, of one database or of files dropped on the window. "
           "Points of the same problem are laid beside each other, each with a verdict; what differs between "
           "the machines stands above the table."),
       QStringLiteral("compare")},
      {HelpTopic::report, Help::tr("Report"),
       Help::tr(
           "Choose runs and sections, look at the preview, and write it as HTML, PDF or Markdown. The same "
           "runs give the same bytes; attnscope report does it without a window."),
       QStringLiteral("report")},
      {HelpTopic::tiles, Help::tr("Tiles"),
       Help::tr(
           "Choose a tile for one problem on one GPU. The shared memory that it takes follows at once; "
           "registers, CTAs per SM and what limits them once it is compiled. The map shows which tiles the "
           "mask leaves, the timeline which SM ran which tile when. Measure times the tile and records its "
           "timeline with a build that notes the time, which is slower: by how much is said below it."),
       QStringLiteral("tiles")},
      {HelpTopic::roofline, Help::tr("Roofline"),
       Help::tr(
           "TFLOP/s against FLOPs per byte of device memory moved, both logarithmic. No point lies above the "
           "slope (bytes a second) or the flat roof (matrix products of its type). Bytes are counted by the "
           "hardware where it was asked; else they are the least that the algorithm must move."),
       QStringLiteral("roofline")},
      {HelpTopic::advice, Help::tr("Advice"),
       Help::tr(
           "Which implementation is fastest at which lengths, from measured points of one shape and device "
           "only, among those that PyTorch can be switched to. Those within 1 % count as alike."),
       QStringLiteral("advice")},
      {HelpTopic::point, Help::tr("Point and run"),
       Help::tr(
           "A point is one implementation on one problem and device; a run is one sweep of points with the "
           "circumstances under which it was measured.")},
      {HelpTopic::sample, Help::tr("Sample"), Help::tr("One timed call. Every sample is kept.")},
      {HelpTopic::span, Help::tr("Time, or span"),
       Help::tr(
           "From the start of the first to the end of the last activity of one call on the device: what a "
           "stream waits for. Charts show the median over the samples.")},
      {HelpTopic::interval, Help::tr("Interval"),
       Help::tr(
           "The band around a line: with 95 % confidence the true median, or ratio of medians, lies in it. "
           "Ratios are bootstrapped with a fixed seed.")},
      {HelpTopic::speedup, Help::tr("Speedup"),
       Help::tr("Median span of the baseline divided by that of the implementation, same device and problem. "
                "Above 1 is faster. Where the interval includes 1 the answer is: can't tell.")},
      {HelpTopic::verdict, Help::tr("Verdict"),
       Help::tr(
           "On the Compare page: faster or slower where the 99.7 % interval of the ratio to the baseline "
           "excludes 1, same where 2 % either way can be ruled out with 95 % certainty, else can't tell. It "
           "counts in the samples and how much runs of the very same thing differ on that device: on one "
           "where they differ by more than 0.9 %, as at a power limit, nobody can tell what is the same; "
           "measuring each point for longer helps.")},
      {HelpTopic::crossover, Help::tr("Crossover"),
       Help::tr(
           "The length from which the implementation is faster than the baseline for good. A < says that it "
           "was faster from the shortest length measured. On the speedup chart it is a line, and the band "
           "around it is where it may lie given the 95 % intervals of the points beside it.")},
      {HelpTopic::flops, Help::tr("TFLOP/s"),
       Help::tr("4 × query heads × head dim × unmasked query–key pairs over the batch, divided by the median "
                "span. Papers often count causal attention as half of all pairs; View > FLOP convention "
                "switches, and the axis says which is used. Percent of peak divides by what the maker "
                "publishes for "
                "the GPU's tensor cores and the type.")},
      {HelpTopic::peak_memory, Help::tr("Peak memory"),
       Help::tr(
           "Output, scratch and library workspace of one cold call, from the records of its allocations. "
           "The thin line is the prediction on paper. Inputs are counted apart.")},
      {HelpTopic::out_of_memory, Help::tr("Out of memory"),
       Help::tr("A cross, drawn where the peak would have been. It is a result, and kept like one.")},
      {HelpTopic::error, Help::tr("Error"),
       Help::tr(
           "Largest absolute and relative root-mean-square difference to a double-precision reference on "
           "the same random inputs.")},
      {HelpTopic::theoretical, Help::tr("Theoretical occupancy"),
       Help::tr("Warps that fit on a processor at once, of those it can hold. The limiter is what runs out "
                "first: registers, shared memory, warps or blocks. Tiled kernels are often low on purpose.")},
      {HelpTopic::achieved, Help::tr("Achieved occupancy"),
       Help::tr("Warps that really were active, from hardware counters in a pass of their own.")},
      {HelpTopic::wave_fill, Help::tr("Wave fill"),
       Help::tr(
           "Tiles divided by the room in the waves that they take. At 60 %, two fifths of that room stayed "
           "empty.")},
      {HelpTopic::balance, Help::tr("Balance"),
       Help::tr(
           "Work of all slots divided by slots × the busiest one's work. 100 % means that all end together. "
           "Measured balance comes from an instrumented build of the kernel.")},
      {HelpTopic::mask_density, Help::tr("Mask density"),
       Help::tr(
           "Unmasked score elements divided by those computed. What is missing to 100 % is work on tiles "
           "that straddle the mask.")},
      {HelpTopic::throttling, Help::tr("Throttling"),
       Help::tr("Reasons why the clock was held down while samples ran. A power cap is normal under load; "
                "temperature and hardware reasons are flagged. No sample is dropped.")},
      {HelpTopic::cold_l2, Help::tr("Cold L2"),
       Help::tr(
           "Before every sample the L2 cache is filled with unrelated clean lines, so that no call profits "
           "from the one before.")},
      {HelpTopic::in_use, Help::tr("In use"),
       Help::tr(
           "Another process holds a compute context on the GPU, or it was more than 5 % busy a moment ago. "
           "Programs that only draw do not count until they do. Figures taken beside other work are slower "
           "and "
           "vary more.")},
      {HelpTopic::scores, Help::tr("Soft cap, ALiBi, dropout"),
       Help::tr(
           "What is done to the scores: a soft cap bounds them to ± cap, ALiBi takes off a slope of the "
           "head's "
           "own for each position between query and key, dropout sets a share of the probabilities to 0.")},
      {HelpTopic::claims, Help::tr("Well-known claims"),
       Help::tr("What is widely said of flash attention, held against the points of a run in its report. A "
                "claim is "
                "held where every point reaches its lower bound, an error where every point stays under the "
                "limit.")},
      {HelpTopic::ceilings, Help::tr("Ceilings"),
       Help::tr(
           "What a large matrix product and a copy reach on this very GPU: attnscope ceilings, or Measure "
           "ceilings on the Roofline page. They are taken once the GPU has cooled, in short rounds with "
           "rests "
           "between them, and the best round counts: what it holds for long at its power limit is less. "
           "Where "
           "they were not measured a thin roof shows the datasheet's.")},
      {HelpTopic::bound, Help::tr("What bounds a point"),
       Help::tr(
           "How much of each limit a call uses: tensor cores, exponentials (16 per SM and clock), memory "
           "bandwidth. What is used most bounds it, if at least half is used. Else too few tiles, a very "
           "short "
           "call or a long tail may explain it; where nothing does, it can't be told.")},
  };
}

std::optional<HelpTopic> help_topic_of_page(const QString& page) {
  for (const HelpEntry& entry : help_entries()) {
    if (!page.isEmpty() && entry.page == page) {
      return entry.topic;
    }
  }
  return std::nullopt;
}

QString metric_help(HelpTopic topic) {
  for (const HelpEntry& entry : help_entries()) {
    if (entry.topic == topic) {
      return entry.meaning;
    }
  }
  return {};
}

}  // namespace attnscope
