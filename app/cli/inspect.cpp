// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QEventLoop>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/describe.h"
#include "app/cli/json.h"
#include "app/cli/run_options.h"
#include "app/cli/table.h"
#include "kernels/problem/tile_choice.h"
#include "profiler/session/inspect_session.h"

namespace attnscope {
namespace {

constexpr int usual_capability = 90;

/// "9.0" as 90.
Result<int> capability_from(const QString& text) {
  const QStringList parts = text.split('.');
  bool is_major = false;
  bool is_minor = false;
  const int major = parts.value(0).toInt(&is_major);
  const int minor = parts.value(1).toInt(&is_minor);
  if (parts.size() == 2 && is_major && is_minor && major >= 1 && major < 100 && minor >= 0 && minor < 10)
    return major * 10 + minor;
  return fail(ErrorKind::usage,
              "--arch is a compute capability such as 9.0, not \"" + text.toStdString() + '"');
}

/// A GPU that is known by its compute capability alone, for sweep_from.
Description gpu_on_paper(int capability) {
  Description::Device gpu;
  gpu.device.uuid = "paper";
  gpu.device.kind = DeviceKind::cuda;
  gpu.device.name = "a GPU of compute capability " + std::to_string(capability / 10) + "." +
                    std::to_string(capability % 10);
  gpu.device.compute_capability = capability;
  for (const char* name : {"flash", "flash-sm80"})
    if (tiled_kernel(name, capability)) gpu.implementations.push_back({name, ""});
  Description description;
  description.devices.push_back(std::move(gpu));
  return description;
}

Result<Inspection> ask(const Transport& transport, const InspectRequest& request) {
  Result<Inspection> answer = fail(ErrorKind::failed, "the worker was not asked");
  QEventLoop loop;
  InspectSession session(transport, request);
  QObject::connect(&session, &InspectSession::inspected, &loop, [&](const Inspection& inspection) {
    answer = inspection;
    loop.quit();
  });
  QObject::connect(&session, &InspectSession::failed, &loop, [&](const QString& message) {
    answer = fail(ErrorKind::failed, message.toStdString());
    loop.quit();
  });
  session.start();
  loop.exec();
  return answer;
}

QString kibibytes(std::uint64_t bytes) {
  return QStringLiteral("%1 KiB").arg((bytes + 1023) / 1024);
}

QString inspected_shape(const Problem& problem) {
  return QStringLiteral("%1 × %2 %3%4")
      .arg(problem.kv_seqlen)
      .arg(problem.head_dim)
      .arg(QString::fromUtf8(name_of(problem.dtype).data(), static_cast<int>(name_of(problem.dtype).size())),
           problem.causal ? QStringLiteral(" causal") : QString());
}

/// What was asked and what came of it.
struct Answered {
  PlannedPoint point;
  Result<Inspection> inspection;
};

QString inspection_table(const std::vector<Answered>& answers, int capability) {
  TextTable table({"implementation", "length × head dim", "tile", ">registers", ">spilled", ">shared memory",
                   ">CTAs/SM", ">occupancy", "limited by", "origin"});
  QString refusals;
  for (const Answered& answer : answers) {
    const QString implementation = QString::fromStdString(answer.point.implementation);
    const QString shape = inspected_shape(answer.point.problem);
    if (!answer.inspection) {
      refusals += QStringLiteral("%1 at %2: %3\n")
                      .arg(implementation, shape, QString::fromStdString(answer.inspection.error().message));
      continue;
    }
    const Inspection& found = *answer.inspection;
    if (found.kernels.empty()) continue;
    const KernelRecord& kernel = found.kernels.front();
    const QString none = QStringLiteral("—");
    table.add({implementation, shape, found.tile ? QString::fromStdString(to_string(*found.tile)) : none,
               QString::number(kernel.registers_per_thread), QString::number(found.spill_bytes),
               kibibytes(kernel.shared_memory_bytes) + " of " +
                   kibibytes(static_cast<std::uint64_t>(shared_memory_limit(capability))),
               kernel.blocks_per_sm ? QString::number(*kernel.blocks_per_sm) : none,
               kernel.theoretical_occupancy_percent
                   ? QString::number(*kernel.theoretical_occupancy_percent, 'f', 1) + " %"
                   : none,
               kernel.occupancy_limiter ? QString::fromStdString(*kernel.occupancy_limiter) : none,
               QStringLiteral("%1, %2 s")
                   .arg(QString::fromStdString(found.source))
                   .arg(found.compile_seconds, 0, 'f', 2)});
  }
  return table.text() + refusals;
}

QString inspection_json(const std::vector<Answered>& answers, int capability) {
  nlohmann::ordered_json variants = nlohmann::ordered_json::array();
  for (const Answered& answer : answers) {
    nlohmann::ordered_json variant{{"implementation", answer.point.implementation},
                                   {"kv_seqlen", answer.point.problem.kv_seqlen},
                                   {"head_dim", answer.point.problem.head_dim},
                                   {"dtype", std::string(name_of(answer.point.problem.dtype))},
                                   {"causal", answer.point.problem.causal}};
    if (!answer.inspection) {
      variant["refused"] = answer.inspection.error().message;
    } else if (!answer.inspection->kernels.empty()) {
      const Inspection& found = *answer.inspection;
      const KernelRecord& kernel = found.kernels.front();
      if (found.tile) variant["tile"] = to_string(*found.tile);
      variant["kernel"] = kernel.name;
      variant["registers_per_thread"] = kernel.registers_per_thread;
      variant["spill_bytes"] = found.spill_bytes;
      variant["shared_memory_bytes"] = kernel.shared_memory_bytes;
      variant["shared_memory_limit_bytes"] = shared_memory_limit(capability);
      if (kernel.blocks_per_sm) variant["blocks_per_sm"] = *kernel.blocks_per_sm;
      if (kernel.theoretical_occupancy_percent)
        variant["theoretical_occupancy_percent"] = *kernel.theoretical_occupancy_percent;
      if (kernel.occupancy_limiter) variant["occupancy_limiter"] = *kernel.occupancy_limiter;
      variant["source"] = found.source;
      variant["compile_seconds"] = found.compile_seconds;
    }
    variants.push_back(std::move(variant));
  }
  return json_text({{"compute_capability", capability}, {"variants", variants}});
}

}  // namespace

int inspect_command(const QStringList& arguments) {
  CommandOptions options(
      "inspect [options]",
      "Compiles flash for a GPU, or finds it compiled, and says what it takes: registers, spilled bytes,\n"
      "shared memory, CTAs that fit on an SM and what limits them. No GPU is needed. Shapes, lengths and\n"
      "tiles are chosen as for run.");
  options.add("arch", "Compute capability of the GPU: 8.0, 8.9, 9.0 (usual), …", "CC");
  add_run_options(options);
  if (const auto code = options.parse(with_switch_values(arguments))) return *code;
  if (!options.positional().isEmpty())
    return usage_error(
        QStringLiteral("inspect takes options only, not \"%1\"").arg(options.positional().first()));
  int capability = usual_capability;
  if (options.has("arch")) {
    const auto given = capability_from(options.value("arch"));
    if (!given) return failure(given.error());
    capability = *given;
  }
  if (!tiled_kernel("flash", capability))
    return usage_error(QStringLiteral("flash needs compute capability 7.5 or newer"));
  const Description description = gpu_on_paper(capability);
  auto sweep = sweep_from(options, description);
  if (!sweep) return failure(sweep.error());
  if (!options.has("impl")) sweep->implementations = {"flash"};
  sweep->device_selectors.clear();
  const auto plans = plans_of(*sweep, description);
  if (!plans) return failure(plans.error());
  const Transport transport = worker_through(options.value("worker-prefix"), {});
  std::vector<Answered> answers;
  bool refused = false;
  for (const Plan& plan : *plans) {
    for (const PlannedPoint& point : plan.points) {
      answers.push_back({point, ask(transport, InspectRequest{"", point, capability})});
      refused = refused || !answers.back().inspection;
    }
  }
  print(options.json() ? inspection_json(answers, capability) : inspection_table(answers, capability));
  return refused ? exit_failure : exit_done;
}

}  // namespace attnscope
