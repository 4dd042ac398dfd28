#include <fmt/format.h>

#include "tests/faulty/faulty_test.hpp"
#include "tests/support/process_facts.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/temporary_folder.hpp"

namespace hundred::test {
namespace {

const std::string large(200'000, 's');

/// Bodies that are too large for memory go to a file, if there is one to be had.
class FailingFiles : public FaultyTest {
 protected:
  void expect_others_are_served() const {
    EXPECT_EQ(post("/echo", "small").body, "small");
    EXPECT_EQ(get("/cpu/factorial?n=5").json()["result"], "120");
  }
  /// Whether /io/file gives back what it wrote.
  void expect_files_work() const {
    EXPECT_EQ(get("/io/file?kb=200").json()["sha256"], sha256(get("/io/download?kb=200").body));
  }
};
HUNDRED_AGAINST_ALL_MODELS(FailingFiles);

TEST_P(FailingFiles, OutOfDescriptorsAClientIsAskedBack) {
  const Switch full;
  start_with("open=EMFILE@" + full.file());
  full.on();
  for (int i = 0; i < 3; ++i) {
    const Response response = post("/io/upload", large);
    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(response.header("Retry-After"), "1");
    EXPECT_TRUE(response.says_close());
  }
  expect_others_are_served();
  full.off();
  EXPECT_EQ(post("/io/upload", large).json()["length"], large.size());
  expect_counted("/shed/out_of_descriptors"_json_pointer, 3);
}

TEST_P(FailingFiles, AFullDiskIsNamed) {
  for (const char* fault : {"open=ENOSPC", "write=ENOSPC/2"}) {
    start_with(fault, {"--workers", "1"});
    EXPECT_EQ(post("/io/upload", large).status, 507) << fault;
    expect_others_are_served();
  }
}

TEST_P(FailingFiles, ABodyThatCannotBeReadBackIsAFailure) {
  start_with("pread=EIO");
  EXPECT_EQ(post("/io/upload", large).status, 500);
  expect_counted("/failed"_json_pointer, 1);
  RawConnection connection = connect();
  connection.send(post_request("/echo", large));
  EXPECT_EQ(connection.read_head().status, 200);
  EXPECT_NE(connection.await_ending(), Ending::still_open);
  expect_counted("/failed"_json_pointer, 2);
  expect_others_are_served();
}

TEST_P(FailingFiles, ShortAndInterruptedReadsAndWritesLoseNothing) {
  start_with("pread=short,pread=EINTR/3,write=short,write=EINTR/5");
  EXPECT_TRUE(post("/echo", large).body == large);
  EXPECT_EQ(post("/io/upload", large).json()["length"], large.size());
  expect_files_work();
}

TEST_P(FailingFiles, WhereEveryFileHasANameItLosesItAtOnce) {
  const TemporaryFolder folder;
  start_with("open=EOPNOTSUPP", {"--data-dir", folder.path()});
  EXPECT_TRUE(post("/echo", large).body == large);
  expect_files_work();
  EXPECT_TRUE(folder.is_empty());
  EXPECT_GT(times_said("fault: open=EOPNOTSUPP"), 0U);
}

TEST_P(FailingFiles, AFileThatCannotBeKeptSaysWhyAndLeavesNothing) {
  const Switch broken;
  const std::pair<const char*, int> cases[] = {{"open=EMFILE", 503},  {"open=ENOSPC", 507}, {"write=ENOSPC", 507},
                                               {"fsync=ENOSPC", 507}, {"fsync=EIO", 500},   {"pread=EIO", 500}};
  for (const auto& [fault, status] : cases) {
    SCOPED_TRACE(fault);
    const TemporaryFolder folder;
    start_with(fmt::format("{}@{}", fault, broken.file()), {"--data-dir", folder.path(), "--workers", "1"});
    expect_others_are_served();
    const std::size_t before = family_descriptors(server().pid());
    broken.on();
    for (int i = 0; i < 3; ++i) {
      const Response response = get("/io/file");
      EXPECT_EQ(response.status, status) << response.body;
      EXPECT_EQ(response.has("Retry-After"), status == 503);
    }
    broken.off();
    expect_files_work();
    EXPECT_TRUE(folder.is_empty());
    EXPECT_TRUE(eventually([&] { return family_descriptors(server().pid()) <= before; }))
        << family_descriptors(server().pid()) << " instead of " << before;
    expect_counted("/failed"_json_pointer, status == 500 ? 3 : 0);
  }
}

}  // namespace
}  // namespace hundred::test
