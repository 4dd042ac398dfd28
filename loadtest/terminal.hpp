#pragma once

#include <ostream>

namespace hundred::loadtest {

/// Where a command writes: the report to `out`, progress, hints and errors to `err`.
struct Terminal {
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
};

}  // namespace hundred::loadtest
