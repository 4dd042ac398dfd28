#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/units.hpp"

namespace hundred {

/// What the user typed cannot be used. what() is one line that names the thing, its value and what is allowed; exit
/// code 2.
class UsageError : public std::runtime_error {
 public:
  /// @param message  control characters in it, which are the user's, become \x0a and the like
  explicit UsageError(std::string_view message);
};

/// How one option's text becomes a value. Holds a reference to that value, which must outlive it.
struct OptionValue {
  enum class Kind { number, text, list, flag };
  Kind kind;
  std::string allowed;                                          ///< completes "must be …"
  std::function<bool(std::string_view)> set;                    ///< false: not allowed, nothing changed
  std::function<nlohmann::ordered_json()> get;                  ///< what is in force; null if none was chosen
  std::function<std::string(std::string_view)> hint = nullptr;  ///< more for the error line, e.g. the nearest name
};

OptionValue whole_number(std::uint64_t& target, std::uint64_t least, std::uint64_t most);
OptionValue whole_number(std::optional<std::uint64_t>& target, std::uint64_t least, std::uint64_t most);
OptionValue duration(Nanoseconds& target, Nanoseconds least, Nanoseconds most);
OptionValue duration(std::optional<Nanoseconds>& target, Nanoseconds least, Nanoseconds most);
OptionValue size(std::uint64_t& target, std::uint64_t least, std::uint64_t most);
/// @param allows  beside that it is not empty; null: any text
OptionValue text(std::string& target, std::string allowed, bool (*allows)(const std::string&) = nullptr);
OptionValue texts(std::vector<std::string>& target, std::string allowed);
OptionValue on_off(bool& target);
OptionValue flag(bool& target);

/// One of several names. `names` pairs each name with its value; the first name of a value is the one printed.
template <class Value>
OptionValue choice(Value& target, std::vector<std::pair<std::string, Value>> names);

/// One row of a program's option table.
struct Option {
  std::string names;    ///< "-c,--users,--connections": the first long name is the one that messages and files use
  std::string metavar;  ///< "N"; empty for a flag
  std::string help;
  OptionValue value;
  std::string fallback = {};            ///< the default, as help shows it; empty: the value now in force
  bool essential = false;               ///< shown by --help; --help-all shows all
  bool command_line_only = false;       ///< neither a variable nor a key of the file
  std::vector<std::string> modes = {};  ///< the modes that use it; empty: all

  std::string long_name() const;  ///< "keep-alive-timeout"
  std::string key() const;        ///< "keep_alive_timeout"
  std::string variable() const;   ///< "HUNDRED_KEEP_ALIVE_TIMEOUT"
};

/// The options that were set, by long name, in whatever way.
using ChosenOptions = std::vector<std::string>;

/// Sets options from command-line arguments (without the program's name). @returns what is neither an option nor a
/// value.
/// @throws UsageError for an unknown option, a missing value, or a value that is not allowed.
std::vector<std::string> apply_arguments(std::span<const Option> options, const std::vector<std::string>& arguments,
                                         ChosenOptions& chosen);
/// Sets options from HUNDRED_… variables. @throws UsageError for a value that is not allowed.
void apply_environment(std::span<const Option> options, ChosenOptions& chosen);
/// Sets options from a JSON file (comments allowed). @throws UsageError if it cannot be read, is not a JSON object, has
/// an unknown key, or a value of the wrong kind or range.
void apply_file(std::span<const Option> options, const std::string& path, ChosenOptions& chosen);

/// What is in force, as a JSON object that apply_file() reads back.
nlohmann::ordered_json to_json(std::span<const Option> options);
/// The table for --help (`all` false: essential rows only) or --help-all; 80 columns, ends with a newline.
std::string help_text(std::span<const Option> options, bool all);
/// What ends the text of --help: an empty line, and "COMMAND --help-all lists all 33 options."
std::string help_ending(std::string_view command, std::span<const Option> options);

/// Two columns for a terminal of 80 columns: `left` at an indent of 2, `right` wrapped from `column` on.
std::string two_columns(std::string_view left, std::string_view right, std::size_t column);

namespace detail {
OptionValue named_choice(const std::vector<std::string>& names, std::function<void(std::size_t)> select,
                         std::function<std::size_t()> selected);
}

template <class Value>
OptionValue choice(Value& target, std::vector<std::pair<std::string, Value>> names) {
  std::vector<std::string> texts;
  for (const auto& [name, value] : names) texts.push_back(name);
  return detail::named_choice(
      texts, [&target, names](std::size_t i) { target = names[i].second; },
      [&target, names] {
        std::size_t i = 0;
        while (names[i].second != target) ++i;
        return i;
      });
}

}  // namespace hundred
