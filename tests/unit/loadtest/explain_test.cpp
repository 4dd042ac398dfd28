// --explain, as it is typed.
#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "loadtest/cli.hpp"
#include "tests/support/test_server.hpp"

namespace hundred::loadtest {
namespace {

using testing::HasSubstr, testing::Not;

struct Result {
  int code;
  std::string out, err;
};

Result hundred_load(const std::vector<std::string>& arguments) {
  std::ostringstream out, err;
  Terminal terminal{out, err};
  const int code = run_program(arguments, terminal);
  return {code, out.str(), err.str()};
}

class Explain : public testing::Test {
 protected:
  void SetUp() override {
    hundred_load({server_.url(), "-c", "3", "-o", stem_ + ".json", "--explain", "-o", stem_ + ".txt"});
  }
  void TearDown() override {
    for (const char* ending : {".json", ".txt"}) std::remove((stem_ + ending).c_str());
  }

  const test::TestServer server_{test::answering(std::string(test::ok_answer))};
  const std::string stem_ = testing::TempDir() + "explain_test." + std::to_string(getpid());
};

TEST_F(Explain, SaysHowToReadARun) {
  const std::string explanation = "  | p50 is the median";
  EXPECT_THAT(hundred_load({server_.url(), "-c", "3"}).out, Not(HasSubstr(explanation)));
  EXPECT_THAT(hundred_load({server_.url(), "-c", "3", "--explain"}).out, HasSubstr(explanation));
  EXPECT_THAT(hundred_load({"report", stem_ + ".json"}).out, Not(HasSubstr(explanation)));
  const Result saved = hundred_load({"report", "--explain", stem_ + ".json"});
  EXPECT_EQ(saved.code, 0);
  EXPECT_THAT(saved.out, HasSubstr(explanation));
  std::ifstream text(stem_ + ".txt");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(text), {}), saved.out) << "a file has what is printed";
}

TEST_F(Explain, IsOfOneRun) {
  const Result several = hundred_load({"report", "--explain", stem_ + ".json", stem_ + ".json"});
  EXPECT_EQ(several.code, 2);
  EXPECT_THAT(several.err, HasSubstr("--explain: is of one run, not of 2 FILEs"));
  EXPECT_EQ(hundred_load({"compare", "--explain"}).code, 2);
}

}  // namespace
}  // namespace hundred::loadtest
