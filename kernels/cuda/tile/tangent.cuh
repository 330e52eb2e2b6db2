// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The hyperbolic tangent of soft caps.
#pragma once

#include "tile/element.cuh"

/// Hyperbolic tangent within 3e-7 of its value. The special-function unit's own (5e-4) would show in the
/// output, and forms made of exponentials cancel where the argument is small. This is u · P(u²) / Q(u²) with
/// the least relative error on [0, 8], for one reciprocal.
ATTNSCOPE_DEVICE float tanh_accurate(float u) {
  u = fminf(fmaxf(u, -8.0f), 8.0f);  // beyond it is 1 to within 3e-7
  const float z = u * u;
  const float numerator =
      fmaf(fmaf(fmaf(1.14838325e-5f, z, 2.95610859e-3f), z, 1.29303825e-1f), z, 9.99999864e-1f);
  const float denominator = fmaf(
      fmaf(fmaf(fmaf(2.47702091e-7f, z, 2.39390428e-4f), z, 2.38363121e-2f), z, 4.62636047e-1f), z, 1.0f);
  return u * numerator * reciprocal_fast(denominator);
}

/// tanh(u) / u within 6e-7 of its value where |u| is small, by a third of the instructions.
ATTNSCOPE_DEVICE bool is_small_for_tanh(float magnitude) {
  return magnitude <= 0.5f;
}
ATTNSCOPE_DEVICE float tanh_ratio_of_small(float u) {
  const float z = u * u;
  return fmaf(fmaf(fmaf(-4.45311912e-2f, z, 1.31943185e-1f), z, -3.33266211e-1f), z, 9.99999489e-1f);
}
