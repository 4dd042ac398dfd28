#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hundred::loadtest {

/// Marks parts of a text for a terminal, or leaves them as they are.
class Style {
 public:
  explicit Style(bool coloured) : coloured_(coloured) {}

  std::string heading(std::string_view text) const { return wrap("1", text); }
  std::string key_figure(std::string_view text) const { return wrap("1;32", text); }
  std::string explanation(std::string_view text) const { return wrap("2", text); }
  std::string failure(std::string_view text) const { return wrap("1;31", text); }

 private:
  std::string wrap(std::string_view code, std::string_view text) const;

  bool coloured_;
};

/// The width that every text keeps to, in columns.
inline constexpr std::size_t text_width = 80;

/// The text in lines of at most `text_width` columns, each indented; a word longer than that gets its own line. Ends
/// with a newline unless empty.
std::string wrapped(std::string_view text, std::size_t indent = 2);

/// An argument as it may be typed; URLs always stand in quotes.
std::string for_the_shell(const std::string& argument);

/// A duration in milliseconds, in the unit that fits ("51.3 ms"); "0" for none at all.
std::string duration_text(double milliseconds);
/// The same; "-" if it is not known.
std::string duration_text(const std::optional<double>& milliseconds);

}  // namespace hundred::loadtest
