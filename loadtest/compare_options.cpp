#include "loadtest/compare_options.hpp"

#include <fmt/format.h>

#include "client/url.hpp"
#include "loadtest/mode_list.hpp"

namespace hundred::loadtest {
namespace {

/// An exact test of more takes too long.
constexpr std::uint64_t most_repeats = 100;

OptionValue keep_alive_list(std::vector<std::string>& target) {
  return name_list(target, "park, close, or both with a comma between them", [](std::string_view name) {
    return name == "park" || name == "close" ? std::string(name) : std::string();
  });
}

OptionValue endpoint(std::vector<std::string>& target) {
  OptionValue value = texts(target, "a path of hundred-server, such as '/io/sleep?ms=50'");
  value.set = [&target](std::string_view path) {
    if (!path.starts_with('/')) return false;
    target.emplace_back(path);
    return true;
  };
  return value;
}

std::vector<Option> compare_rows(CompareOptions& o) {
  return {
      {"--modes", "NAMES", "modes to compare, with commas between them", mode_list(o.modes), "all", true},
      {"--endpoints,--endpoint", "PATH", "an endpoint to load (repeatable)", endpoint(o.endpoints),
       "'/io/sleep?ms=50' and '/cpu/burn?ms=20'", true},
      {"--repeats",
       "N",
       "rounds; each has all modes, one after the other",
       whole_number(o.repeats, 1, most_repeats),
       {},
       true},
      {"--keep-alive", "NAMES", "park, close or both: compare each mode with each", keep_alive_list(o.keep_alive),
       "park", true},
      {"-o,--output", "DIR", "folder for report.html, .txt and .json; what is there moves to DIR.1",
       text(o.folder, "a folder"), "reports/compare-YYYYMMDD-HHMMSS", true},
  };
}

/// What compare sets itself, mode by mode, the servers' arguments cannot change: the report would not know.
void refuse_server_arguments(const CompareOptions& options) {
  for (const std::string& argument : options.server_arguments)
    for (const char* own : {"--mode", "--port", "--keep-alive"})
      if (argument == own || argument.starts_with(std::string(own) + "="))
        throw UsageError(fmt::format("--server-arg '{}': compare sets {} itself{}", argument, own,
                                     own == std::string_view("--mode")         ? "; use --modes"
                                     : own == std::string_view("--keep-alive") ? "; use --keep-alive park,close"
                                                                               : ""));
}

}  // namespace

std::vector<Option> compare_option_table(CompareOptions& options) {
  std::vector<Option> rows = compare_rows(options);
  for (auto&& part : {load_rows(options), server_rows(options), print_rows(options)})
    rows.insert(rows.end(), part.begin(), part.end());
  return rows;
}

CompareOptions parse_compare_options(const std::vector<std::string>& arguments) {
  refuse_rate(arguments);
  CompareOptions options;
  options.arguments = arguments;
  ChosenOptions chosen;
  const std::vector<std::string> rest = apply_arguments(compare_option_table(options), arguments, chosen);
  if (options.help || options.help_all || options.version) return options;
  if (!rest.empty())
    throw UsageError(
        fmt::format("compare: '{}': takes no URL, it starts its own servers; --endpoints PATH says what "
                    "they are asked",
                    rest.front()));
  complete_load(options);
  refuse_server_arguments(options);
  if (options.modes.empty()) options.modes = mode_names();
  if (options.endpoints.empty()) options.endpoints = {"/io/sleep?ms=50", "/cpu/burn?ms=20"};
  if (options.keep_alive.empty()) options.keep_alive = {"park"};
  for (const std::string& endpoint : options.endpoints) client::parse_url("127.0.0.1" + endpoint);
  return options;
}

}  // namespace hundred::loadtest
