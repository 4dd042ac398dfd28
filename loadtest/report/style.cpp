#include "loadtest/report/style.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "common/units.hpp"

namespace hundred::loadtest {
namespace {

/// What stays on one line with the word before it: units, and what is equated.
bool clings(std::string_view word) {
  const std::string_view letters = word.substr(0, word.find_first_of(".,;:)"));
  return letters == "%" || letters == "s" || letters == "ms" || letters == "us" || letters == "=";
}

std::string_view word_at(std::string_view text, std::size_t from) {
  return text.substr(from, std::min(text.find(' ', from), text.size()) - from);
}

/// How long the text's beginning is that stays on one line.
std::size_t unbroken(std::string_view text) {
  std::size_t end = word_at(text, 0).size();
  while (end < text.size()) {
    const std::string_view next = word_at(text, end + 1);
    const bool equated = end > 1 && text[end - 1] == '=' && text[end - 2] == ' ';
    if (!clings(next) && !equated) break;
    end += 1 + next.size();
  }
  return end;
}

std::string lines_of(std::string_view text, std::string_view before_first, std::string_view indent) {
  std::string out;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t end = unbroken(text);
    const bool fits = column > 0 && column + 1 + end <= text_width;
    if (!fits && column > 0) out += '\n';
    const std::string_view before = fits ? " " : out.empty() ? before_first : indent;
    out.append(before).append(text.substr(0, end));
    column = (fits ? column : 0) + before.size() + end;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out.empty() ? out : out + '\n';
}

}  // namespace

std::string Style::wrap(std::string_view code, std::string_view text) const {
  return coloured_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

std::string wrapped(std::string_view text, std::size_t indent) {
  const std::string margin(indent, ' ');
  return lines_of(text, margin, margin);
}

std::string hanging(std::string_view text) { return lines_of(text, "", "  "); }

std::string duration_text(double milliseconds) {
  if (milliseconds < 0) return "-" + duration_text(-milliseconds);
  return milliseconds == 0 ? "0" : human_duration(milliseconds * 1e-3);
}

std::string duration_text(const std::optional<double>& milliseconds) {
  return milliseconds ? duration_text(*milliseconds) : "-";
}

}  // namespace hundred::loadtest
