// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/help_pictures.h"

namespace attnscope {

std::optional<HelpPicture> help_picture(HelpTopic topic) {
  for (const auto& pictures :
       {time_pictures(), cost_pictures(), chip_pictures(), limit_pictures(), page_pictures()}) {
    for (const HelpPicture& picture : pictures) {
      if (picture.topic == topic) {
        return picture;
      }
    }
  }
  return std::nullopt;
}

}  // namespace attnscope
