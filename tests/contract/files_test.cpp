#include <csignal>

#include "tests/contract/model_test.hpp"
#include "tests/support/process_facts.hpp"
#include "tests/support/server_timing.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/temporary_folder.hpp"

namespace hundred::test {
namespace {

class Files : public ModelTest {
 protected:
  void SetUp() override { start({"--data-dir", folder_.path()}); }

  const TemporaryFolder folder_;
};
HUNDRED_AGAINST_ALL_MODELS(Files);

TEST_P(Files, AreReadAsTheyWereWritten) {
  for (const int kb : {1, 64, 100}) {
    const std::string content = get("/io/download?kb=" + std::to_string(kb)).body;
    const Response response = get("/io/file?kb=" + std::to_string(kb));
    ASSERT_EQ(response.status, 200) << response.body;
    EXPECT_EQ(response.json()["length"], kb * 1024);
    EXPECT_EQ(response.json()["sha256"], sha256(content));
  }
}

TEST_P(Files, TakeWaitingOnly) {
  const ServerTiming timing = server_timing(get("/io/file?kb=1024"));
  EXPECT_GT(timing.wait, 0);
  EXPECT_EQ(timing.cpu, 0);
  EXPECT_EQ(timing.pool > 0, mode() == "event-loop" || mode() == "hybrid");
}

TEST_P(Files, OfManyUsersAreNotMixedUpAndLeaveNothing) {
  const std::string large = get("/io/file?kb=300").body, small = get("/io/file?kb=3").body;
  std::vector<RawConnection> connections = connect_and_ask(40);
  const std::size_t descriptors = family_descriptors(server().pid());
  for (std::size_t i = 0; i < connections.size(); ++i)
    connections[i].send(get_request(i % 2 == 0 ? "/io/file?kb=300" : "/io/file?kb=3"));
  for (std::size_t i = 0; i < connections.size(); ++i)
    EXPECT_EQ(connections[i].read_response().body, i % 2 == 0 ? large : small);
  EXPECT_TRUE(folder_.is_empty());
  EXPECT_TRUE(eventually([&] { return family_descriptors(server().pid()) <= descriptors; }))
      << family_descriptors(server().pid()) << " instead of " << descriptors;
}

TEST_P(Files, OfAnySizeTakeConstantMemory) {
  get("/io/file?kb=1");
  const std::uint64_t before = peak_memory(server().pid());
  EXPECT_EQ(get("/io/file?kb=102400").json()["length"], 104'857'600);
  if (!sanitized) {
    EXPECT_LT(peak_memory(server().pid()) - before, 30U << 20);
  }
}

TEST_P(Files, AFolderThatIsGoneIsAFailureThatTheLogExplains) {
  std::filesystem::remove(folder_.path());
  EXPECT_EQ(get("/io/file").status, 500);
  EXPECT_NE(server().errors().find("/io/file: the handler failed: a file in --data-dir cannot be made: No such file"),
            std::string::npos)
      << server().errors();
  std::filesystem::create_directory(folder_.path());
  EXPECT_EQ(get("/io/file").status, 200);
}

class FilesOfAKilledServer : public ModelTest {};
HUNDRED_AGAINST_ALL_MODELS(FilesOfAKilledServer);

TEST_P(FilesOfAKilledServer, AreGone) {
  const TemporaryFolder folder;
  start({"--data-dir", folder.path()});
  std::vector<RawConnection> connections = connect(4);
  for (RawConnection& connection : connections) connection.send(get_request("/io/file?kb=50000"));
  const auto has_data = [this] { return cpu_time(server().pid()) > Milliseconds(20); };
  EXPECT_TRUE(eventually(has_data)) << "nothing was written";
  EXPECT_EQ(server().stop(SIGKILL), 128 + SIGKILL);
  EXPECT_TRUE(folder.is_empty());
}

/// What blocks in the file system holds up nobody on the loop.
class FilesBesideOthers : public ModelTest {};
HUNDRED_AGAINST_MODELS(FilesBesideOthers, models_among({"event-loop", "hybrid"}));

TEST_P(FilesBesideOthers, HoldNoLoop) {
  start({"--workers", "1"});
  RawConnection writer = connect();
  writer.send(get_request("/io/file?kb=100000"));
  int answers = 0;
  while (!writer.readable() && get("/ping").status == 200) ++answers;
  EXPECT_GT(answers, 3);
  EXPECT_EQ(writer.read_response().status, 200);
}

}  // namespace
}  // namespace hundred::test
