#pragma once

#include <cstdlib>
#include <ostream>

#include "loadtest/report/style.hpp"

namespace hundred::loadtest {

/// Where a command writes: the report to `out`, progress, hints and errors to `err`.
struct Terminal {
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;

  /// Colours only on a terminal, and only if neither --no-color nor NO_COLOR (https://no-color.org) says otherwise.
  Style style(bool no_color) const {
    const char* variable = std::getenv("NO_COLOR");
    return Style(out_is_terminal && !no_color && (variable == nullptr || *variable == '\0'));
  }
};

}  // namespace hundred::loadtest
