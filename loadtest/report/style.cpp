#include "loadtest/report/style.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "common/units.hpp"

namespace hundred::loadtest {
namespace {

/// A number and its unit are one word.
std::size_t end_of_word(std::string_view text) {
  constexpr std::array<std::string_view, 4> units{"s", "ms", "us", "%"};
  constexpr std::string_view digits = "0123456789";
  const std::size_t end = std::min(text.find(' '), text.size());
  if (end == text.size() || end == 0 || digits.find(text[end - 1]) == std::string_view::npos) return end;
  const std::string_view next = text.substr(end + 1, text.substr(end + 1).find_first_of(" ,.:;)"));
  if (std::find(units.begin(), units.end(), next) == units.end()) return end;
  return std::min(text.find(' ', end + 1), text.size());
}

}  // namespace

std::string Style::wrap(std::string_view code, std::string_view text) const {
  return coloured_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

std::string wrapped(std::string_view text, std::size_t indent) {
  const std::string margin(indent, ' ');
  std::string out;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t end = end_of_word(text);
    const bool fits = column > 0 && column + 1 + end <= text_width;
    if (!fits && column > 0) out += '\n';
    if (!fits) column = 0;
    const std::string_view before = fits ? " " : std::string_view(margin);
    out.append(before).append(text.substr(0, end));
    column += before.size() + end;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out.empty() ? out : out + '\n';
}

std::string for_the_shell(const std::string& argument) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=.,+%";
  if (!argument.empty() && argument.find_first_not_of(plain) == std::string::npos) return argument;
  std::string quoted = "'";
  for (const char c : argument) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string duration_text(double milliseconds) {
  if (milliseconds < 0) return "-" + duration_text(-milliseconds);
  return milliseconds == 0 ? "0" : human_duration(milliseconds * 1e-3);
}

std::string duration_text(const std::optional<double>& milliseconds) {
  return milliseconds ? duration_text(*milliseconds) : "-";
}

}  // namespace hundred::loadtest
