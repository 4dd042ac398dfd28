#include "client/server_timing.hpp"

#include <gtest/gtest.h>

namespace hundred::client {
namespace {

struct Parsed {
  ServerTiming timing;
  std::string worker;
};

Parsed parse(std::string_view header) {
  Parsed parsed;
  parse_server_timing(header, parsed.timing, parsed.worker);
  return parsed;
}

TEST(ServerTiming, ReadsWhatTheServerWrites) {
  const Parsed parsed = parse(
      "queue;dur=12.345, gil;dur=0.000, pool;dur=0.007, cpu;dur=20.012, wait;dur=1000.5, ready;dur=3.100, "
      "handler;dur=23.112, worker;desc=\"w3\"");
  EXPECT_TRUE(parsed.timing.present);
  EXPECT_EQ(parsed.timing[Phase::queue], 12'345U);
  EXPECT_EQ(parsed.timing[Phase::gil], 0U);
  EXPECT_EQ(parsed.timing[Phase::pool], 7U);
  EXPECT_EQ(parsed.timing[Phase::cpu], 20'012U);
  EXPECT_EQ(parsed.timing[Phase::wait], 1'000'500U);
  EXPECT_EQ(parsed.timing[Phase::ready], 3'100U);
  EXPECT_EQ(parsed.timing[Phase::handler], 23'112U);
  EXPECT_EQ(parsed.worker, "w3");
}

TEST(ServerTiming, AcceptsOtherSpellings) {
  EXPECT_EQ(parse("queue;dur=5").timing[Phase::queue], 5'000U);
  EXPECT_EQ(parse("queue;dur=\"5.25\"").timing[Phase::queue], 5'250U);
  EXPECT_EQ(parse(" queue ; dur = 5.1 ,cpu;dur=1").timing[Phase::queue], 5'100U);
  EXPECT_EQ(parse("queue;desc=\"a, b; c\";dur=7").timing[Phase::queue], 7'000U);
  EXPECT_EQ(parse("queue;dur=1.23456").timing[Phase::queue], 1'234U);
  EXPECT_EQ(parse("worker;desc=t17").worker, "t17");
}

TEST(ServerTiming, SkipsWhatItDoesNotKnow) {
  const Parsed parsed = parse("miss, db;dur=53, app;desc=\"x,queue;dur=9\";dur=47.2, cpu;dur=2");
  EXPECT_EQ(parsed.timing[Phase::queue], 0U);
  EXPECT_EQ(parsed.timing[Phase::cpu], 2'000U);
  EXPECT_EQ(parsed.worker, "");
}

TEST(ServerTiming, SkipsNonsense) {
  for (const char* header :
       {"", ",", ";;;", "queue", "queue;", "queue;dur", "queue;dur=", "queue;dur=abc", "queue;dur=-1",
        "queue;dur=1.2.3", "queue;dur=99999999999999999999", "queue;dur=\"5", "=", "\"", ";dur=1,,="}) {
    const Parsed parsed = parse(header);
    if (std::string_view(header) == "queue;dur=\"5")
      EXPECT_EQ(parsed.timing[Phase::queue], 5'000U);
    else
      EXPECT_FALSE(parsed.timing.present) << header;
  }
}

TEST(ServerTiming, LaterHeadersAdd) {
  Parsed parsed = parse("queue;dur=1");
  parse_server_timing("cpu;dur=2, worker;desc=\"w1\"", parsed.timing, parsed.worker);
  EXPECT_EQ(parsed.timing[Phase::queue], 1'000U);
  EXPECT_EQ(parsed.timing[Phase::cpu], 2'000U);
  EXPECT_EQ(parsed.worker, "w1");
}

}  // namespace
}  // namespace hundred::client
