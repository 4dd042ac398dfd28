#include "loadtest/size/smallest_search.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace hundred::loadtest {
namespace {

struct Searched {
  std::vector<std::uint64_t> tried;
  std::optional<std::uint64_t> smallest;
};

Searched search(std::uint64_t first, std::uint64_t least, std::uint64_t most, std::uint64_t answer) {
  SmallestSearch search(first, least, most);
  Searched result;
  while (const auto count = search.next()) {
    result.tried.push_back(*count);
    search.take(*count, *count >= answer);
  }
  result.smallest = search.smallest();
  return result;
}

TEST(SmallestSearch, FindsTheAnswerFromEveryGuessAndTriesNothingTwice) {
  for (std::uint64_t answer = 3; answer <= 40; ++answer)
    for (std::uint64_t first = 3; first <= 40; ++first) {
      const Searched result = search(first, 3, 40, answer);
      EXPECT_EQ(result.smallest, answer) << first;
      EXPECT_EQ(std::set(result.tried.begin(), result.tried.end()).size(), result.tried.size());
      EXPECT_LE(result.tried.size(), 12U) << first << " for " << answer;
    }
}

TEST(SmallestSearch, AGoodGuessTakesTwoTries) {
  EXPECT_EQ(search(7, 1, 100, 7).tried, (std::vector<std::uint64_t>{7, 6}));
  EXPECT_EQ(search(7, 1, 100, 8).tried, (std::vector<std::uint64_t>{7, 8}));
  EXPECT_EQ(search(7, 7, 100, 7).tried, (std::vector<std::uint64_t>{7})) << "none less does";
}

TEST(SmallestSearch, StepsDoubleAndThenHalve) {
  EXPECT_EQ(search(7, 1, 100, 14).tried, (std::vector<std::uint64_t>{7, 8, 10, 14, 12, 13}));
  EXPECT_EQ(search(20, 1, 100, 15).tried, (std::vector<std::uint64_t>{20, 19, 17, 13, 15, 14}));
}

TEST(SmallestSearch, EndsWhereNotEvenTheMostDoes) {
  const Searched result = search(7, 1, 12, 100);
  EXPECT_EQ(result.tried, (std::vector<std::uint64_t>{7, 8, 10, 12}));
  EXPECT_EQ(result.smallest, std::nullopt);
}

}  // namespace
}  // namespace hundred::loadtest
