#include "loadtest/report/style.hpp"

#include <gtest/gtest.h>

namespace hundred::loadtest {
namespace {

const std::string words = "123456789 123456789 123456789 123456789 123456789 123456789 123456789 ";  // 70

TEST(Wrapped, KeepsTo80ColumnsAndIndents) {
  EXPECT_EQ(wrapped(""), "");
  EXPECT_EQ(wrapped("some words"), "  some words\n");
  EXPECT_EQ(wrapped(words + "12345678 and"), "  " + words + "12345678\n  and\n");
  EXPECT_EQ(wrapped(words + "123456789"), "  " + words.substr(0, 69) + "\n  123456789\n");
  EXPECT_EQ(wrapped(std::string(90, 'x') + " y"), "  " + std::string(90, 'x') + "\n  y\n");
}

TEST(Wrapped, DoesNotPartAFigureFromItsUnit) {
  EXPECT_EQ(wrapped(words + "for 123 ms, then"), "  " + words + "for\n  123 ms, then\n");
  EXPECT_EQ(wrapped(words + "by 12345 %"), "  " + words + "by\n  12345 %\n");
  EXPECT_EQ(wrapped(words + "so (p = 0.42)"), "  " + words + "so\n  (p = 0.42)\n");
}

TEST(Hanging, DoesNotIndentTheFirstLine) {
  EXPECT_EQ(hanging(words + "1234567890 and"), words + "1234567890\n  and\n");
  EXPECT_EQ(hanging(""), "");
}

}  // namespace
}  // namespace hundred::loadtest
