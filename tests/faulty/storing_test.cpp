#include "tests/faulty/faulty_test.hpp"

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
};
HUNDRED_AGAINST_ALL_MODELS(FailingFiles);

TEST_P(FailingFiles, OutOfDescriptorsAClientIsAskedBack) {
  const Switch full;
  start_with("mkostemp=EMFILE@" + full.file());
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
  for (const char* fault : {"mkostemp=ENOSPC", "write=ENOSPC/2"}) {
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
}

}  // namespace
}  // namespace hundred::test
