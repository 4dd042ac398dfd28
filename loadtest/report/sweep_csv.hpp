#pragma once

#include <string>

#include "loadtest/report/sweep.hpp"

namespace hundred::loadtest {

/// A table of the points (RFC 4180, but lines end in a single LF): a header, then a row each, with what theory and the
/// fits say of it. What is not known is empty.
std::string to_csv(const Sweep& sweep);

}  // namespace hundred::loadtest
