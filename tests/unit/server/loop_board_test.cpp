#include "server/http/loop_board.hpp"

#include <gtest/gtest.h>

namespace hundred::server {
namespace {

TEST(LoopBoard, TheLeastLoadedHasItsTurn) {
  LoopBoard board(2);
  for (const std::size_t loop : {0U, 1U}) board.begin(loop);
  board.opened(0);
  EXPECT_EQ(board.least_loaded(), 1U);
  EXPECT_FALSE(board.is_turn(0));
  EXPECT_TRUE(board.is_turn(1));
  board.opened(1);
  EXPECT_TRUE(board.is_turn(0));
}

TEST(LoopBoard, OneThatDoesNotRunHasNoTurn) {
  LoopBoard board(3);
  board.begin(1);
  board.opened(1);
  EXPECT_EQ(board.least_loaded(), 1U);
  EXPECT_TRUE(board.is_turn(1));
  board.begin(2);
  EXPECT_EQ(board.least_loaded(), 2U);
  board.forget(2);
  EXPECT_TRUE(board.is_turn(1));
}

TEST(LoopBoard, ThoseThatRunShareTheConnections) {
  LoopBoard board(4);
  for (const std::size_t loop : {0U, 1U}) board.begin(loop);
  board.opened(0);
  EXPECT_EQ(board.fair_share(8), 5U) << "rounded up";
  board.forget(0);
  EXPECT_EQ(board.fair_share(8), 8U);
}

}  // namespace
}  // namespace hundred::server
