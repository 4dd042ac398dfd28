#include <gmock/gmock.h>

#include <sstream>

#include "loadtest/cli.hpp"

namespace hundred::loadtest {
namespace {

using testing::EndsWith;

std::string output_of(std::vector<std::string> arguments, const char* flag) {
  arguments.emplace_back(flag);
  std::ostringstream out;
  std::ostringstream err;
  Terminal terminal{out, err};
  EXPECT_EQ(run_program(arguments, terminal), exit_done);
  EXPECT_EQ(err.str(), "");
  return out.str();
}

/// How many options a help text shows. Fails where one of its lines is too long for a terminal.
std::size_t options_in(const std::string& help) {
  std::istringstream lines(help);
  std::size_t options = 0;
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 80U) << line;
    if (line.starts_with("  -")) ++options;
  }
  return options;
}

void expect_way_to_all(const std::vector<std::string>& arguments, const std::string& command) {
  const std::size_t all = options_in(output_of(arguments, "--help-all"));
  EXPECT_THAT(output_of(arguments, "--help"),
              EndsWith("\n\n" + command + " --help-all lists all " + std::to_string(all) + " options.\n"));
}

TEST(Help, ShowsTheEightOptionsThatMatter) {
  for (const char* command : {"run", "compare", "sweep", "find-max", "size"}) {
    const std::string help = output_of({command}, "--help");
    EXPECT_EQ(options_in(help), 8U) << help;
  }
}

TEST(Help, EndsWithTheWayToAllOptions) {
  expect_way_to_all({}, "hundred-load run");
  expect_way_to_all({"run"}, "hundred-load run");
  expect_way_to_all({"compare"}, "hundred-load compare");
  expect_way_to_all({"sweep"}, "hundred-load sweep");
  expect_way_to_all({"find-max"}, "hundred-load find-max");
  expect_way_to_all({"size"}, "hundred-load size");
  expect_way_to_all({"lab", "wrk"}, "hundred-load lab wrk");
}

}  // namespace
}  // namespace hundred::loadtest
