// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/checks.h"

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "profiler/measure/host_facts.h"
#ifdef ATTNSCOPE_HAS_CUDA
#include <future>

#include "profiler/capture/counters.h"
#include "profiler/loader/cublas_lt.h"
#include "profiler/loader/cuda_driver.h"
#include "profiler/loader/cupti.h"
#include "profiler/loader/nvml.h"
#include "profiler/loader/nvrtc.h"
#endif

namespace attnscope {
namespace {

Check missing(std::string subject, std::string finding, std::string fix) {
  return {std::move(subject), false, std::move(finding), std::move(fix)};
}

#ifdef ATTNSCOPE_HAS_CUDA

/// The error without the list of places that were looked in: that is for the fix to make needless.
std::string finding_of(const Error& error) {
  return error.message;
}

Check passed(std::string subject, std::string finding) {
  return {std::move(subject), true, std::move(finding), ""};
}

Check nvml_check() {
  const Result<const Nvml*> library = nvml();
  if (library) return passed("nvml", "NVML reads clocks, power and temperature (" + (*library)->path + ")");
  return missing("nvml", finding_of(library.error()), "sudo apt-get install libnvidia-ml1");
}

std::string number(int cuda_version) {
  return std::to_string(cuda_version / 1000) + "." + std::to_string(cuda_version % 1000 / 10);
}

bool python_is_managed() {
  namespace fs = std::filesystem;
  std::error_code error;
  for (fs::directory_iterator folder("/usr/lib", error), end; !error && folder != end;
       folder.increment(error)) {
    const std::string name = folder->path().filename().string();
    std::error_code ignored;
    if (name.rfind("python3.", 0) == 0 && fs::exists(folder->path() / "EXTERNALLY-MANAGED", ignored))
      return true;
  }
  return false;
}

Check driver_check(const Result<const CudaDriver*>& driver) {
  if (driver) {
    int gpus = 0;
    (*driver)->cuDeviceGetCount(&gpus);
    const std::string speaks = "the NVIDIA driver speaks CUDA " + number((*driver)->version);
    if (gpus > 0)
      return passed("driver", speaks + " and shows " + std::to_string(gpus) + (gpus == 1 ? " GPU" : " GPUs"));
    return missing("driver", speaks + " and shows no GPU (CUDA_VISIBLE_DEVICES hides them, perhaps)", "");
  }
  if (const auto gpu = nvidia_gpu_on_pci())
    return missing("driver",
                   "there is an NVIDIA GPU at " + *gpu +
                       ", but its driver cannot be used: " + finding_of(driver.error()),
                   "sudo apt-get install nvidia-driver && sudo reboot");
  return missing("driver", "there is no NVIDIA GPU on this machine; the Host CPU can be measured", "");
}

Check counters_check(const WorkerOptions& options, bool cupti_is_there) {
  if (!options.use_cupti) return missing("counters", "CUPTI is left to another profiler (--no-cupti)", "");
  if (!cupti_is_there) return missing("counters", "hardware counters need CUPTI", "");
  if (const Result<void> permitted = counters_permitted(); !permitted)
    return missing("counters", permitted.error().message, counters_permission_fix());
  return passed("counters", "hardware counters may be read");
}

template <typename Library>
Check library_check(const char* subject, const char* what, const Result<const Library*>& library,
                    const std::string& fix) {
  if (library) return passed(subject, std::string(what) + " (" + (*library)->path + ")");
  return missing(subject, finding_of(library.error()), fix);
}

#endif

}  // namespace

std::string library_install_command(int driver_cuda_version, bool managed) {
  const int major = std::clamp(driver_cuda_version / 1000, 12, 13);
  // Not newer than the driver, but 12.8 at least: what is older lacks the range profiler.
  int minor = driver_cuda_version / 1000 > 13 ? 99 : driver_cuda_version % 1000 / 10;
  if (major == 12) minor = std::max(minor, 8);
  const std::string suffix = major == 12 ? "-cu12" : "";
  const std::string from = suffix + (major == 12 ? ">=12.8,<" : ">=13.0,<");
  const std::string next_minor = std::to_string(major) + "." + std::to_string(minor + 1);
  std::string command = "python3 -m pip install";
  if (managed) command += " --user --break-system-packages";
  // cuBLAS counts its versions for itself, and runs on every driver of its major version.
  command.append(" 'nvidia-cublas").append(from).append(std::to_string(major + 1)).append("'");
  for (const char* package : {" 'nvidia-cuda-nvrtc", " 'nvidia-cuda-cupti"})
    command.append(package).append(from).append(next_minor).append("'");
  return command;
}

#ifdef ATTNSCOPE_HAS_CUDA

std::vector<Check> check_machine(const WorkerOptions& options) {
  const Result<const CudaDriver*> driver = cuda_driver();
  if (!driver) {
    // The libraries are of no use then, and take long to load.
    return {driver_check(driver),
            missing("cuda libraries",
                    "NVRTC, cuBLASLt, CUPTI and NVML were not looked for: there is no NVIDIA driver", "")};
  }
  // Each of these is large; together they load in the time of the slowest.
  auto finding_cublas = std::async(std::launch::async, cublas_lt);
  auto finding_cupti = std::async(std::launch::async, cupti);
  const Result<const Nvrtc*> compiler = nvrtc();
  const Result<const CublasLt*> products = finding_cublas.get();
  const Result<const Cupti*> profiler = finding_cupti.get();

  const std::string fix = library_install_command((*driver)->version, python_is_managed());
  const bool all = compiler && products && profiler;
  std::string lacking;
  if (!compiler) lacking += " NVRTC";
  if (!products) lacking += std::string(lacking.empty() ? "" : ",") + " cuBLASLt";
  if (!profiler) lacking += std::string(lacking.empty() ? "" : ",") + " CUPTI";
  return {driver_check(driver),
          all ? passed("cuda libraries", "NVRTC, cuBLASLt and CUPTI are there")
              : missing("cuda libraries", "missing:" + lacking, fix),
          library_check("cupti", "CUPTI times kernels", profiler, fix),
          counters_check(options, profiler.has_value()),
          library_check("nvrtc", "NVRTC compiles kernels", compiler, fix),
          library_check("cublaslt", "cuBLASLt multiplies matrices for standard attention", products, fix),
          nvml_check()};
}

#else

std::vector<Check> check_machine(const WorkerOptions& /*options*/) {
  const std::string built_without = "this worker was built without CUDA headers (12.8 or newer)";
  const std::string fix = "CUDA_HOME=/usr/local/cuda ./packaging/run";
  const auto gpu = nvidia_gpu_on_pci();
  const std::string where = gpu ? "; there is an NVIDIA GPU at " + *gpu : "; the Host CPU can be measured";
  return {missing("driver", built_without + where, gpu ? fix : "")};
}

#endif

}  // namespace attnscope
