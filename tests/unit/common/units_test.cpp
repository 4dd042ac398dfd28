#include "common/units.hpp"

#include <gtest/gtest.h>

namespace hundred {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(ParseDecimal, ReadsANonNegativeNumberAndNothingElse) {
  EXPECT_EQ(parse_decimal("0"), 0);
  EXPECT_EQ(parse_decimal("50"), 50);
  EXPECT_EQ(parse_decimal("0.25"), 0.25);
  for (const char* text : {"", ".", "-1", "-0", "+1", "1e3", "0x5", "inf", "nan", "1.2.3", "5 ", " 5", "5s"})
    EXPECT_EQ(parse_decimal(text), std::nullopt) << text;
}

TEST(ParseDuration, ReadsANumberAndAUnit) {
  EXPECT_EQ(parse_duration("7ns"), Nanoseconds(7));
  EXPECT_EQ(parse_duration("250us"), std::chrono::microseconds(250));
  EXPECT_EQ(parse_duration("500ms"), milliseconds(500));
  EXPECT_EQ(parse_duration("10s"), seconds(10));
  EXPECT_EQ(parse_duration("2m"), std::chrono::minutes(2));
  EXPECT_EQ(parse_duration("1h"), std::chrono::hours(1));
  EXPECT_EQ(parse_duration("0s"), Nanoseconds(0));
}

TEST(ParseDuration, ReadsDecimals) {
  EXPECT_EQ(parse_duration("1.5s"), milliseconds(1500));
  EXPECT_EQ(parse_duration("0.25ms"), std::chrono::microseconds(250));
  EXPECT_EQ(parse_duration("0.1s"), milliseconds(100));
}

TEST(ParseDuration, RefusesWhatIsNotADuration) {
  for (const char* text : {"", "s", "10", "10 s", " 10s", "10s ", "-10s", "+10s", "10S", "10sec", "ten", "1e3ms",
                           "1.2.3s", "10ss", "10s5ms", "0x10s", "nans", "infs", "."})
    EXPECT_EQ(parse_duration(text), std::nullopt) << "'" << text << "'";
}

TEST(ParseDuration, RefusesWhatDoesNotFit) {
  EXPECT_NE(parse_duration("2562047h"), std::nullopt);
  EXPECT_EQ(parse_duration("2562048h"), std::nullopt);
  EXPECT_EQ(parse_duration("99999999999999999999s"), std::nullopt);
}

TEST(FormatDuration, TakesTheLargestUnitThatIsExact) {
  EXPECT_EQ(format_duration(milliseconds(500)), "500ms");
  EXPECT_EQ(format_duration(seconds(15)), "15s");
  EXPECT_EQ(format_duration(seconds(90)), "90s");
  EXPECT_EQ(format_duration(seconds(120)), "2m");
  EXPECT_EQ(format_duration(seconds(7200)), "2h");
  EXPECT_EQ(format_duration(milliseconds(1500)), "1500ms");
  EXPECT_EQ(format_duration(Nanoseconds(1001)), "1001ns");
  EXPECT_EQ(format_duration(Nanoseconds(0)), "0s");
}

TEST(FormatDuration, IsReadBackAsTheSameValue) {
  for (const std::int64_t count : {0LL, 1LL, 999LL, 1'000LL, 1'000'001LL, 60'000'000'000LL, 86'400'000'000'000LL})
    EXPECT_EQ(parse_duration(format_duration(Nanoseconds(count))), Nanoseconds(count)) << count;
}

TEST(HumanDuration, HasThreeSignificantDigitsAndAUnitThatFits) {
  EXPECT_EQ(human_duration(0.9999), "1.00 s");
  EXPECT_EQ(human_duration(0.0009999), "1.00 ms");
  EXPECT_EQ(human_duration(4.951), "4.95 s");
  EXPECT_EQ(human_duration(1.0), "1.00 s");
  EXPECT_EQ(human_duration(12.34), "12.3 s");
  EXPECT_EQ(human_duration(123.4), "123 s");
  EXPECT_EQ(human_duration(0.0513), "51.3 ms");
  EXPECT_EQ(human_duration(0.001), "1.00 ms");
  EXPECT_EQ(human_duration(0.000812), "812 us");
  EXPECT_EQ(human_duration(0), "0.00 us");
}

TEST(HumanDuration, KeepsThreeDigitsWhereRoundingAddsOne) {
  EXPECT_EQ(human_duration(9.994), "9.99 s");
  EXPECT_EQ(human_duration(9.996), "10.0 s");
  EXPECT_EQ(human_duration(99.96), "100 s");
}

TEST(ParseSize, ReadsBytesAndPowersOf1024) {
  EXPECT_EQ(parse_size("0"), 0U);
  EXPECT_EQ(parse_size("1000"), 1000U);
  EXPECT_EQ(parse_size("16k"), 16U << 10);
  EXPECT_EQ(parse_size("16K"), 16U << 10);
  EXPECT_EQ(parse_size("1m"), 1U << 20);
  EXPECT_EQ(parse_size("2G"), 2ULL << 30);
  EXPECT_EQ(parse_size("18446744073709551615"), ~0ULL);
}

TEST(ParseSize, RefusesWhatIsNotASizeOrDoesNotFit) {
  for (const char* text : {"", "k", "-1", "+1", "1.5k", "16kb", "16 k", " 16", "16t", "0x10", "18446744073709551616",
                           "18014398509481984k", "17179869184g"})
    EXPECT_EQ(parse_size(text), std::nullopt) << "'" << text << "'";
}

TEST(FormatSize, IsTheShortestTextThatIsReadBackAsTheSameValue) {
  EXPECT_EQ(format_size(16U << 10), "16k");
  EXPECT_EQ(format_size(1U << 20), "1m");
  EXPECT_EQ(format_size(3ULL << 30), "3g");
  EXPECT_EQ(format_size(1000), "1000");
  EXPECT_EQ(format_size(0), "0");
  for (const std::uint64_t bytes : {0ULL, 1ULL, 1023ULL, 1024ULL, 1025ULL, 1ULL << 20, (1ULL << 30) + 1024, ~0ULL})
    EXPECT_EQ(parse_size(format_size(bytes)), bytes);
}

}  // namespace
}  // namespace hundred
