#pragma once

#include <vector>

#include "server/options.hpp"

namespace hundred::server {

// Parts of the table that option_rows() gives, in option_groups.cpp; the others are beside it.

std::vector<Option> timeout_rows(ServerOptions& options);
std::vector<Option> limit_rows(ServerOptions& options);
/// Those that say what the program is to do, and from which file it reads the others.
std::vector<Option> program_rows(ServerOptions& options);

}  // namespace hundred::server
