// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// CUPTI's profiler host object, which knows a chip's metrics, closed when it goes out of scope. Inside
// capture only: it shows CUPTI.
#pragma once

#include <string>
#include <utility>

#include "kernels/problem/result.h"
#include "profiler/loader/cupti.h"

namespace attnscope {

class CuptiHost {
 public:
  static Result<CuptiHost> open(const std::string& chip) {
    const Result<const Cupti*> library = cupti();
    if (!library) return tl::unexpected(library.error());
    CUpti_Profiler_Host_Initialize_Params asked{};
    asked.structSize = CUpti_Profiler_Host_Initialize_Params_STRUCT_SIZE;
    asked.profilerType = CUPTI_PROFILER_TYPE_RANGE_PROFILER;
    asked.pChipName = chip.c_str();
    const Result<void> opened = check_cupti(**library, (*library)->cuptiProfilerHostInitialize(&asked),
                                            "opening CUPTI's metrics of " + chip);
    if (!opened) return tl::unexpected(opened.error());
    return CuptiHost(**library, asked.pHostObject);
  }
  CuptiHost(CuptiHost&& other) noexcept
      : library_(other.library_), object_(std::exchange(other.object_, nullptr)) {}
  CuptiHost& operator=(CuptiHost&&) = delete;
  ~CuptiHost() {
    if (object_ == nullptr) return;
    CUpti_Profiler_Host_Deinitialize_Params closed{};
    closed.structSize = CUpti_Profiler_Host_Deinitialize_Params_STRUCT_SIZE;
    closed.pHostObject = object_;
    library_->cuptiProfilerHostDeinitialize(&closed);
  }

  const Cupti& library() const { return *library_; }
  CUpti_Profiler_Host_Object* object() const { return object_; }

 private:
  CuptiHost(const Cupti& library, CUpti_Profiler_Host_Object* object) : library_(&library), object_(object) {}
  const Cupti* library_;
  CUpti_Profiler_Host_Object* object_;
};

}  // namespace attnscope
