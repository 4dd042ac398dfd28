#include "loadtest/report/style.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "common/units.hpp"

namespace hundred::loadtest {

std::string Style::wrap(std::string_view code, std::string_view text) const {
  return coloured_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

std::string wrapped(std::string_view text) {
  constexpr std::string_view indent = "  ";
  std::string out;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const bool fits = column > 0 && column + 1 + end <= text_width;
    if (!fits && column > 0) out += '\n';
    if (!fits) column = 0;
    const std::string_view before = fits ? " " : indent;
    out.append(before).append(text.substr(0, end));
    column += before.size() + end;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out.empty() ? out : out + '\n';
}

std::string duration_text(double milliseconds) { return milliseconds == 0 ? "0" : human_duration(milliseconds * 1e-3); }

std::string duration_text(const std::optional<double>& milliseconds) {
  return milliseconds ? duration_text(*milliseconds) : "-";
}

}  // namespace hundred::loadtest
