#include "tests/support/server_timing.hpp"

#include <algorithm>
#include <map>

#include "tests/contract/model_test.hpp"

namespace hundred::test {
namespace {

class Timing : public ModelTest {
 protected:
  static void expect_parts_make_the_whole(const ServerTiming& timing) {
    // The CPU clock and the wall clock are read one after the other: what lies between may be the thread's pause.
    EXPECT_NEAR(timing.parts(), timing.handler, 1 + timing.handler * 0.02);
  }
};
HUNDRED_AGAINST_ALL_MODELS(Timing);

TEST_P(Timing, EveryAnswerSaysIt) {
  start();
  RawConnection connection = connect();
  for (const char* target :
       {"/ping", "/nowhere", "/io/sleep?ms=1", "/io/sleep?ms=x", "/io/download?kb=300", "/", "/stats"}) {
    connection.send(get_request(target));
    EXPECT_NO_THROW(server_timing(connection.read_response())) << target;
  }
  connection.send(request("DELETE", "/ping") + request("HEAD", "/ping"));
  EXPECT_NO_THROW(server_timing(connection.read_response())) << "405";
  EXPECT_NO_THROW(server_timing(connection.read_response(true))) << "HEAD";
}

TEST_P(Timing, ThePartsMakeTheHandlersTime) {
  start();
  for (const char* target : {"/ping", "/io/sleep?ms=20", "/cpu/burn?ms=20", "/mixed?cpu_ms=5&io_ms=10&rounds=2"}) {
    SCOPED_TRACE(target);
    expect_parts_make_the_whole(server_timing(get(target)));
  }
}

TEST_P(Timing, ThePartsMakeTheHandlersTimeUnderLoad) {
  start();
  std::vector<RawConnection> connections = connect(10);
  for (RawConnection& connection : connections) connection.send(get_request("/mixed?cpu_ms=5&io_ms=10"));
  for (RawConnection& connection : connections) expect_parts_make_the_whole(server_timing(connection.read_response()));
}

TEST_P(Timing, AnUploadIsHashedByComputingAndOnlyReadFromAFileByWaiting) {
  start();
  const ServerTiming in_memory = server_timing(post("/io/upload", std::string(64'000, 'u')));
  EXPECT_EQ(in_memory.wait, 0);
  EXPECT_GT(in_memory.cpu, 0);
  const ServerTiming in_a_file = server_timing(post("/io/upload", std::string(1'000'000, 'u')));
  EXPECT_GT(in_a_file.wait, 0);
  EXPECT_GT(in_a_file.cpu, 0);
}

TEST_P(Timing, TheClientSeesNoLessThanTheServer) {
  start();
  const auto asked = Clock::now();
  const ServerTiming timing = server_timing(get("/io/sleep?ms=30"));
  const double seen = milliseconds_since(asked);
  EXPECT_LE(timing.queue + timing.handler, seen + 1);
}

TEST_P(Timing, WithoutALoadNobodyQueues) {
  start();
  RawConnection connection = connect();
  double least = 1e9;
  for (int i = 0; i < 20; ++i) {
    const auto asked = Clock::now();
    connection.send(get_request("/ping"));
    const double queue = server_timing(connection.read_response()).queue;
    EXPECT_LE(queue, milliseconds_since(asked) + 1);
    least = std::min(least, queue);
  }
  EXPECT_LT(least, 5 * slowness);
}

TEST_P(Timing, ItCanBeTurnedOff) {
  start({"--server-timing", "off"});
  for (const char* target : {"/ping", "/nowhere", "/io/sleep?ms=1"})
    EXPECT_FALSE(get(target).has("Server-Timing")) << target;
}

TEST_P(Timing, WorkersAreNamedAfterWhatTheyAre) {
  static const std::map<std::string, char> letters{{"single-threaded", 's'}, {"thread-per-request", 't'},
                                                   {"worker-pool", 'w'},     {"event-loop", 'l'},
                                                   {"hybrid", 'l'},          {"prefork", 'p'}};
  start();
  EXPECT_EQ(server_timing(get("/ping")).worker[0], letters.at(mode()));
}

}  // namespace
}  // namespace hundred::test
