#include "server/endpoints/mandelbrot.hpp"
#include "tests/contract/model_test.hpp"
#include "tests/support/json_search.hpp"
#include "tests/support/server_timing.hpp"

namespace hundred::test {
namespace {

class Computing : public ModelTest {
 protected:
  void SetUp() override { start(); }
};
HUNDRED_AGAINST_ALL_MODELS(Computing);

TEST_P(Computing, SumsOfSquaresAreExact) {
  const Response million = get("/cpu/sum-squares?n=1000000");
  EXPECT_EQ(million.status, 200);
  EXPECT_EQ(million.json()["n"], 1000000);
  EXPECT_EQ(million.json()["result"], "333332833333500000");
  EXPECT_EQ(get("/cpu/sum-squares?n=4000000").json()["result"], "21333325333334000000");
  EXPECT_EQ(get("/cpu/sum-squares?n=5000000").json()["result"], "41666654166667500000");
}

TEST_P(Computing, SumOfSquaresHasItsDefault) { EXPECT_EQ(get("/cpu/sum-squares").json()["n"], 1000000); }

TEST_P(Computing, FactorialsAreExact) {
  EXPECT_EQ(get("/cpu/factorial?n=20").json()["result"], "2432902008176640000");
  EXPECT_EQ(
      get("/cpu/factorial?n=100&repeat=3").json()["result"],
      "9332621544394415268169923885626670049071596826438162146859296389521759999322991560894146397615651828625369792"
      "0827223758251185210916864000000000000000000000000");
}

TEST_P(Computing, SimulationsRepeatWithTheirSeed) {
  const auto first = get("/cpu/pi?samples=200000&seed=7").json();
  EXPECT_EQ(get("/cpu/pi?samples=200000&seed=7").json(), first);
  EXPECT_NE(get("/cpu/pi?samples=200000&seed=8").json(), first);
}

TEST_P(Computing, TheSimulationFindsPi) {
  bool near_pi = false;
  const nlohmann::json answer = get("/cpu/pi?samples=1000000&seed=1").json();
  for (const nlohmann::json& value : answer) {
    const double number = value.is_number()   ? value.get<double>()
                          : value.is_string() ? std::atof(value.get<std::string>().c_str())
                                              : 0;
    near_pi = near_pi || (number > 3.13 && number < 3.15);
  }
  EXPECT_TRUE(near_pi);
}

TEST_P(Computing, BurningTakesTheCpuTimeAskedFor) {
  const ServerTiming timing = server_timing(get("/cpu/burn?ms=20"));
  EXPECT_GE(timing.cpu, 19.9);
  EXPECT_LE(timing.cpu, timing.handler);
  EXPECT_LT(timing.wait, 1);
}

/// The answer of the command line: tests/unit/server/encryption_test.cpp.
TEST_P(Computing, EncryptsAsOthersDo) {
  const Response response = get("/cpu/encrypt?kb=1024&rounds=3");
  EXPECT_EQ(response.body, R"({"kb":1024,"rounds":3,"sha256":)"
                           R"("c7b4f4b3a9c168bdf9692ece50661a60a14c443048de5127198be8bbdc551051"})");
  const ServerTiming timing = server_timing(response);
  EXPECT_GT(timing.cpu, 0);
  EXPECT_EQ(timing.wait, 0);
}

TEST_P(Computing, PicturesAreTheSameInEveryMode) {
  const Response response = get("/cpu/image?width=90&height=60&iterations=100");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.header("Content-Type"), "image/png");
  EXPECT_TRUE(response.body == server::mandelbrot_png(90, 60, 100));
  const ServerTiming timing = server_timing(response);
  EXPECT_GT(timing.cpu, 0);
  EXPECT_EQ(timing.wait, 0);
}

TEST_P(Computing, IsTheSameWhateverBecomesOfTheInterpreterLock) {
  for (const char* target : {"/cpu/encrypt?kb=300&kind=", "/cpu/image?width=64&height=64&kind="}) {
    const Response bytecode = get(std::string(target) + "bytecode");
    EXPECT_EQ(bytecode.status, 200);
    for (const char* kind : {"c-hold", "c-release"})
      EXPECT_TRUE(get(std::string(target) + kind).body == bytecode.body) << target << kind;
  }
}

/// Whatever `GET /` lists and is safe to ask for answers to its defaults; endpoints that come later are tried too.
TEST_P(Computing, EveryListedEndpointAnswersItsDefaults) {
  int asked = 0;
  for (const auto& endpoint : objects_with(get("/").json(), "method", "GET")) {
    const std::string path = endpoint.at("path");
    const int expected = path == "/io/fetch" ? 503 : 200;  // no upstream was given
    const Response response = get(path);
    EXPECT_EQ(response.status, expected) << path << ": " << response.body.substr(0, 200);
    ++asked;
  }
  EXPECT_GE(asked, 12);
}

}  // namespace
}  // namespace hundred::test
