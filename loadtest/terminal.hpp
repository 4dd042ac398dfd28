#pragma once

#include <cstddef>
#include <ostream>

#include "loadtest/report/style.hpp"

namespace hundred::loadtest {

/// What a terminal has room for.
struct WindowSize {
  std::size_t rows = 0;
  std::size_t columns = 0;
};

/// Of the terminal that stderr is; 0 x 0 if that is not known, or if it cannot move its cursor ($TERM is dumb or
/// unset).
WindowSize stderr_size();

/// Where a command writes: the report to `out`, progress, hints and errors to `err`.
struct Terminal {
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  WindowSize (*err_size)() = stderr_size;

  /// Colours only on a terminal, and only if neither --no-color nor NO_COLOR (https://no-color.org) says otherwise.
  Style style(bool no_color) const { return Style(out_is_terminal && may_colour(no_color)); }
  /// What --no-color and NO_COLOR say.
  static bool may_colour(bool no_color);
};

}  // namespace hundred::loadtest
