// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
extern "C" int fake_version() {
  return FAKE_VERSION;
}
