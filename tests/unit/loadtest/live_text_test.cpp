#include "loadtest/live_text.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>
#include <sstream>

namespace hundred::loadtest {
namespace {

class Live : public testing::Test {
 protected:
  std::string written() {
    std::string text = err_.str();
    err_.str("");
    return text;
  }

  std::ostringstream out_, err_;
  Terminal terminal_{out_, err_, false, true, [] { return WindowSize{24, 10}; }};
};

TEST_F(Live, LinesAreWrittenAgainAtTheSamePlace) {
  std::optional<LiveText> live(std::in_place, terminal_, true);
  live->show({"one"});
  EXPECT_EQ(written(), "\rone\x1b[K\x1b[J");
  live->show({"one", "two", "three"});
  EXPECT_EQ(written(), "\n\n\r\x1b[2Aone\x1b[K\r\x1b[Btwo\x1b[K\r\x1b[Bthree\x1b[K\x1b[J");
  live->show({"1", "2", "3"});
  EXPECT_EQ(written(), "\r\x1b[2A1\x1b[K\r\x1b[B2\x1b[K\r\x1b[B3\x1b[K\x1b[J") << "in one piece, without newlines";
  live->show({"done"});
  EXPECT_EQ(written(), "\r\x1b[2Adone\x1b[K\x1b[J");
  live->show({"a", "b"});
  written();
  live.reset();
  EXPECT_EQ(written(), "\r\x1b[1A\x1b[J");
}

TEST_F(Live, NothingIsErasedWhereNothingIsShown) {
  {
    const LiveText live(terminal_, true);
  }
  {
    LiveText live(terminal_, true);
    live.show({"one"});
    live.erase();
    written();
  }
  EXPECT_EQ(written(), "");
}

TEST_F(Live, NothingIsShownUnlessWantedAndOnATerminal) {
  LiveText unwanted(terminal_, false);
  unwanted.show({"one"});
  terminal_.err_is_terminal = false;
  LiveText elsewhere(terminal_, true);
  elsewhere.show({"one"});
  EXPECT_EQ(written(), "");
}

TEST_F(Live, LinesAreCutWithRoomForTheEchoOfCtrlC) {
  LiveText live(terminal_, true);
  live.show({"12345678", "\x1b[31m\u25a0 \u25a0 \u25a0 \u25a0 \u25a0\x1b[0m"});
  EXPECT_EQ(written(), "\n\r\x1b[1A1234567\x1b[K\r\x1b[B\x1b[31m\u25a0 \u25a0 \u25a0 \u25a0\x1b[0m\x1b[K\x1b[J");
}

TEST_F(Live, AWideOrUnknownTerminalIsUsedUpTo80Columns) {
  terminal_.err_size = [] { return WindowSize{50, 200}; };
  EXPECT_EQ(LiveText(terminal_, true).room().columns, 77U);
  EXPECT_EQ(LiveText(terminal_, true).room().rows, 50U);
  terminal_.err_size = [] { return WindowSize{}; };
  EXPECT_EQ(LiveText(terminal_, true).room().columns, 77U);
}

TEST(Stderr, HasNoSizeIfItsCursorCannotBeMoved) {
  setenv("TERM", "dumb", 1);
  EXPECT_EQ(stderr_size().rows, 0U);
}

}  // namespace
}  // namespace hundred::loadtest
