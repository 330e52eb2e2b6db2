// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/sweep.h"

#include <gmock/gmock.h>

#include "profiler/session/command_text.h"
#include "profiler/session/presets.h"

namespace attnscope {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Description machine(int gpus) {
  Description found;
  DeviceDescription cpu;
  cpu.uuid = "CPU-1";
  cpu.name = "Host CPU · Test";
  found.devices.push_back({cpu, {{"standard", ""}, {"standard-eager", ""}, {"flash", ""}}, false});
  for (int gpu = 0; gpu < gpus; ++gpu) {
    DeviceDescription device;
    device.uuid = "GPU-" + std::to_string(gpu);
    device.kind = DeviceKind::cuda;
    device.ordinal = gpu;
    device.name = "Test GPU";
    found.devices.push_back({device, {{"standard", ""}, {"flash", ""}, {"outside", ""}}, true});
  }
  return found;
}

Sweep small_sweep() {
  Sweep sweep;
  sweep.shapes = {Problem{}};
  sweep.seqlens = {512, 1024};
  sweep.tokens = 1024;
  sweep.implementations = {"standard", "flash"};
  sweep.device_selectors = {"cpu"};
  return sweep;
}

std::string refusal_of(const Sweep& sweep, const Description& description = machine(1)) {
  const auto plans = plans_of(sweep, description);
  EXPECT_FALSE(plans);
  return plans ? "" : plans.error().message;
}

std::vector<std::string> uuids(const Result<std::vector<DeviceDescription>>& devices) {
  std::vector<std::string> all;
  if (devices) {
    for (const DeviceDescription& device : *devices) all.push_back(device.uuid);
  }
  return all;
}

TEST(ParseSeqlens, TakesRangesListsAndThousands) {
  EXPECT_THAT(*parse_seqlens("128..1024"), ElementsAre(128, 256, 512, 1024));
  EXPECT_THAT(*parse_seqlens("100..1000"), ElementsAre(128, 256, 512));
  EXPECT_THAT(*parse_seqlens("2048,512,1000,512"), ElementsAre(512, 1000, 2048));
  EXPECT_THAT(*parse_seqlens("1,256..512,16k"), ElementsAre(1, 256, 512, 16384));
  EXPECT_THAT(*parse_seqlens("64k"), ElementsAre(65536));
  EXPECT_THAT(*parse_seqlens("512..512"), ElementsAre(512));
}

TEST(ParseSeqlens, RefusesNonsense) {
  for (const char* text :
       {"", ",", "0", "-1", "abc", "1.5", "128..", "..128", "1024..128", "600..1000", "1..2..4",
        "99999999999999999999", "67108865", "70000k", "k", "1 2", "0x10", "512,"}) {
    EXPECT_FALSE(parse_seqlens(text)) << text;
  }
  EXPECT_THAT(parse_seqlens("600..1000").error().message, HasSubstr("no power of two"));
  EXPECT_THAT(parse_seqlens("12b").error().message, HasSubstr("\"12b\""));
}

TEST(SelectDevices, KnowsNamesUuidsAndGroups) {
  const Description found = machine(2);
  EXPECT_THAT(uuids(select_devices(found, {})), ElementsAre("GPU-0")) << "the best";
  EXPECT_THAT(uuids(select_devices(machine(0), {})), ElementsAre("CPU-1"));
  EXPECT_THAT(uuids(select_devices(found, {"best"})), ElementsAre("GPU-0"));
  EXPECT_THAT(uuids(select_devices(found, {"cpu"})), ElementsAre("CPU-1"));
  EXPECT_THAT(uuids(select_devices(found, {"cuda:1"})), ElementsAre("GPU-1"));
  EXPECT_THAT(uuids(select_devices(found, {"cuda"})), ElementsAre("GPU-0", "GPU-1"));
  EXPECT_THAT(uuids(select_devices(found, {"all"})), ElementsAre("CPU-1", "GPU-0", "GPU-1"));
  EXPECT_THAT(uuids(select_devices(found, {"GPU-1", "cuda:1", "cpu"})), ElementsAre("CPU-1", "GPU-1"));
}

TEST(SelectDevices, ListsWhatThereIsWhenOneIsUnknown) {
  const auto devices = select_devices(machine(1), {"cuda:3"});
  ASSERT_FALSE(devices);
  EXPECT_THAT(devices.error().message, HasSubstr("\"cuda:3\""));
  EXPECT_THAT(devices.error().message, HasSubstr("cpu (Host CPU · Test), cuda:0 (Test GPU)"));
  EXPECT_FALSE(select_devices(machine(0), {"cuda"}));
  EXPECT_FALSE(select_devices(Description{}, {}));
}

TEST(Plans, InterleaveImplementationsAndDeriveTheBatchFromTokens) {
  const auto plans = plans_of(small_sweep(), machine(0));
  ASSERT_TRUE(plans) << plans.error().message;
  ASSERT_EQ(plans->size(), 1U);
  const auto& points = plans->front().points;
  ASSERT_EQ(points.size(), 4U);
  EXPECT_EQ(points[0].implementation, "standard");
  EXPECT_EQ(points[1].implementation, "flash");
  EXPECT_EQ(points[1].problem.kv_seqlen, 512);
  EXPECT_EQ(points[1].problem.query_seqlen, 512);
  EXPECT_EQ(points[1].problem.batch, 2);
  EXPECT_EQ(points[2].problem.batch, 1);
}

TEST(Plans, TokensBelowALengthStillGiveOneOfIt) {
  Sweep sweep = small_sweep();
  sweep.tokens = 100;
  EXPECT_EQ(plans_of(sweep, machine(0))->front().points.front().problem.batch, 1);
}

TEST(Plans, AFixedQueryLengthStaysFixed) {
  Sweep sweep = small_sweep();
  sweep.query_seqlen = 1;
  const auto plans = plans_of(sweep, machine(0));
  EXPECT_EQ(plans->front().points.back().problem.query_seqlen, 1);
  EXPECT_EQ(plans->front().points.back().problem.kv_seqlen, 1024);
}

TEST(Plans, EachDeviceGetsWhatItOffers) {
  Sweep sweep = small_sweep();
  sweep.device_selectors = {"all"};
  sweep.implementations = {"flash", "outside"};
  const auto plans = plans_of(sweep, machine(2));
  ASSERT_TRUE(plans) << plans.error().message;
  ASSERT_EQ(plans->size(), 3U);
  EXPECT_EQ((*plans)[0].points.size(), 2U) << "the CPU has no outside implementation";
  EXPECT_EQ((*plans)[1].points.size(), 4U);
  EXPECT_EQ((*plans)[2].device_uuid, "GPU-1");
}

TEST(Plans, RefuseNonsenseInWords) {
  Sweep sweep = small_sweep();
  sweep.implementations = {"flash", "flash3"};
  EXPECT_THAT(refusal_of(sweep), HasSubstr("\"flash3\" here; there are standard, standard-eager, flash"));
  sweep = small_sweep();
  sweep.implementations = {};
  EXPECT_THAT(refusal_of(sweep), HasSubstr("no implementation"));
  sweep = small_sweep();
  sweep.batch = 1;
  EXPECT_THAT(refusal_of(sweep), HasSubstr("exactly one of batch and tokens"));
  sweep.batch = 0;
  sweep.tokens.reset();
  EXPECT_THAT(refusal_of(sweep), HasSubstr("batch"));
  sweep = small_sweep();
  sweep.shapes[0].kv_heads = 3;
  EXPECT_THAT(refusal_of(sweep), HasSubstr("KV heads"));
  sweep = small_sweep();
  sweep.seqlens = {};
  EXPECT_THAT(refusal_of(sweep), HasSubstr("no length"));
  sweep = small_sweep();
  sweep.options.max_samples = 5;
  EXPECT_THAT(refusal_of(sweep), HasSubstr("fewer"));
  sweep = small_sweep();
  sweep.options.point_budget_seconds = 0;
  EXPECT_THAT(refusal_of(sweep), HasSubstr("budget"));
  sweep = small_sweep();
  sweep.shapes.assign(600, Problem{});
  EXPECT_THAT(refusal_of(sweep), HasSubstr("too large"));
}

TEST(DefaultSweep, FitsTheKindOfDevice) {
  for (const int gpus : {0, 1}) {
    const Sweep sweep = default_sweep(machine(gpus));
    const auto plans = plans_of(sweep, machine(gpus));
    if (gpus == 0) {
      ASSERT_TRUE(plans) << plans.error().message;
      EXPECT_EQ(plans->front().points.size(), 18U);
      EXPECT_EQ(plans->front().device_uuid, "CPU-1");
      EXPECT_EQ(plans->front().points.front().problem.dtype, Dtype::fp32);
    } else {
      // This machine's GPU has no standard-eager; a real one has.
      EXPECT_EQ(sweep.device_selectors, std::vector<std::string>{"cuda:0"});
      EXPECT_EQ(sweep.shapes.front().dtype, Dtype::fp16);
    }
  }
}

TEST(CommandLine, SpellsOutWhatIsMeasured) {
  Sweep sweep = small_sweep();
  sweep.seqlens = {512, 1024, 2048};
  sweep.name = "it's mine";
  sweep.options.cold_l2 = false;
  sweep.options.point_budget_seconds = 0.1;
  sweep.shapes[0].window_left = 64;
  EXPECT_EQ(
      command_text(to_command_line(sweep)).toStdString(),
      "attnscope run --device cpu --query-heads 16 --kv-heads 16 --head-dim 128 --dtype fp16 --causal no "
      "--window 64,none --seqlen 512..2048 --tokens 1024 --impl standard,flash --warm-l2 --budget 0.1 "
      "--name 'it'\\''s mine'");
}

TEST(CommandLine, SaysOnlyHowAPresetWasChanged) {
  Sweep sweep = small_sweep();
  sweep.preset = "llama-3-8b";
  sweep.shapes = {preset_named("llama-3-8b")->shape};
  EXPECT_THAT(command_text(to_command_line(sweep)).toStdString(),
              HasSubstr("--preset llama-3-8b --dtype bf16 --seqlen 512,1024"));
  sweep.shapes[0].head_dim = 64;
  sweep.shapes[0].causal = false;
  EXPECT_THAT(command_text(to_command_line(sweep)).toStdString(),
              HasSubstr("--preset llama-3-8b --head-dim 64 --dtype bf16 --causal no --seqlen"));
}

TEST(CommandLine, SaysWhatOfAPresetsScoresWasSwitchedOff) {
  Sweep sweep = small_sweep();
  sweep.preset = "gemma-2-27b";
  sweep.shapes = {preset_named("gemma-2-27b")->shape};
  const std::string unchanged = command_text(to_command_line(sweep)).toStdString();
  EXPECT_THAT(unchanged, Not(HasSubstr("--soft-cap")));
  EXPECT_THAT(unchanged, Not(HasSubstr("--scale")));
  sweep.shapes[0].soft_cap.reset();
  sweep.shapes[0].softmax_scale.reset();
  EXPECT_THAT(command_text(to_command_line(sweep)).toStdString(), HasSubstr("--scale none --soft-cap none"));
  sweep.preset = "mpt-7b";
  sweep.shapes = {preset_named("mpt-7b")->shape};
  EXPECT_THAT(command_text(to_command_line(sweep)).toStdString(), Not(HasSubstr("--alibi")));
  sweep.shapes[0].alibi = false;
  EXPECT_THAT(command_text(to_command_line(sweep)).toStdString(), HasSubstr("--alibi no"));
}

TEST(CommandText, QuotesForAShell) {
  EXPECT_EQ(command_text({"a", "", "b c", "$(rm x)", "1,0", "`x`", "ü"}).toStdString(),
            "a '' 'b c' '$(rm x)' 1,0 '`x`' 'ü'");
}

TEST(Presets, AreADozenRealModelsThatCanBeMeasured) {
  EXPECT_GE(presets().size(), 12U);
  std::set<std::string> ids;
  for (const Preset& preset : presets()) {
    EXPECT_TRUE(ids.insert(preset.id).second) << preset.id;
    EXPECT_FALSE(preset.name.empty());
    EXPECT_GT(preset.source.size(), 10U) << preset.id;
    EXPECT_TRUE(validate(preset.shape)) << preset.id;
  }
  const auto llama = preset_named("llama-3-8b");
  ASSERT_TRUE(llama);
  EXPECT_EQ(llama->shape.query_heads, 32);
  EXPECT_EQ(llama->shape.kv_heads, 8);
  EXPECT_EQ(llama->shape.head_dim, 128);
  EXPECT_TRUE(llama->shape.causal);
  const auto unknown = preset_named("llama-9");
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().message, HasSubstr("there are llama-3-8b, "));
}

}  // namespace
}  // namespace attnscope
