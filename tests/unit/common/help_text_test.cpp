#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "common/option_table.hpp"
#include "tests/unit/common/sample_options.hpp"

namespace hundred {
namespace {

using test::SampleOptions;
using testing::HasSubstr;
using testing::Not;

TEST(HelpText, ShowsNamesMeaningAndDefaultInTwoColumns) {
  const SampleOptions o;
  EXPECT_EQ(help_text(o.table, false), "  -p, --port N                port to listen on (8080)\n");
}

TEST(HelpText, EndsWithTheWayToAllOptions) {
  const SampleOptions o;
  const std::string count = std::to_string(o.table.size());
  EXPECT_EQ(help_ending("program", o.table), "\nprogram --help-all lists all " + count + " options.\n");
}

TEST(HelpText, ForAllHasARowForEachOption) {
  const SampleOptions o;
  const std::string all = help_text(o.table, true);
  for (const Option& option : o.table) EXPECT_THAT(all, HasSubstr("--" + option.long_name()));
  EXPECT_THAT(all, HasSubstr("workers (by mode)"));
  EXPECT_THAT(all, HasSubstr("idle time (15s)"));
  EXPECT_THAT(all, HasSubstr("limit (16k)"));
  EXPECT_THAT(all, Not(HasSubstr("(null)")));
  EXPECT_THAT(all, Not(HasSubstr("(false)"))) << "a flag has no default worth a word";
}

TEST(TwoColumns, PutsTheRightOneAtItsColumn) {
  EXPECT_EQ(two_columns("left", "right side", 10), "  left    right side\n");
}

TEST(TwoColumns, StartsANewLineWhereTheLeftOneIsTooLong) {
  EXPECT_EQ(two_columns("a long left", "right", 10), "  a long left\n          right\n");
}

TEST(TwoColumns, WrapsAtEightyWithoutLosingAWord) {
  std::string words;
  for (int i = 0; i < 60; ++i) words += (i == 0 ? "w" : " w") + std::to_string(i);
  std::istringstream lines(two_columns("left", words, 30));
  std::string line;
  std::string again;
  while (std::getline(lines, line)) {
    EXPECT_LE(line.size(), 80U) << line;
    again += line.substr(30) + ' ';
  }
  EXPECT_EQ(again, words + ' ');
}

TEST(TwoColumns, LeavesAWordThatIsTooLongWhole) {
  const std::string word(90, 'x');
  EXPECT_EQ(two_columns("left", word, 10), "  left    " + word + '\n');
}

}  // namespace
}  // namespace hundred
