#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hundred {

/// The candidate closest to `name` by edit distance (optimal string alignment: insert, delete, replace, swap
/// neighbours).
/// @returns nothing when none is close enough to be what was meant (more than a third of the letters, at least 2,
/// differ).
std::optional<std::string> nearest(std::string_view name, const std::vector<std::string>& candidates);

/// "; did you mean 'NAME'?" for error messages; empty when nothing is near.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates,
                         std::string_view prefix = "");

}  // namespace hundred
