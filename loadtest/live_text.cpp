#include "loadtest/live_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hundred::loadtest {
namespace {

/// For the "^C" that a terminal shows at the cursor, which would otherwise begin another line.
constexpr std::size_t columns_to_spare = 3;

/// The first `columns` of a line in UTF-8, with all its escape sequences.
std::string cut(const std::string& line, std::size_t columns) {
  std::string kept;
  std::size_t column = 0;
  bool in_sequence = false;
  for (const char c : line) {
    in_sequence = in_sequence || c == '\x1b';
    const bool begins_character = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    if (!in_sequence && begins_character) ++column;
    if (in_sequence || column <= columns) kept += c;
    if (c == 'm') in_sequence = false;
  }
  return kept;
}

std::string to_the_first_of(std::size_t lines) { return lines > 1 ? fmt::format("\r\x1b[{}A", lines - 1) : "\r"; }

}  // namespace

LiveText::LiveText(Terminal& terminal, bool wanted) : terminal_(terminal), shown_(wanted && terminal.err_is_terminal) {}

LiveText::~LiveText() { erase(); }

WindowSize LiveText::room() const {
  const WindowSize size = terminal_.err_size();
  const std::size_t columns = size.columns == 0 ? text_width : std::min(text_width, size.columns);
  return {size.rows, columns - std::min(columns, columns_to_spare)};
}

void LiveText::show(const std::vector<std::string>& lines) {
  if (!shown_) return;
  const std::size_t columns = room().columns;
  const std::size_t there = std::max<std::size_t>(lines_, 1), needed = std::max(lines.size(), there);
  std::string text = std::string(needed - there, '\n') + to_the_first_of(needed);
  // Newlines only where lines are new: at them the kernel splits what is written, and Ctrl-C drops what is left.
  for (std::size_t i = 0; i < lines.size(); ++i) text += (i == 0 ? "" : "\r\x1b[B") + cut(lines[i], columns) + "\x1b[K";
  terminal_.err << text + "\x1b[J" << std::flush;
  lines_ = lines.size();
}

void LiveText::erase() {
  if (lines_ > 0) terminal_.err << to_the_first_of(lines_) + "\x1b[J" << std::flush;
  lines_ = 0;
}

}  // namespace hundred::loadtest
