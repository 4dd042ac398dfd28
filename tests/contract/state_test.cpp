#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "tests/contract/model_test.hpp"
#include "tests/support/server_timing.hpp"

namespace hundred::test {
namespace {

constexpr std::size_t users = 40;

/// Many ask at once. What a process keeps in its memory is asked for on each of their connections, so that in prefork
/// each process tells of its own.
class State : public ModelTest {
 protected:
  /// With four workers, but one loop.
  void SetUp() override { start(mode() == "event-loop" ? Arguments{} : Arguments{"--workers", "4"}); }

  bool several_processes() const { return mode() == "prefork"; }

  /// All ask at the same time. @returns their answers.
  std::vector<Response> post_at_once(const std::string& target) {
    if (connections_.empty()) connections_ = connect_and_ask(users);
    for (RawConnection& connection : connections_) connection.send(post_request(target, ""));
    std::vector<Response> answers;
    for (RawConnection& connection : connections_) answers.push_back(connection.read_response());
    return answers;
  }

  /// The updates that a counter has: the sum over the processes of what each has in its memory.
  std::uint64_t counted(const std::string& sync) {
    std::map<std::string, std::uint64_t> by_process;
    for (RawConnection& connection : connections_) {
      connection.send(get_request("/state/counter"));
      const Response response = connection.read_response();
      const std::string process = several_processes() && sync != "database" ? server_timing(response).worker : "";
      by_process[process] = response.json().at(sync).get<std::uint64_t>();
    }
    std::uint64_t sum = 0;
    for (const auto& [process, count] : by_process) sum += count;
    return sum;
  }

  /// How many updates a burst loses.
  std::uint64_t lost(const std::string& sync, const std::string& window) {
    if (connections_.empty()) connections_ = connect_and_ask(users);
    const std::uint64_t before = counted(sync);
    for (const Response& answer : post_at_once(fmt::format("/state/counter?sync={}&window={}", sync, window)))
      if (answer.status != 200) throw std::runtime_error(answer.body);
    return users - (counted(sync) - before);
  }

  /// How many of those who register a new name at once are told that they did.
  std::ptrdiff_t registered(const std::string& how) {
    const std::string name = "bob" + std::to_string(++names_);
    const std::vector<Response> answers = post_at_once(fmt::format("/state/register?user={}&how={}", name, how));
    for (const Response& answer : answers) {
      if (answer.status != 200 && answer.status != 201) throw std::runtime_error(answer.body);
      EXPECT_EQ(answer.json(), nlohmann::json({{"user", name}, {"created", answer.status == 201}}));
    }
    return std::count_if(answers.begin(), answers.end(), [](const Response& r) { return r.status == 201; });
  }

  std::vector<RawConnection> connections_;
  int names_ = 0;
};
HUNDRED_AGAINST_ALL_MODELS(State);

TEST_P(State, CountersAreKeptFromRequestToRequest) {
  RawConnection connection = connect();
  const auto ask = [&connection](const std::string& request) {
    connection.send(request);
    return connection.read_response().json();
  };
  const nlohmann::json before = ask(get_request("/state/counter"));
  for (const std::string sync : {"none", "mutex", "atomic", "database"}) {
    const std::uint64_t count = before.at(sync).get<std::uint64_t>();
    for (std::uint64_t i = 1; i <= 3; ++i)
      EXPECT_EQ(ask(post_request("/state/counter?window=none&sync=" + sync, "")),
                nlohmann::json({{"sync", sync}, {"value", count + i}}));
    EXPECT_EQ(ask(get_request("/state/counter")).at(sync), count + 3);
  }
}

TEST_P(State, WhatIsGuardedLosesNothing) {
  for (const char* sync : {"mutex", "atomic", "database"})
    for (const char* window : {"compute", "wait", "none"}) EXPECT_EQ(lost(sync, window), 0U) << sync << ", " << window;
}

TEST_P(State, AConstraintRegistersANameOnce) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(registered("unique"), 1);
}

TEST_P(State, ParametersAreChecked) {
  EXPECT_EQ(post("/state/counter?sync=luck", "").status, 400);
  EXPECT_EQ(post("/state/counter?window=open", "").status, 400);
  EXPECT_EQ(post("/state/register?user=a%20b", "").status, 400);
  EXPECT_EQ(post("/state/register?how=quickly", "").status, 400);
  EXPECT_EQ(get("/state/register").status, 405);
}

class StateServedInTurn : public State {};
HUNDRED_AGAINST_MODELS(StateServedInTurn, models_among({"single-threaded", "prefork"}));

TEST_P(StateServedInTurn, NothingIsLostInsideAProcess) {
  for (const char* window : {"compute", "wait"}) EXPECT_EQ(lost("none", window), 0U) << window;
}

class StateComputedAtOnce : public State {};
HUNDRED_AGAINST_MODELS(StateComputedAtOnce, models_among({"thread-per-request", "worker-pool", "hybrid"}));

TEST_P(StateComputedAtOnce, LosesUpdates) {
  EXPECT_TRUE(eventually([this] { return lost("none", "compute") > 0; }));
}

class StateWaitedForAtOnce : public State {};
HUNDRED_AGAINST_MODELS(StateWaitedForAtOnce, models_except({"single-threaded", "prefork"}));

TEST_P(StateWaitedForAtOnce, LosesUpdates) {
  EXPECT_TRUE(eventually([this] { return lost("none", "wait") > 0; }));
}

class StateOnALoop : public State {};
HUNDRED_AGAINST_MODELS(StateOnALoop, models_among({"event-loop"}));

TEST_P(StateOnALoop, LosesNothing) { EXPECT_EQ(lost("none", "compute"), 0U); }

class StateInOneMemory : public State {};
HUNDRED_AGAINST_MODELS(StateInOneMemory, models_except({"prefork"}));

TEST_P(StateInOneMemory, ALockRegistersANameOnce) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(registered("locked"), 1);
}

class StateInterleaved : public State {};
HUNDRED_AGAINST_MODELS(StateInterleaved, models_except({"single-threaded"}));

TEST_P(StateInterleaved, CheckingFirstRegistersANameTwice) {
  EXPECT_TRUE(eventually([this] { return registered("check-then-insert") > 1; }));
}

class StateInProcesses : public State {};
HUNDRED_AGAINST_MODELS(StateInProcesses, models_among({"prefork"}));

TEST_P(StateInProcesses, ALockOfOneIsNoneToTheOthers) {
  EXPECT_TRUE(eventually([this] { return registered("locked") > 1; }));
}

}  // namespace
}  // namespace hundred::test
