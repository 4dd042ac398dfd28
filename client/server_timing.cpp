#include "client/server_timing.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace hundred::client {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t'; }

/// Cuts the header into tokens: names, values without their quotes, and the marks between them.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) { skip_spaces(); }

  bool done() const { return text_.empty(); }

  bool take(char mark) {
    if (!text_.starts_with(mark)) return false;
    text_.remove_prefix(1);
    skip_spaces();
    return true;
  }

  /// A quoted string keeps its backslashes; no server writes any into a duration or a worker's name.
  std::string_view value() {
    if (!text_.starts_with('"')) return until(";,= \t");
    text_.remove_prefix(1);
    const std::string_view value = until("\"");
    take('"');
    return value;
  }

  void skip_to_next_metric() {
    while (!done() && !take(',')) {
      if (text_.front() == '"')
        value();
      else
        text_.remove_prefix(1);
    }
  }

 private:
  std::string_view until(std::string_view marks) {
    const std::size_t end = std::min(text_.find_first_of(marks), text_.size());
    const std::string_view token = text_.substr(0, end);
    text_.remove_prefix(end);
    skip_spaces();
    return token;
  }

  void skip_spaces() {
    while (!text_.empty() && is_space(text_.front())) text_.remove_prefix(1);
  }

  std::string_view text_;
};

/// Milliseconds with decimals, as microseconds; digits after the third are cut off.
std::optional<std::uint32_t> parse_milliseconds(std::string_view text) {
  std::uint64_t microseconds = 0;
  int decimals = -1;
  for (const char c : text) {
    if (c == '.' && decimals < 0) {
      decimals = 0;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    if (decimals == 3) continue;
    microseconds = microseconds * 10 + static_cast<std::uint64_t>(c - '0');
    if (decimals >= 0) ++decimals;
    if (microseconds > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  }
  for (int i = std::max(decimals, 0); i < 3; ++i) microseconds *= 10;
  if (text.empty() || microseconds > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(microseconds);
}

void set_phase(std::string_view name, std::string_view value, ServerTiming& timing) {
  const auto* phase = std::find(phase_names.begin(), phase_names.end(), name);
  if (phase == phase_names.end()) return;
  const auto microseconds = parse_milliseconds(value);
  if (!microseconds) return;
  timing.microseconds[static_cast<std::size_t>(phase - phase_names.begin())] = *microseconds;
  timing.present = true;
}

}  // namespace

void parse_server_timing(std::string_view header, ServerTiming& timing, std::string& worker) {
  Scanner scanner(header);
  while (!scanner.done()) {
    const std::string_view metric = scanner.value();
    while (scanner.take(';')) {
      const std::string_view name = scanner.value();
      if (!scanner.take('=')) continue;
      const std::string_view value = scanner.value();
      if (name == "dur") set_phase(metric, value, timing);
      if (name == "desc" && metric == "worker") worker = value;
    }
    scanner.skip_to_next_metric();
  }
}

}  // namespace hundred::client
