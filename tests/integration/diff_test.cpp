#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "tests/integration/command_line.hpp"

namespace hundred::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

/// hundred-load diff of what the real server did.
class DiffOfReal : public ::testing::Test {
 protected:
  std::string path(const std::string& name) const { return fs::path(temporary_.path()).parent_path() / name; }

  static Finished load(Arguments arguments) { return run_to_end(HUNDRED_LOAD_PROGRAM, arguments, {}, 60s); }

  void measure(const std::string& name, const std::string& endpoint, const Arguments& more) const {
    Arguments arguments{"compare", "--modes", "pool", "-c", "40", "--endpoints", endpoint, "-o", path(name)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Finished finished = load(arguments);
    ASSERT_EQ(finished.exit_code, 0) << finished.errors;
  }

  TemporaryFile temporary_{""};
};

/// Five times as slow, as no machine is by chance, and no stall makes a round.
TEST_F(DiffOfReal, FindsRoundsInTurnThatAreSlowerAndAnOptionThatChanged) {
  for (const char* round : {"1", "2", "3", "4", "5"}) {
    measure(std::string("base/") + round, "/io/sleep?ms=20", {"--repeats", "1"});
    measure(std::string("head/") + round, "/io/sleep?ms=100",
            {"--repeats", "1", "--server-arg", "--queue-capacity=100"});
  }
  const Finished finished = load({"diff", path("base"), path("head"), "--fail-above", "10%"});
  EXPECT_EQ(finished.exit_code, 99) << finished.output;
  for (const char* part : {"1 row, 5 rounds each", "endpoint     '/io/sleep?ms=20' -> '/io/sleep?ms=100'",
                           "options      --server-arg not given -> --queue-capacity=100", "worker-pool is slower by"})
    EXPECT_THAT(finished.output, HasSubstr(part));
  EXPECT_THAT(finished.errors, HasSubstr("hundred-load: broken: --fail-above 10%: worker-pool"));
  const Finished table = load({"report", "--csv", path("base"), path("head")});
  EXPECT_EQ(lines_of(table.output).size(), 11U);
}

TEST_F(DiffOfReal, OfTheSameReportIsNone) {
  measure("report", "/io/sleep?ms=5", {"--repeats", "5"});
  const Finished finished = load({"diff", path("report"), path("report/report.json"), "--fail-above", "0"});
  EXPECT_EQ(finished.exit_code, 0) << finished.errors;
  EXPECT_THAT(finished.output, HasSubstr("no difference seen\n"));
  EXPECT_THAT(finished.output, HasSubstr("Options and environment are the same."));
}

/// The example's commands: what follows "$LOAD" up to the line's end, lines that a backslash joins being one.
std::vector<std::string> commands_of(const std::string& document) {
  const std::string joined = std::regex_replace(document, std::regex(R"(\\\n)"), " ");
  std::vector<std::string> commands;
  for (const std::string& line : lines_of(joined))
    if (const auto at = line.find("\"$LOAD\" "); at != std::string::npos) commands.push_back(line.substr(at + 8));
  return commands;
}

/// The names of options in a text.
std::set<std::string> options_in(const std::string& text) {
  static const std::regex option(R"((^|[\s,])(--?[a-z][a-z-]*|-R))");
  std::set<std::string> names;
  for (std::sregex_iterator found(text.begin(), text.end(), option), end; found != end; ++found)
    names.insert((*found)[2]);
  return names;
}

TEST(ContinuousIntegration, ExampleUsesOptionsThatThereAre) {
  std::ifstream file(CI_DOCUMENT);
  const std::string document{std::istreambuf_iterator<char>(file), {}};
  std::set<std::string> seen;
  for (const std::string& command : commands_of(document)) {
    const std::string name = command.substr(0, command.find(' '));
    seen.insert(name);
    const Finished help = run_to_end(HUNDRED_LOAD_PROGRAM, {name, "--help-all"});
    EXPECT_EQ(help.exit_code, 0) << command;
    EXPECT_FALSE(options_in(command).empty()) << command;
    for (const std::string& option : options_in(command))
      EXPECT_TRUE(options_in(help.output).contains(option)) << name << ' ' << option;
  }
  EXPECT_EQ(seen, (std::set<std::string>{"run", "compare", "diff", "report"}));
}

/// Read by a parser where there is one.
TEST(ContinuousIntegration, ExampleIsYaml) {
  constexpr const char* script =
      "import re, sys, yaml\n"
      "text = re.search(r'```yaml\\n(.*?)\\n```\\n', open(sys.argv[1]).read(), re.S).group(1)\n"
      "steps = yaml.safe_load(text)['jobs']['latency']['steps']\n"
      "print(len([step for step in steps if 'run' in step]))\n";
  if (run_to_end("/bin/sh", {"-c", "python3 -c 'import yaml'"}).exit_code != 0) GTEST_SKIP() << "no python3-yaml here";
  const Finished finished = run_to_end("/usr/bin/env", {"python3", "-c", script, CI_DOCUMENT});
  EXPECT_EQ(finished.output, "5\n") << finished.errors;
}

}  // namespace
}  // namespace hundred::test
