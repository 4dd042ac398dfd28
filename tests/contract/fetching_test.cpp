#include <atomic>
#include <filesystem>

#include "tests/contract/model_test.hpp"
#include "tests/support/process_facts.hpp"
#include "tests/support/server_timing.hpp"
#include "tests/support/test_server.hpp"

namespace hundred::test {
namespace {

std::string url_of(const ServerProcess& server) { return "http://127.0.0.1:" + std::to_string(server.port()); }

std::size_t open_descriptors(pid_t pid) {
  std::size_t count = 0;
  for (const pid_t member : family_of(pid))
    for ([[maybe_unused]] const auto& entry :
         std::filesystem::directory_iterator("/proc/" + std::to_string(member) + "/fd"))
      ++count;
  return count;
}

class Fetching : public ModelTest {
 protected:
  std::string message_of(const Response& response) const { return response.json().at("error").at("message"); }
};
HUNDRED_AGAINST_ALL_MODELS(Fetching);

TEST_P(Fetching, WaitsForTheUpstreamsAnswer) {
  const ServerProcess upstream({"--mode", "event-loop"});
  start({"--upstream", url_of(upstream)});
  for (int i = 0; i < 3; ++i) {
    const Response response = get("/io/fetch?ms=50");
    EXPECT_EQ(response.status, 200) << response.body;
    const nlohmann::json answer = response.json();
    EXPECT_EQ(answer.at("ms"), 50);
    EXPECT_EQ(answer.at("status"), 200);
    EXPECT_EQ(answer.at("bytes"), std::string(R"({"ms":50})").size());
    EXPECT_GE(answer.at("took_ms"), 50);
    const ServerTiming timing = server_timing(response);
    // Who loses its CPU after asking, before it looks for the answer, is ready meanwhile, and does not wait.
    EXPECT_GE(timing.wait + timing.ready, 49.9);
    EXPECT_GT(timing.wait, timing.ready);
    EXPECT_LT(timing.cpu, 10 * slowness);
  }
}

TEST_P(Fetching, WorksUnderTheInterpreterLock) {
  const ServerProcess upstream({"--mode", "event-loop"});
  start({"--upstream", url_of(upstream), "--gil", "process"});
  std::vector<RawConnection> connections = connect(10);
  for (RawConnection& connection : connections) connection.send(get_request("/io/fetch?ms=20"));
  for (RawConnection& connection : connections) EXPECT_EQ(connection.read_response().status, 200);
}

TEST_P(Fetching, NeedsAnUpstream) {
  start();
  const Response response = get("/io/fetch");
  EXPECT_EQ(response.status, 503);
  EXPECT_NE(message_of(response).find("--upstream"), std::string::npos) << response.body;
}

TEST_P(Fetching, GoesNowhereElse) {
  TestServer other(answering(std::string(ok_answer)));
  TestServer upstream(answering(std::string(ok_answer)));
  start({"--upstream", upstream.url("")});
  EXPECT_EQ(get("/io/fetch?url=" + other.url("/")).status, 400);
  EXPECT_EQ(get("/io/fetch?ms=" + other.url("/")).status, 400);
  EXPECT_EQ(get("/io/fetch?ms=0", "X-Forwarded-Host: " + other.url("") + "\r\n").status, 200);
  EXPECT_EQ(other.connections(), 0);
}

TEST_P(Fetching, KeepsItsConnection) {
  TestServer upstream(answering(std::string(ok_answer)));
  start_narrow({"--upstream", upstream.url("")});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(get("/io/fetch?ms=0").status, 200);
  EXPECT_EQ(upstream.connections(), 1);
}

TEST_P(Fetching, ReplacesAConnectionThatTheUpstreamHasClosed) {
  TestServer upstream([](int socket) {
    if (read_request(socket)) send_text(socket, ok_answer);
  });
  start_narrow({"--upstream", upstream.url("")});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(get("/io/fetch?ms=0").status, 200);
  EXPECT_EQ(upstream.connections(), 5);
}

TEST_P(Fetching, SaysWhenTheUpstreamCannotBeReached) {
  const std::string url = "http://127.0.0.1:" + std::to_string(free_port());
  start({"--upstream", url});
  const Response response = get("/io/fetch");
  EXPECT_EQ(response.status, 502);
  EXPECT_EQ(message_of(response), "the upstream " + url + " cannot be connected to: Connection refused");
}

TEST_P(Fetching, BadAnswersLeaveNothingBehind) {
  TestServer upstream([](int socket) {
    if (read_request(socket)) send_text(socket, "nonsense\r\n\r\n");
  });
  start_narrow({"--upstream", upstream.url("")});
  EXPECT_EQ(get("/io/fetch").status, 502);
  EXPECT_EQ(get("/ping").status, 200);
  const std::size_t before = open_descriptors(server().pid());
  for (int i = 0; i < 20; ++i) EXPECT_EQ(get("/io/fetch").status, 502);
  EXPECT_TRUE(eventually([&] { return open_descriptors(server().pid()) <= before; }))
      << before << ", then " << open_descriptors(server().pid());
}

TEST_P(Fetching, WhatWasAskedBeforeAStopIsAnswered) {
  const ServerProcess upstream({"--mode", "event-loop"});
  start({"--upstream", url_of(upstream)});
  RawConnection connection = connect();
  connection.send(get_request("/io/fetch?ms=200"));
  connection.await_read();
  server().signal(SIGTERM);
  EXPECT_EQ(connection.read_response().status, 200);
  EXPECT_EQ(server().wait_for_exit(), 0);
}

class FetchingOnLoops : public ModelTest {};
HUNDRED_AGAINST_MODELS(FetchingOnLoops, models_among({"event-loop", "hybrid"}));

TEST_P(FetchingOnLoops, HoldsNone) {
  const ServerProcess upstream({"--mode", "event-loop"});
  start({"--upstream", url_of(upstream)});
  std::vector<RawConnection> connections = connect(20);
  const auto asked = Clock::now();
  for (RawConnection& connection : connections) connection.send(get_request("/io/fetch?ms=100"));
  for (RawConnection& connection : connections) EXPECT_EQ(connection.read_response().status, 200);
  EXPECT_LT(milliseconds_since(asked), 2000) << "one at a time";
}

class FetchingAndStopping : public ModelTest {};
HUNDRED_AGAINST_MODELS(FetchingAndStopping, models_except({"single-threaded", "prefork"}));

TEST_P(FetchingAndStopping, IdleConnectionsEndWithTheRequestToStop) {
  std::atomic<int> ended = 0;
  TestServer upstream([&ended](int socket) {
    answering(std::string(ok_answer))(socket);
    ++ended;
  });
  start({"--upstream", upstream.url("")});
  EXPECT_EQ(get("/io/fetch?ms=0").status, 200);
  EXPECT_EQ(ended, 0);
  RawConnection busy = connect();
  busy.send(get_request("/io/sleep?ms=1000"));
  busy.await_read();
  server().signal(SIGTERM);
  EXPECT_TRUE(eventually([&] { return ended == 1; }));
  EXPECT_FALSE(busy.readable());
  EXPECT_EQ(busy.read_response().status, 200);
  EXPECT_EQ(server().wait_for_exit(), 0);
}

}  // namespace
}  // namespace hundred::test
