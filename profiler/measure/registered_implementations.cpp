// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/registered_implementations.h"

#include <algorithm>
#include <array>

#include "profiler/measure/c_interface.h"

namespace attnscope {
namespace {

std::vector<attnscope_implementation>& registered() {
  static std::vector<attnscope_implementation> all;
  return all;
}

attnscope_problem c_problem(const Problem& problem) {
  attnscope_problem c{};
  c.batch = problem.batch;
  c.query_heads = problem.query_heads;
  c.kv_heads = problem.kv_heads;
  c.query_seqlen = problem.query_seqlen;
  c.kv_seqlen = problem.kv_seqlen;
  c.head_dim = problem.head_dim;
  switch (problem.dtype) {
    case Dtype::fp16:
      c.dtype = ATTNSCOPE_FP16;
      break;
    case Dtype::bf16:
      c.dtype = ATTNSCOPE_BF16;
      break;
    case Dtype::fp32:
      c.dtype = ATTNSCOPE_FP32;
      break;
    case Dtype::fp8_e4m3:
      c.dtype = ATTNSCOPE_FP8_E4M3;
      break;
  }
  c.layout = problem.layout == Layout::bhsd ? ATTNSCOPE_BHSD : ATTNSCOPE_BSHD;
  c.causal = problem.causal ? 1 : 0;
  c.has_window_left = problem.window_left ? 1 : 0;
  c.has_window_right = problem.window_right ? 1 : 0;
  c.window_left = problem.window_left.value_or(0);
  c.window_right = problem.window_right.value_or(0);
  c.softmax_scale = effective_softmax_scale(problem);
  c.soft_cap = problem.soft_cap.value_or(0);
  c.alibi = problem.alibi ? 1 : 0;
  c.dropout = problem.dropout;
  c.dropout_seed = problem.dropout_seed;
  return c;
}

/// Room for an outside sentence; what comes back need not be terminated.
class Why {
 public:
  char* data() { return text_.data(); }
  std::size_t size() const { return text_.size() - 1; }
  std::string sentence() const {
    const std::string text(text_.data());
    return text.empty() ? "it gives no reason" : text;
  }

 private:
  std::array<char, 512> text_{};
};

/// What an outside function's status means; `why` is what it wrote.
Result<void> outcome_of(int status, const Why& why) {
  switch (status) {
    case ATTNSCOPE_DONE:
      return {};
    case ATTNSCOPE_UNSUPPORTED:
      return fail(ErrorKind::unsupported, why.sentence());
    case ATTNSCOPE_OUT_OF_MEMORY:
      return fail(ErrorKind::out_of_memory, why.sentence());
    default:
      return fail(ErrorKind::failed, why.sentence());
  }
}

attnscope_tensors c_tensors(const Tensors& tensors) {
  return {tensors.query,
          tensors.key,
          tensors.value,
          tensors.output,
          tensors.log_sum_exp,
          tensors.scratch,
          tensors.library_workspace};
}

class OutsideCall final : public PreparedCall {
 public:
  OutsideCall(const attnscope_implementation& c, void* prepared) : c_(c), prepared_(prepared) {}
  OutsideCall(const OutsideCall&) = delete;
  OutsideCall& operator=(const OutsideCall&) = delete;
  ~OutsideCall() override { c_.release(c_.self, prepared_); }

  Result<void> launch(const Tensors& tensors, Stream stream) override {
    const attnscope_tensors c = c_tensors(tensors);
    Why why;
    const int status = c_.launch(c_.self, prepared_, &c, stream, why.data(), why.size());
    return outcome_of(status, why);
  }

  Result<void> deliver(const Tensors& tensors, Stream stream) override {
    if (c_.deliver == nullptr) return {};
    const attnscope_tensors c = c_tensors(tensors);
    Why why;
    const int status = c_.deliver(c_.self, prepared_, &c, stream, why.data(), why.size());
    return outcome_of(status, why);
  }

 private:
  const attnscope_implementation& c_;
  void* prepared_;
};

class OutsideImplementation final : public Implementation {
 public:
  explicit OutsideImplementation(const attnscope_implementation& c) : c_(c) {}

  std::string_view name() const override { return c_.name; }
  std::string description() const override { return c_.description; }
  std::string_view own_kernels() const override { return c_.own_kernels == nullptr ? "" : c_.own_kernels; }
  // Frameworks load for a while, and some compile before their first call: flashinfer for a minute on 16
  // cores.
  std::chrono::seconds patience() const override { return std::chrono::minutes(15); }

  Result<void> supports(const Problem& problem) const override {
    const attnscope_problem c = c_problem(problem);
    Why why;
    if (c_.supports(c_.self, &c, why.data(), why.size()) == ATTNSCOPE_DONE) return {};
    return fail(ErrorKind::unsupported, why.sentence());
  }

  Result<Workspace> workspace(const Problem& problem) const override {
    const attnscope_problem c = c_problem(problem);
    Workspace workspace;
    Why why;
    const int status =
        c_.workspace(c_.self, &c, &workspace.scratch, &workspace.library, why.data(), why.size());
    if (const Result<void> told = outcome_of(status, why); !told) return tl::unexpected(told.error());
    return workspace;
  }

  Result<std::unique_ptr<PreparedCall>> prepare(const Problem& problem) override {
    const attnscope_problem c = c_problem(problem);
    Why why;
    void* prepared = nullptr;
    const int status = c_.prepare(c_.self, &c, &prepared, why.data(), why.size());
    if (const Result<void> done = outcome_of(status, why); !done) return tl::unexpected(done.error());
    return std::make_unique<OutsideCall>(c_, prepared);
  }

 private:
  const attnscope_implementation& c_;
};

bool is_complete(const attnscope_implementation& c) {
  return c.interface_version == ATTNSCOPE_INTERFACE_VERSION && c.name != nullptr && *c.name != '\0' &&
         c.description != nullptr && c.supports != nullptr && c.workspace != nullptr &&
         c.prepare != nullptr && c.launch != nullptr && c.release != nullptr &&
         (c.device_kind == ATTNSCOPE_HOST_CPU || c.device_kind == ATTNSCOPE_CUDA);
}

}  // namespace

std::vector<std::unique_ptr<Implementation>> registered_implementations(DeviceKind kind) {
  std::vector<std::unique_ptr<Implementation>> implementations;
  const int wanted = kind == DeviceKind::cuda ? ATTNSCOPE_CUDA : ATTNSCOPE_HOST_CPU;
  for (const attnscope_implementation& c : registered())
    if (c.device_kind == wanted) implementations.push_back(std::make_unique<OutsideImplementation>(c));
  return implementations;
}

}  // namespace attnscope

int attnscope_register(const attnscope_implementation* implementation) {
  if (implementation == nullptr || !attnscope::is_complete(*implementation)) return -1;
  auto& all = attnscope::registered();
  const std::string_view name = implementation->name;
  constexpr std::array in_app = {"standard",  "standard-eager",    "flash", "flash-sm80", "flash-sm75",
                                 "flash-fp8", "flash-fp8-hadamard"};
  const bool taken = std::find(in_app.begin(), in_app.end(), name) != in_app.end() ||
                     std::any_of(all.begin(), all.end(), [&](const attnscope_implementation& other) {
                       return name == other.name && implementation->device_kind == other.device_kind;
                     });
  if (taken) return -1;
  all.reserve(64);  // adapters refer to entries, so these must not move
  if (all.size() == all.capacity()) return -1;
  all.push_back(*implementation);
  return 0;
}
