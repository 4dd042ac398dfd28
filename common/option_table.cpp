#include "common/option_table.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "common/nearest.hpp"

namespace hundred {
namespace {

using Json = nlohmann::ordered_json;

/// Sets one option. `source` names where the text came from and ends as the value should follow it.
void set_option(const Option& option, std::string_view source, std::string_view text, ChosenOptions& chosen) {
  if (!option.value.set(text))
    throw UsageError(fmt::format("{}'{}': must be {}{}", source, text, option.value.allowed,
                                 option.value.hint ? option.value.hint(text) : std::string()));
  chosen.push_back(option.long_name());
}

std::string printable(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    result += byte < ' ' || byte == 0x7f ? fmt::format("\\x{:02x}", byte) : std::string(1, c);
  }
  return result;
}

std::string json_kind(const Json& value) {
  return value.is_string() ? "a string" : value.is_number() ? "a number" : fmt::format("of type {}", value.type_name());
}

void set_from_json(const Option& option, const std::string& path, const Json& value, ChosenOptions& chosen) {
  const std::string source = fmt::format("{}: {} ", path, option.key());
  const bool number = option.value.kind == OptionValue::Kind::number;
  if (number ? !value.is_number() : !value.is_string())
    throw UsageError(fmt::format("{}{}: is {}, must be {}{}", source, value.dump(), json_kind(value),
                                 number ? "" : "a string: ", option.value.allowed));
  set_option(option, source, number ? value.dump() : value.get<std::string>(), chosen);
}

std::vector<std::string> long_names(std::span<const Option> options) {
  std::vector<std::string> names;
  for (const Option& option : options) names.push_back(option.long_name());
  return names;
}

/// In the order in which CLI11 wants them: the last first. For the value of "--name=" it would take the next argument.
std::vector<std::string> words_for_parser(const std::vector<std::string>& arguments) {
  std::vector<std::string> words;
  for (const std::string& argument : arguments) {
    const bool empty_value = argument.starts_with("--") && argument.find('=') == argument.size() - 1;
    words.push_back(empty_value ? argument.substr(0, argument.size() - 1) : argument);
    if (empty_value) words.emplace_back();
  }
  std::reverse(words.begin(), words.end());
  return words;
}

[[noreturn]] void reject_argument(std::span<const Option> options, const std::string& argument) {
  const std::string name = argument.substr(0, argument.find('='));
  throw UsageError(fmt::format(
      "{}: unknown option{} (--help-all lists all)", name,
      did_you_mean(name.substr(std::min(name.find_first_not_of('-'), name.size())), long_names(options), "--")));
}

}  // namespace

UsageError::UsageError(std::string_view message) : std::runtime_error(printable(message)) {}

std::string Option::long_name() const {
  const std::size_t start = names.find("--") + 2;
  return names.substr(start, names.find(',', start) - start);
}

std::string Option::key() const {
  std::string key = long_name();
  std::replace(key.begin(), key.end(), '-', '_');
  return key;
}

std::string Option::variable() const {
  std::string name = "HUNDRED_" + key();
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return name;
}

std::vector<std::string> apply_arguments(std::span<const Option> options, const std::vector<std::string>& arguments,
                                         ChosenOptions& chosen) {
  CLI::App parser;
  parser.set_help_flag();
  parser.allow_extras();
  std::vector<std::vector<std::string>> values(options.size());
  std::vector<CLI::Option*> parsed;
  for (std::size_t i = 0; i < options.size(); ++i)
    parsed.push_back(options[i].value.kind == OptionValue::Kind::flag
                         ? parser.add_flag(options[i].names)
                         : parser.add_option(options[i].names, values[i])->allow_extra_args(false));
  try {
    parser.parse(words_for_parser(arguments));
  } catch (const CLI::ArgumentMismatch& error) {
    const std::string_view what = error.what();  // begins with the option's name and a colon
    throw UsageError(fmt::format("{}: needs a value", what.substr(0, what.find(':'))));
  } catch (const CLI::ParseError& error) {
    throw UsageError(error.what());
  }
  const std::vector<std::string> rest = parser.remaining();
  for (const std::string& argument : rest)
    if (argument.size() > 1 && argument[0] == '-') reject_argument(options, argument);
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (options[i].value.kind == OptionValue::Kind::flag && parsed[i]->count() > 0)
      set_option(options[i], "", "", chosen);
    for (const std::string& value : values[i])
      set_option(options[i], fmt::format("--{} ", options[i].long_name()), value, chosen);
  }
  return rest;
}

void apply_environment(std::span<const Option> options, ChosenOptions& chosen) {
  for (const Option& option : options) {
    if (option.command_line_only) continue;
    if (const char* value = std::getenv(option.variable().c_str()))
      set_option(option, option.variable() + "=", value, chosen);
  }
}

void apply_file(std::span<const Option> options, const std::string& path, ChosenOptions& chosen) {
  std::ifstream file(path);
  if (!file || std::filesystem::is_directory(path)) throw UsageError(fmt::format("{}: cannot be read", path));
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  Json config;
  try {
    config = Json::parse(content, nullptr, true, true);
  } catch (const Json::parse_error& error) {
    const auto line =
        1 + std::count(content.begin(),
                       content.begin() + static_cast<std::ptrdiff_t>(std::min(error.byte, content.size())), '\n');
    throw UsageError(fmt::format("{}: is not JSON: error near line {}", path, line));
  } catch (const Json::out_of_range&) {
    throw UsageError(fmt::format("{}: holds a number that is too large", path));
  }
  if (!config.is_object())
    throw UsageError(fmt::format("{}: must hold a JSON object, not {}", path, config.type_name()));
  std::vector<std::string> keys;
  for (const Option& option : options)
    if (!option.command_line_only) keys.push_back(option.key());
  for (const auto& [key, value] : config.items()) {
    const auto option = std::find_if(options.begin(), options.end(),
                                     [&](const Option& o) { return !o.command_line_only && o.key() == key; });
    if (option == options.end())
      throw UsageError(fmt::format("{}: unknown key '{}'{}", path, key, did_you_mean(key, keys)));
    if (!value.is_null()) set_from_json(*option, path, value, chosen);
  }
}

Json to_json(std::span<const Option> options) {
  Json object = Json::object();
  for (const Option& option : options)
    if (!option.command_line_only) object[option.key()] = option.value.get();
  return object;
}

}  // namespace hundred
