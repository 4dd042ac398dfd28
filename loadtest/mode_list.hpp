#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/option_table.hpp"

namespace hundred::loadtest {

/// The parts of a text that commas separate; at least one, which may be empty.
std::vector<std::string_view> split_at_commas(std::string_view text);

/// Names with commas between them, each one that `known` turns into what it stands for; empty if it knows none such.
/// What stands for the same is in `target` once.
OptionValue name_list(std::vector<std::string>& target, std::string allowed, std::string (*known)(std::string_view));

/// Modes of hundred-server, by name or alias; by their names in `target`.
OptionValue mode_list(std::vector<std::string>& target);

/// The names of all modes, in hundred-server's order.
std::vector<std::string> mode_names();

}  // namespace hundred::loadtest
