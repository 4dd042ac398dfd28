#include "loadtest/cli.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "client/errors.hpp"
#include "client/url.hpp"
#include "common/nearest.hpp"
#include "common/option_table.hpp"
#include "loadtest/compare_command.hpp"
#include "loadtest/diff_command.hpp"
#include "loadtest/find_max_command.hpp"
#include "loadtest/lab_command.hpp"
#include "loadtest/report_command.hpp"
#include "loadtest/run_command.hpp"
#include "loadtest/size_command.hpp"
#include "loadtest/sweep_command.hpp"

namespace hundred::loadtest {
namespace {

struct Command {
  std::string_view name;
  int (*run)(const std::vector<std::string>& arguments, Terminal& terminal);
};
constexpr std::array commands{
    Command{"run", run_command},           Command{"compare", compare_command}, Command{"sweep", sweep_command},
    Command{"find-max", find_max_command}, Command{"size", size_command},       Command{"lab", lab_command},
    Command{"report", report_command},     Command{"diff", diff_command},
};

int dispatch(const std::vector<std::string>& arguments, Terminal& terminal) {
  if (arguments.empty())
    throw UsageError("no URL: hundred-load run URL, such as 'http://127.0.0.1:8080/ping'; --help says more");
  const std::string& first = arguments.front();
  const auto* command =
      std::find_if(commands.begin(), commands.end(), [&](const Command& c) { return c.name == first; });
  if (command != commands.end()) return command->run({arguments.begin() + 1, arguments.end()}, terminal);
  if (first.starts_with('-') || client::looks_like_url(first)) return run_command(arguments, terminal);
  std::vector<std::string> names;
  for (const Command& known : commands) names.emplace_back(known.name);
  throw UsageError(fmt::format("{}: unknown command{}; there are {}, and a URL has a ':' or a '/'", first,
                               did_you_mean(first, names), fmt::join(names, ", ")));
}

int fail(Terminal& terminal, const std::exception& error, int code) {
  fmt::print(terminal.err, "hundred-load: {}\n", error.what());
  return code;
}

}  // namespace

int run_program(const std::vector<std::string>& arguments, Terminal& terminal) {
  try {
    return dispatch(arguments, terminal);
  } catch (const UsageError& error) {
    return fail(terminal, error, exit_usage);
  } catch (const std::exception& error) {
    return fail(terminal, error, exit_failed);
  }
}

}  // namespace hundred::loadtest
