#include <fmt/format.h>

#include <algorithm>

#include "common/option_table.hpp"

namespace hundred {

std::string two_columns(std::string_view left, std::string_view right, std::size_t column) {
  constexpr std::size_t width = 80;
  std::string out = fmt::format("  {}", left);
  std::size_t at = out.size();
  if (at + 2 > column) {
    out += '\n';
    at = 0;
  }
  out.append(column - at, ' ');
  at = column;
  while (!right.empty()) {
    const std::size_t end = std::min(right.find(' '), right.size());
    if (at > column && at + 1 + end > width) {
      out += '\n' + std::string(column, ' ');
      at = column;
    } else if (at > column) {
      out += ' ';
      ++at;
    }
    out += right.substr(0, end);
    at += end;
    right.remove_prefix(std::min(end + 1, right.size()));
  }
  return out + '\n';
}

std::string help_text(std::span<const Option> options, bool all) {
  std::string out;
  for (const Option& option : options) {
    if (!all && !option.essential) continue;
    std::string names = option.names;
    for (std::size_t comma = 0; (comma = names.find(',', comma)) != std::string::npos; comma += 2)
      names.insert(comma + 1, " ");
    const nlohmann::ordered_json now = option.value.get();
    const bool shown = option.value.kind != OptionValue::Kind::flag && !now.is_null() && !now.empty();
    const std::string fallback = !option.fallback.empty() ? option.fallback
                                 : !shown                 ? std::string()
                                 : now.is_string()        ? now.get<std::string>()
                                                          : now.dump();
    out += two_columns(fmt::format("{}{}{}", names, option.metavar.empty() ? "" : " ", option.metavar),
                       fallback.empty() ? option.help : fmt::format("{} ({})", option.help, fallback), 30);
  }
  return out;
}

std::string help_ending(std::string_view command, std::span<const Option> options) {
  return fmt::format("\n{} --help-all lists all {} options.\n", command, options.size());
}

}  // namespace hundred
