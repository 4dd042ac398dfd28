#include "loadtest/exchanges.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <fstream>

#include "client/request_source.hpp"
#include "load_helpers.hpp"
#include "tests/support/test_server.hpp"

namespace hundred::loadtest {
namespace {

using client::request_id;

constexpr std::uint32_t run = 0xABCDEF01;

std::string this_boot() {
  std::string id;
  std::ifstream("/proc/sys/kernel/random/boot_id") >> id;
  return id;
}

/// As hundred-server tells of an exchange that begins at that nanosecond.
std::string exchange_json(const std::string& id, int from) {
  return fmt::format(
      R"({{"id":"{}","worker":"w3","status":200,"cpu_ns":7,"intervals":[["queue",{},{}],["handler",{},{}],)"
      R"(["cpu",{},{}],["wait",{},{}],["send",{},{}]]}})",
      id, from, from + 10, from + 10, from + 40, from + 10, from + 17, from + 18, from + 38, from + 40, from + 45);
}

std::string timeline_json(const std::vector<std::string>& exchanges, const std::string& boot = this_boot()) {
  return fmt::format(R"({{"boot_id":"{}","clock":"CLOCK_MONOTONIC","exchanges":[{}]}})", boot,
                     fmt::join(exchanges, ","));
}

Exchanges read(const std::vector<std::string>& exchanges, std::uint64_t most = 100) {
  return read_timeline(timeline_json(exchanges), run, most);
}

TEST(Timeline, TellsOfEachRequest) {
  const Exchanges exchanges = read({exchange_json(request_id(run, 0x1234), 1000)});
  ASSERT_EQ(exchanges.size(), 1U);
  const Exchange& exchange = exchanges.at(0x1234);
  EXPECT_EQ(exchange.arrival, 1000);
  EXPECT_EQ(exchange.start, 1010);
  EXPECT_EQ(exchange.end, 1040);
  EXPECT_EQ(exchange.handed, 1045);
  EXPECT_EQ(exchange.cpu, 7);
  ASSERT_EQ(exchange.stretches.size(), 2U);
  EXPECT_EQ(exchange.stretches[0].kind, "cpu");
  EXPECT_EQ(exchange.stretches[1].kind, "wait");
  EXPECT_EQ(exchange.stretches[1].from, 1018);
  EXPECT_EQ(exchange.stretches[1].to, 1038);
}

TEST(Timeline, OfOtherRequestsIsPassedOver) {
  const Exchanges exchanges = read({exchange_json(request_id(run + 1, 1), 0), exchange_json("", 0),
                                    exchange_json("mine", 0), exchange_json("abcdef01", 0),
                                    exchange_json(request_id(run, 1) + "2", 0), exchange_json("abcdef010000000x", 0),
                                    exchange_json("abcdef01+0000001", 0), exchange_json(request_id(run, 2), 0)});
  EXPECT_EQ(exchanges.size(), 1U);
  EXPECT_TRUE(exchanges.contains(2));
}

TEST(Timeline, OfAnotherHostIsOfNoUse) {
  const std::vector<std::string> exchanges{exchange_json(request_id(run, 1), 0)};
  EXPECT_EQ(read_timeline(timeline_json(exchanges), run, 10).size(), 1U);
  EXPECT_TRUE(read_timeline(timeline_json(exchanges, "98857bfc-0000-0000-0000-851425452227"), run, 10).empty());
}

TEST(Timeline, ThatIsDamagedIsNone) {
  const std::string boot = this_boot(), id = request_id(run, 1);
  for (const std::string& text :
       {std::string(), std::string("{"), std::string("[]"), std::string("{}"), std::string("null"),
        fmt::format(R"({{"boot_id":"{}"}})", boot), fmt::format(R"({{"boot_id":"{}","exchanges":[1]}})", boot),
        fmt::format(R"({{"boot_id":"{}","exchanges":[{{"id":1}}]}})", boot),
        fmt::format(R"({{"boot_id":"{}","exchanges":[{{"id":"{}"}}]}})", boot, id),
        fmt::format(R"({{"boot_id":"{}","exchanges":[{{"id":"{}","cpu_ns":1,"intervals":[["queue",1]]}}]}})", boot, id),
        fmt::format(R"({{"boot_id":"{}","exchanges":[{{"id":"{}","cpu_ns":1,"intervals":[[1,2,3]]}}]}})", boot, id)})
    EXPECT_TRUE(read_timeline(text, run, 10).empty()) << text;
}

TEST(Timeline, IsReadFromItsEnd) {
  std::vector<std::string> all;
  for (std::uint32_t i = 1; i <= 10; ++i) all.push_back(exchange_json(request_id(run, i), 0));
  all.push_back(exchange_json("a bystander's", 0));
  const Exchanges exchanges = read(all, 3);
  EXPECT_EQ(exchanges.size(), 3U);
  for (const std::uint32_t number : {8U, 9U, 10U}) EXPECT_TRUE(exchanges.contains(number)) << number;
}

/// What a server is asked for, which answers with a timeline of the request 5.
std::string asked_by_fetch(std::optional<std::uint32_t> run_id, std::uint64_t most, std::size_t expected) {
  std::string asked;
  const test::TestServer server([&](int socket) {
    char head[4096];
    const ssize_t count = ::recv(socket, head, sizeof head, 0);
    asked.assign(head, static_cast<std::size_t>(std::max<ssize_t>(0, count)));
    asked.resize(asked.find(" HTTP/1.1"));
    const std::string body = timeline_json({exchange_json(request_id(run, 5), 0)});
    test::send_text(socket, fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", body.size(), body));
  });
  client::Load load = client::load_on(server.url("/io/sleep?ms=50"), 1, 1);
  load.run_id = run_id;
  EXPECT_EQ(fetch_exchanges(load, most).size(), expected);
  return asked;
}

TEST(FetchExchanges, AsksForAsManyAsAreWanted) {
  EXPECT_EQ(asked_by_fetch(run, 10, 1), "GET /timeline?last=120") << "others' requests stand between them";
  EXPECT_EQ(asked_by_fetch(run, 1'000'000, 1), "GET /timeline?last=100000") << "a server keeps no more";
  EXPECT_EQ(asked_by_fetch(run + 1, 10, 0), "GET /timeline?last=120");
}

TEST(FetchExchanges, AsksNothingForALoadWithoutIds) { EXPECT_EQ(asked_by_fetch(std::nullopt, 10, 0), ""); }

TEST(FetchExchanges, IsNothingOfAServerWithoutATimeline) {
  const test::TestServer server(test::answering("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
  client::Load load = client::load_on(server.url(), 1, 1);
  load.run_id = run;
  EXPECT_TRUE(fetch_exchanges(load, 10).empty());
}

}  // namespace
}  // namespace hundred::loadtest
