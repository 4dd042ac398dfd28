#include "loadtest/burst_grid.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <map>

namespace hundred::loadtest {
namespace {

using client::millisecond, client::UserOutcome;
using testing::ElementsAre, testing::HasSubstr;
using Lines = std::vector<std::string>;

constexpr GridStyle plain{};

client::Load burst(std::uint32_t users) {
  client::Load load;
  load.urls = {client::parse_url("http://127.0.0.1:8080/ping")};
  load.users = users;
  load.requests = users;
  return load;
}

/// Users with an answer after so many milliseconds; 0: none yet, below 0: a failure.
std::vector<UserOutcome> users(const std::vector<int>& after) {
  std::vector<UserOutcome> users;
  for (const int ms : after) users.push_back({std::abs(ms) * millisecond, ms < 0});
  return users;
}

TEST(Grid, HasACellForEachUser) {
  EXPECT_THAT(grid_lines(users({50, 150, 0, -1, 350, 50, 0}), {50 * millisecond, "alone"}, plain),
              ElementsAre("0 5 .", "x 9 0", ".", ". waiting  x failed  alone 50.0 ms 0123456789 350 ms, 7 times that"));
}

TEST(Grid, IsNearASquareOfAtMostTwentyByTwenty) {
  struct Shape {
    std::size_t users, rows, columns;
  };
  for (const Shape shape : {Shape{1, 1, 1}, {2, 1, 2}, {7, 3, 3}, {100, 10, 10}, {399, 20, 20}, {400, 20, 20}}) {
    const Lines lines = grid_lines(std::vector<UserOutcome>(shape.users), {}, plain);
    EXPECT_EQ(lines.size(), shape.rows + 1) << shape.users;
    EXPECT_EQ(lines.front().size(), 2 * shape.columns - 1) << shape.users;
  }
}

TEST(Grid, HasAScaleOnlyWhereThereIsOne) {
  EXPECT_THAT(grid_lines(users({0, 0}), {}, plain), ElementsAre(". .", ". waiting  x failed"));
  EXPECT_THAT(grid_lines(users({60}), {50 * millisecond, "alone"}, plain), ElementsAre("0", ". waiting  x failed"));
}

TEST(Grid, NamesAColourWhereItChanges) {
  const auto some = users({50, 50, 200, 0, -9});
  const Quick quick{50 * millisecond, "alone"};
  EXPECT_EQ(grid_lines(some, quick, {GridStyle::Colours::many, false})[0], "\x1b[38;5;46m# # \x1b[38;5;208m#\x1b[0m");
  EXPECT_EQ(grid_lines(some, quick, {GridStyle::Colours::many, true})[1], ". \x1b[38;5;196mx\x1b[0m");
  EXPECT_EQ(grid_lines(some, quick, {GridStyle::Colours::eight, true})[0],
            "\x1b[32m\u25a0 \u25a0 \x1b[31m\u25a0\x1b[0m");
  EXPECT_THAT(grid_lines(some, quick, {GridStyle::Colours::eight, false})[2],
              HasSubstr(" alone 50.0 ms \x1b[32m####\x1b[33m###\x1b[31m###\x1b[0m 250 ms, 5 times that"));
}

TEST(Burst, StandsBelowATitleAndItsFigures) {
  const client::Load load = burst(4);
  client::Progress progress;
  EXPECT_THAT(burst_lines("pool '/ping'", {load, progress}, plain, {24, 77}),
              ElementsAre("pool '/ping'", "connecting 4 users", ". .", ". .", ". waiting  x failed"));
  progress.released = client::now() - 90'000 * millisecond;
  progress.enter(3, {50 * millisecond, false});
  progress.enter(0, {100 * millisecond, false});
  const Lines running = burst_lines("", {load, progress}, plain, {24, 77});
  EXPECT_THAT(running[1], testing::StartsWith("2 of 4 answered, 90."));
  EXPECT_THAT(Lines(running.begin() + 2, running.end()),
              ElementsAre("5 .", ". 0", ". waiting  x failed  quickest 50.0 ms 0123456789 200 ms, 4 times that"));
  progress.enter(1, {60 * millisecond, true});
  progress.enter(2, {1'250 * millisecond, false});
  EXPECT_EQ(burst_lines("", {load, progress}, plain, {24, 77})[1], "3 of 4 answered, 1 failed, 1.25 s")
      << "until the last request has ended";
}

TEST(Burst, IsJudgedByARequestAloneWhereThatIsKnown) {
  const client::Load load = burst(2);
  client::Progress progress;
  progress.enter(0, {100 * millisecond, false});
  EXPECT_THAT(burst_lines("", {load, progress, 50 * millisecond}, plain, {24, 77}),
              testing::Contains(". waiting  x failed  alone 50.0 ms 0123456789 100 ms, 2 times that"));
}

TEST(Burst, SaysThatItWarmsUp) {
  client::Load load = burst(2);
  load.warmup = millisecond;
  const client::Progress progress;
  EXPECT_EQ(burst_lines("", {load, progress}, plain, {24, 77})[1], "connecting 2 users, warming up");
}

TEST(Burst, IsNotDrawnWithoutRoomOrIfItsUsersAreNotSeen) {
  const client::Progress progress;
  const auto drawn = [&](const client::Load& load, WindowSize room) {
    return !burst_lines("", {load, progress}, plain, room).empty();
  };
  EXPECT_TRUE(drawn(burst(400), {23, 40}));
  EXPECT_FALSE(drawn(burst(400), {22, 40}));
  EXPECT_FALSE(drawn(burst(400), {23, 39}));
  EXPECT_FALSE(drawn(burst(401), {80, 77}));
  client::Load loop = burst(10);
  loop.requests = 20;
  EXPECT_FALSE(drawn(loop, {80, 77}));
}

/// Each test is a process of its own, so that the variables need not be put back.
GridStyle style_with(const std::map<std::string, std::string>& variables, bool coloured = true) {
  for (const char* name : {"TERM", "COLORTERM", "LC_ALL", "LC_CTYPE", "LANG"}) unsetenv(name);
  for (const auto& [name, value] : variables) setenv(name.c_str(), value.c_str(), 1);
  return grid_style(coloured);
}

TEST(GridStyle, FollowsTheTerminalAndTheLocale) {
  using Colours = GridStyle::Colours;
  EXPECT_EQ(style_with({{"TERM", "xterm-256color"}}).colours, Colours::many);
  EXPECT_EQ(style_with({{"TERM", "xterm"}, {"COLORTERM", "truecolor"}}).colours, Colours::many);
  EXPECT_EQ(style_with({{"TERM", "xterm"}}).colours, Colours::eight);
  EXPECT_EQ(style_with({{"TERM", "xterm-256color"}}, false).colours, Colours::none);
  EXPECT_FALSE(style_with({}).blocks);
  EXPECT_TRUE(style_with({{"LANG", "en_GB.UTF-8"}}).blocks);
  EXPECT_TRUE(style_with({{"LC_ALL", ""}, {"LC_CTYPE", "C.utf8"}, {"LANG", "C"}}).blocks);
  EXPECT_FALSE(style_with({{"LC_ALL", "C"}, {"LANG", "en_GB.UTF-8"}}).blocks);
}

}  // namespace
}  // namespace hundred::loadtest
