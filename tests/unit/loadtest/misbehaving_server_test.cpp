#include <gtest/gtest.h>
#include <sys/socket.h>

#include "load_helpers.hpp"
#include "tests/support/test_server.hpp"

namespace hundred::client {
namespace {

using test::answering, test::ok_answer, test::read_request, test::reset_on_close, test::send_text, test::TestServer;

/// What the server does with each connection, and what then becomes of all requests.
struct Misbehaviour {
  const char* name;
  TestServer::Behaviour behaviour;
  Outcome outcome;
};
std::ostream& operator<<(std::ostream& out, const Misbehaviour& m) { return out << m.name; }

const std::vector<Misbehaviour> misbehaviours{
    {"reset", [](int socket) { read_request(socket), reset_on_close(socket); }, Outcome::reset},
    {"closed", [](int socket) { read_request(socket); }, Outcome::reset},
    {"half_a_header", [](int socket) { read_request(socket), send_text(socket, "HTTP/1.1 200 OK\r\nConten"); },
     Outcome::cut_short},
    {"half_a_body",
     [](int socket) { read_request(socket), send_text(socket, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"); },
     Outcome::cut_short},
    {"half_a_chunk",
     [](int socket) {
       read_request(socket), send_text(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf");
     },
     Outcome::cut_short},
    {"no_http", [](int socket) { read_request(socket), send_text(socket, "220 mail.example.com ESMTP\r\n\r\n"); },
     Outcome::malformed},
    {"bad_status", answering("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"), Outcome::bad_status},
    {"redirect", answering("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"), Outcome::bad_status},
    {"silent",
     [](int socket) {
       while (read_request(socket)) continue;
     },
     Outcome::timed_out},
    {"stops_halfway",
     [](int socket) {
       while (read_request(socket)) send_text(socket, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
     },
     Outcome::timed_out},
};

class Misbehaving : public testing::TestWithParam<Misbehaviour> {};
INSTANTIATE_TEST_SUITE_P(, Misbehaving, testing::ValuesIn(misbehaviours),
                         [](const auto& chosen) { return chosen.param.name; });

TEST_P(Misbehaving, GivesEachRequestItsOutcome) {
  const TestServer server(GetParam().behaviour);
  Load load = load_on(server.url(), 4, 8);
  if (GetParam().outcome == Outcome::timed_out) load.timeout = 100 * millisecond;
  const Recording recording = run_load(load);
  EXPECT_EQ(recording[GetParam().outcome], 8U);
  EXPECT_EQ(recording.requests(), 8U);
  if (GetParam().outcome == Outcome::timed_out) {
    EXPECT_GE(recording.response.min(), load.timeout);
  }
}

/// Ways to end each answer with the end of its connection.
const std::vector<Misbehaviour> closings{
    {"connection_close",
     [](int socket) {
       read_request(socket), send_text(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi");
     },
     Outcome::ok},
    {"half_closed",
     [](int socket) {
       read_request(socket), send_text(socket, ok_answer), shutdown(socket, SHUT_WR), read_request(socket);
     },
     Outcome::ok},
    {"unannounced", [](int socket) { read_request(socket), send_text(socket, ok_answer); }, Outcome::ok},
    {"end_is_the_length", [](int socket) { read_request(socket), send_text(socket, "HTTP/1.1 200 OK\r\n\r\nhi"); },
     Outcome::ok},
};

class Closing : public testing::TestWithParam<Misbehaviour> {};
INSTANTIATE_TEST_SUITE_P(, Closing, testing::ValuesIn(closings), [](const auto& chosen) { return chosen.param.name; });

TEST_P(Closing, MakesTheUserConnectAgainOnTheNextRequestsTime) {
  const TestServer server(GetParam().behaviour);
  const Recording recording = run_load(load_on(server.url(), 3, 30));
  const std::uint64_t ok = recording[Outcome::ok], reset = recording[Outcome::reset];
  EXPECT_EQ(ok + reset, 30U);
  EXPECT_GT(ok, 0U);
  EXPECT_EQ(recording.body_bytes, 2 * ok);
  EXPECT_EQ(server.connections(), 3 + recording.connect.count());
  EXPECT_EQ(recording.connect.count() + reset, 27U);
  for (const Sample& sample : recording.samples) {
    if (sample.outcome == Outcome::reset) {
      EXPECT_GE(sample.service_time(), 50 * millisecond)
          << "it was not asked again, for the server had had it for long";
    } else if (sample.planned != recording.released && sample.stamps.connect_start != 0) {
      EXPECT_LE(sample.planned, sample.stamps.connect_start);
    }
  }
}

}  // namespace
}  // namespace hundred::client
