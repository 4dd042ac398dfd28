#include <gmock/gmock.h>
#include <sched.h>

#include "tests/contract/model_test.hpp"
#include "tests/support/json_search.hpp"
#include "tests/support/process_facts.hpp"
#include "tests/support/server_timing.hpp"

namespace hundred::test {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;

class Operations : public ModelTest {
 protected:
  std::uint64_t served() const {
    std::uint64_t sum = 0;
    const Json stats = get("/stats").json();
    for (const Json& count : stats["served"]) sum += count.get<std::uint64_t>();
    return sum;
  }
};
HUNDRED_AGAINST_ALL_MODELS(Operations);

TEST_P(Operations, TheReadyLineSaysWhatRuns) {
  start();
  const Ready ready = parse_ready_line(server().ready_line());
  EXPECT_EQ(ready.mode, mode());
  EXPECT_EQ(ready.host, "127.0.0.1");
  EXPECT_EQ(ready.pid, server().pid());
}

TEST_P(Operations, ItIsAliveAndReady) {
  start();
  EXPECT_EQ(get("/healthz").status, 200);
  EXPECT_EQ(get("/readyz").status, 200);
}

TEST_P(Operations, StatsHaveTheirKeys) {
  start();
  const Json stats = get("/stats").json();
  EXPECT_EQ(stats.at("mode"), mode());
  for (const char* key : {"processes", "workers", "dropped", "failed", "idle_bytes_per_connection"})
    EXPECT_TRUE(stats.at(key).is_number_unsigned()) << key << " in " << stats;
  EXPECT_GE(stats["processes"], 1);
  for (const char* key : {"open", "idle"}) EXPECT_TRUE(stats.at("connections").at(key).is_number_unsigned()) << stats;
  for (const char* key : {"voluntary", "involuntary"})
    EXPECT_TRUE(stats.at("context_switches").at(key).is_number_unsigned()) << stats;
  for (const char* key : {"length", "peak"}) EXPECT_TRUE(stats.at("queue").at(key).is_number_unsigned()) << stats;
  EXPECT_TRUE(stats.at("served").is_object()) << stats;
  EXPECT_TRUE(stats.at("shed").is_object()) << stats;
}

TEST_P(Operations, StatsCountRequestsByWorker) {
  start();
  RawConnection connection = connect();
  std::string worker;
  for (int i = 0; i < 50; ++i) {
    connection.send(get_request("/ping"));
    worker = server_timing(connection.read_response()).worker;
  }
  EXPECT_TRUE(eventually([this] { return served() >= 50; })) << get("/stats").body;
  if (mode() != "thread-per-request") {  // where each thread serves one
    EXPECT_TRUE(eventually([&] { return get("/stats").json()["served"].contains(worker); }))
        << get("/stats").body << " lacks " << worker;
  }
}

TEST_P(Operations, StatsCountConnections) {
  start();
  std::vector<RawConnection> connections = connect_and_ask(5);
  const auto counted = [this](std::size_t open, std::size_t idle) {
    const Json now = get("/stats").json()["connections"];
    return now["open"] == open && now["idle"] == idle;
  };
  EXPECT_TRUE(eventually([&] { return counted(6, 5); })) << get("/stats").body;
  connections.clear();
  EXPECT_TRUE(eventually([&] { return counted(1, 0); })) << get("/stats").body;
}

TEST_P(Operations, StatsCountContextSwitches) {
  start();
  const auto switches = [this](const char* key) { return get("/stats").json()["context_switches"][key].get<int>(); };
  const int voluntary = switches("voluntary"), involuntary = switches("involuntary");
  constexpr int requests = 20;
  for (int i = 0; i < requests; ++i) EXPECT_EQ(get("/io/sleep?ms=1").status, 200);
  EXPECT_GE(switches("voluntary"), voluntary + requests) << "each has waited, whatever has become of its thread";
  EXPECT_GE(switches("involuntary"), involuntary);
}

class EndedProcesses : public ModelTest {};
HUNDRED_AGAINST_MODELS(EndedProcesses, models_among({"prefork"}));

TEST_P(EndedProcesses, StillCountInContextSwitches) {
  start({"--workers", "2"});
  const auto switches = [this] { return get("/stats").json()["context_switches"]["voluntary"].get<int>(); };
  constexpr int requests = 50;
  for (int i = 0; i < requests; ++i) get("/io/sleep?ms=1");
  const int before = switches();
  EXPECT_GE(before, requests);
  for (const pid_t victim : children_of(server().pid())) EXPECT_TRUE(replaced_when_killed(server().pid(), victim));
  EXPECT_GE(switches(), before);
}

class WorkersByCpu : public ModelTest {};
HUNDRED_AGAINST_MODELS(WorkersByCpu, models_among({"hybrid"}));

TEST_P(WorkersByCpu, AreAsManyAsAtTheStart) {
  start();
  cpu_set_t one;
  ASSERT_EQ(::sched_getaffinity(0, sizeof one, &one), 0);
  for (int cpu = 0; CPU_COUNT(&one) > 1; ++cpu) CPU_CLR(cpu, &one);
  ASSERT_EQ(::sched_setaffinity(server().pid(), sizeof one, &one), 0);
  const std::string workers = parse_ready_line(server().ready_line()).workers;
  EXPECT_EQ(get("/stats").json()["workers"].dump(), workers);
  EXPECT_THAT(get("/metrics").body, HasSubstr("hundred_workers{mode=\"hybrid\"} " + workers + "\n"));
}

TEST_P(Operations, TheRootListsTheEndpoints) {
  start();
  const Response response = get("/", "Accept: application/json\r\n");
  EXPECT_THAT(response.header("Content-Type"), HasSubstr("application/json"));
  const Json list = response.json();
  for (const char* path :
       {"/ping", "/cpu/sum-squares", "/cpu/factorial", "/cpu/pi", "/cpu/burn", "/io/sleep", "/io/download",
        "/io/upload", "/echo", "/mixed", "/timeline", "/healthz", "/readyz", "/stats", "/metrics"})
    EXPECT_TRUE(holds_value(list, path)) << path;
  EXPECT_EQ(get("/", "Accept: */*\r\n").json(), list);
}

TEST_P(Operations, TheRootIsAPageForBrowsers) {
  start();
  const Response page = get("/", "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n");
  EXPECT_THAT(page.header("Content-Type"), HasSubstr("text/html"));
  for (const char* part : {"href=\"/io/sleep?ms=100\"", "<form method=\"get\" action=\"/io/sleep\">",
                           "name=\"ms\" value=\"100\" min=\"0\" max=\"60000\""})
    EXPECT_THAT(page.body, HasSubstr(part));
  EXPECT_THAT(get("/", "Accept: text/html;q=0.5, application/json\r\n").header("Content-Type"), HasSubstr("json"));
}

}  // namespace
}  // namespace hundred::test
