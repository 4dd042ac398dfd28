#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "client/load.hpp"
#include "client/recording.hpp"

namespace hundred::loadtest {

/// A cell (RFC 4180): in quotes if it has a comma, a quote or the end of a line in it.
std::string csv_cell(std::string_view text);

/// A table of the requests (RFC 4180, but lines end in a single LF): a header, then a row each, in the order in which
/// they ended in each generator thread. Moments are milliseconds since the release; what did not come to pass is empty.
/// Holds the first million requests at most.
void write_csv(std::ostream& out, const client::Load& load, const client::Recording& recording);

}  // namespace hundred::loadtest
