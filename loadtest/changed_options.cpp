#include "loadtest/changed_options.hpp"

#include <algorithm>
#include <map>

namespace hundred::loadtest {
namespace {

/// By long name.
using Given = std::map<std::string, std::string>;

/// A duration in the unit that defaults have: 60s is 1m.
std::string in_one_unit(std::string_view text) {
  const auto duration = parse_duration(text);
  return duration ? format_duration(*duration) : std::string(text);
}

Given given(std::vector<Option> table, const std::vector<std::string>& arguments) {
  Given texts;
  for (Option& option : table)
    option.value.set = [&texts, name = option.long_name(), kind = option.value.kind](std::string_view text) {
      std::string& all = texts[name];
      if (kind == OptionValue::Kind::flag)
        all = "given";
      else if (kind == OptionValue::Kind::list && !all.empty())
        all.append(", ").append(text);
      else
        all = in_one_unit(text);
      return true;
    };
  ChosenOptions ignored;
  apply_arguments(table, arguments, ignored);
  return texts;
}

std::string default_of(const Option& option) {
  if (!option.fallback.empty()) return option.fallback;
  const nlohmann::ordered_json value = option.value.get();
  if (value.is_string()) return value.get<std::string>();
  return value.is_number() ? value.dump() : "not given";
}

std::string text_of(const Option& option, const Given& given) {
  const auto found = given.find(option.long_name());
  return found == given.end() ? default_of(option) : found->second;
}

}  // namespace

std::vector<ChangedOption> changed_options(const std::vector<Option>& table, const std::vector<std::string>& before,
                                           const std::vector<std::string>& after,
                                           const std::vector<std::string>& except) {
  const Given given_before = given(table, before), given_after = given(table, after);
  std::vector<ChangedOption> changed;
  for (const Option& option : table) {
    if (std::find(except.begin(), except.end(), option.long_name()) != except.end()) continue;
    std::string was = text_of(option, given_before), is = text_of(option, given_after);
    if (was != is) changed.push_back({"--" + option.long_name(), std::move(was), std::move(is)});
  }
  return changed;
}

}  // namespace hundred::loadtest
