#include "loadtest/mode_list.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "common/nearest.hpp"
#include "loadtest/modes.hpp"

namespace hundred::loadtest {
namespace {

std::string mode_called(std::string_view name) {
  const ModeRow* row = find_mode(name);
  return row == nullptr ? "" : std::string(row->name);
}

}  // namespace

std::vector<std::string_view> split_at_commas(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

OptionValue name_list(std::vector<std::string>& target, std::string allowed, std::string (*known)(std::string_view)) {
  OptionValue value = texts(target, std::move(allowed));
  value.set = [&target, known](std::string_view text) {
    std::vector<std::string> found;
    for (const std::string_view name : split_at_commas(text)) found.push_back(known(name));
    if (std::find(found.begin(), found.end(), "") != found.end()) return false;
    for (const std::string& name : found)
      if (std::find(target.begin(), target.end(), name) == target.end()) target.push_back(name);
    return true;
  };
  return value;
}

OptionValue mode_list(std::vector<std::string>& target) {
  OptionValue value =
      name_list(target, fmt::format("modes with commas between them: {}", fmt::join(mode_names(), ", ")), mode_called);
  value.hint = [](std::string_view text) {
    std::vector<std::string> known = mode_names();
    for (const ModeRow& row : modes())
      if (!row.alias.empty()) known.emplace_back(row.alias);
    for (const std::string_view name : split_at_commas(text))
      if (find_mode(name) == nullptr) return did_you_mean(name, known);
    return std::string();
  };
  return value;
}

std::vector<std::string> mode_names() {
  std::vector<std::string> names;
  for (const ModeRow& row : modes()) names.emplace_back(row.name);
  return names;
}

}  // namespace hundred::loadtest
