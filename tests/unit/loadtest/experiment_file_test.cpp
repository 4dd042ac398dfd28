#include "loadtest/lab/experiment_file.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <set>

#include "common/option_table.hpp"
#include "tests/unit/loadtest/run_schema.hpp"

namespace hundred::loadtest {
namespace {

using Json = nlohmann::ordered_json;
using testing::StartsWith, testing::ThrowsMessage;

/// A whole experiment, which tests spoil in one place each.
constexpr const char* good = R"(// a comment
{
  "title": "a title", "shows": ["in", "two lines"], "source": "theory", "learn": "little",
  "steps": [
    {"id": "pool", "words": "a pool", "run": ["--mode", "worker-pool", "/ping"], "repeats": 3},
    {"id": "loop", "words": "a loop", "run": ["127.0.0.1:1/ping"], "may_fail": true, "may_be_invalid": true},
    {"id": "results", "words": "asked", "ask": ["--mode", "hybrid", "--workers", "2", "/a", "/b"]}
  ],
  "expect": [
    {"says": "one", "figure": {"of": "pool", "at": "/answered_ms/all"}, "at_least": 1.5, "at_most": {"2": 4, "8": 2}},
    {"says": "two", "figure": {"of": "pool", "at": "/a", "over": {"of": "loop", "at": "/b"}}, "at_most": 3, "computes": true},
    {"says": "three", "figure": {"of": "pool", "at": "/a", "less": 5}, "at_least": 0},
    {"says": "four", "figure": {"of": "results", "at": "/answers/1/result"}, "exactly": "many"}
  ],
  "next": {"words": "try", "run": ["--mode", "single", "/ping"]}
})";

ExperimentFile parse(const Json& json) { return parse_experiment("name", json.dump(), "FILE"); }
Json good_json() { return Json::parse(good, nullptr, true, true); }

TEST(ExperimentFile, IsReadWhole) {
  const ExperimentFile file = parse_experiment("name", good, "FILE");
  EXPECT_EQ(file.name, "name");
  EXPECT_EQ(file.title, "a title");
  EXPECT_EQ(file.shows, "in two lines");
  EXPECT_EQ(file.next_arguments, (std::vector<std::string>{"--mode", "single", "/ping"}));
  ASSERT_EQ(file.steps.size(), 3U);
  EXPECT_EQ(file.steps[0].options.mode, "worker-pool");
  EXPECT_EQ(file.steps[0].options.requests, 100U);
  EXPECT_EQ(file.steps[0].repeats, 3U);
  EXPECT_FALSE(file.steps[0].may_fail || file.steps[0].may_be_invalid || file.steps[0].asks);
  EXPECT_TRUE(file.steps[1].may_fail && file.steps[1].may_be_invalid);
  EXPECT_TRUE(file.steps[2].asks);
  EXPECT_EQ(file.steps[2].options.urls, (std::vector<std::string>{"/a", "/b"}));
}

TEST(ExperimentFile, SaysWhatIsExpected) {
  const ExperimentFile file = parse_experiment("name", good, "FILE");
  ASSERT_EQ(file.expectations.size(), 4U);
  EXPECT_EQ(file.expectations[0].at_least, (Bound{{1, 1.5}}));
  EXPECT_EQ(file.expectations[0].at_most, (Bound{{2, 4}, {8, 2}}));
  EXPECT_EQ(file.expectations[0].figure.of.at.to_string(), "/answered_ms/all");
  EXPECT_FALSE(file.expectations[0].computes);
  EXPECT_TRUE(file.expectations[1].computes);
  EXPECT_EQ(file.expectations[1].figure.operation, Figure::Operation::ratio);
  EXPECT_EQ(std::get<Place>(file.expectations[1].figure.other).step, "loop");
  EXPECT_EQ(file.expectations[2].figure.operation, Figure::Operation::difference);
  EXPECT_EQ(std::get<double>(file.expectations[2].figure.other), 5);
  EXPECT_EQ(file.expectations[3].exactly, Json("many"));
}

struct Mistake {
  const char* pointer;
  Json value;
  std::string said;
};

TEST(ExperimentFile, MistakesAreNamedInOneLine) {
  for (const Mistake& mistake : std::vector<Mistake>{
           {"/titel", "x", "FILE: unknown key 'titel'; did you mean 'title'?"},
           {"/title", "", "FILE: title: \"\": must be a text that is not empty"},
           {"/title", 5, "FILE: title: 5: must be a text that is not empty"},
           {"/shows", {"a", 1}, "FILE: shows/1: 1: must be a text that is not empty"},
           {"/steps", Json::array(), "FILE: steps: []: must be an array that is not empty"},
           {"/steps/0", "run it", "FILE: steps/0: \"run it\": must be an object"},
           {"/steps/0/runs", 1, "FILE: steps/0: unknown key 'runs'; did you mean 'run'?"},
           {"/steps/0/ask", {"/x"}, "FILE: steps/0: must have one of the keys 'run' and 'ask'"},
           {"/steps/1/id", "pool", "FILE: steps/1/id: \"pool\": must be another id than those of the steps before"},
           {"/steps/0/run",
            {"/ping"},
            "FILE: steps/0/run: '/ping': is a path; add --mode worker-pool to start a server for it, or give a whole "
            "URL, "
            "such as 'http://127.0.0.1:8080/ping'"},
           {"/steps/0/run", {"--json", "127.0.0.1:1/x"}, "FILE: steps/0/run: holds --help, --version, --json, "},
           {"/steps/0/run/3", "--help",
            "FILE: steps/0/run: holds --help, --version, --json, --output or --slo, which are not for a step of an "
            "experiment"},
           {"/steps/2/ask", {"127.0.0.1:1/x"}, "FILE: steps/2/ask: must have --mode: it asks a server of its own"},
           {"/steps/0/repeats", 0, "FILE: steps/0/repeats: 0: must be a whole number from 1 to 100"},
           {"/steps/0/repeats", -1, "FILE: steps/0/repeats: -1: must be a whole number from 1 to 100"},
           {"/steps/0/may_fail", 1, "FILE: steps/0/may_fail: 1: must be true or false"},
           {"/expect/0/figure/of", "pol",
            "FILE: expect/0/figure/of: \"pol\": must be the id of a step; did you mean 'pool'?"},
           {"/expect/0/figure/at", "a/b",
            "FILE: expect/0/figure/at: \"a/b\": must be a JSON pointer, such as /latency_ms/response/mean"},
           {"/expect/1/figure/less", 1, "FILE: expect/1/figure: must have one of the keys 'over' and 'less' at most"},
           {"/expect/1/figure/over", "x", "FILE: expect/1/figure/over: \"x\": must be an object"},
           {"/expect/0/at_least", "1",
            "FILE: expect/0/at_least: \"1\": must be a number, or numbers by CPUs, such as {\"2\": 1.6}"},
           {"/expect/0/at_least",
            {{"02", 1}},
            "FILE: expect/0/at_least: {\"02\":1}: must be by numbers of CPUs from 1 to 99999, such as {\"2\": 1.6}"},
           {"/expect/0/at_least", {{"2", true}}, "FILE: expect/0/at_least/2: true: must be a number"},
           {"/expect/0/exactly", 1, "FILE: expect/0: must have 'at_least', 'at_most' or both, or else 'exactly'"},
           {"/expect/3/figure/over", 2, "FILE: expect/3: 'exactly' goes with a figure without 'over' and 'less'"},
           {"/next", {{"words", "try"}}, "FILE: next: the key 'run' is missing"}}) {
    Json json = good_json();
    json[Json::json_pointer(mistake.pointer)] = mistake.value;
    SCOPED_TRACE(mistake.pointer);
    EXPECT_THAT([&] { parse(json); }, ThrowsMessage<UsageError>(StartsWith(mistake.said)));
  }
}

TEST(ExperimentFile, NeedsEachOfItsKeys) {
  for (const char* key : {"title", "shows", "source", "steps", "expect", "learn", "next"}) {
    Json json = good_json();
    json.erase(key);
    EXPECT_THAT([&] { parse(json); }, ThrowsMessage<UsageError>("FILE: the key '" + std::string(key) + "' is missing"));
  }
}

TEST(ExperimentFile, ThatIsNoJsonIsSaidWithItsLine) {
  EXPECT_THAT([] { parse_experiment("x", "{\n\"title\": oops\n}", "FILE"); },
              ThrowsMessage<UsageError>("FILE: is not JSON: error near line 2"));
  EXPECT_THAT([] { parse_experiment("x", "[1]", "FILE"); }, ThrowsMessage<UsageError>("FILE: [1]: must be an object"));
  EXPECT_THAT([] { read_experiment("/nonexistent.json"); },
              ThrowsMessage<UsageError>("/nonexistent.json: cannot be read"));
  EXPECT_THAT([] { read_experiment("/tmp"); }, ThrowsMessage<UsageError>("/tmp: cannot be read"));
}

/// What the steps' JSON can hold at all: by the schema of runs, or as many answers as paths were asked.
void expect_exists(const ExperimentFile& file, const Place& place) {
  const auto step =
      std::find_if(file.steps.begin(), file.steps.end(), [&](const Step& s) { return s.id == place.step; });
  ASSERT_NE(step, file.steps.end());
  const std::string at = place.at.to_string();
  if (!step->asks) {
    EXPECT_TRUE(run_schema_has(place.at)) << file.name << ": " << at;
    return;
  }
  ASSERT_THAT(at, StartsWith("/answers/"));
  EXPECT_LT(std::stoul(at.substr(9)), step->options.urls.size()) << file.name << ": " << at;
}

TEST(EmbeddedExperiments, RunAndReferToFiguresThatExist) {
  std::set<std::string_view> names;
  for (const EmbeddedExperiment& embedded : embedded_experiments()) {
    EXPECT_TRUE(names.insert(embedded.name).second);
    const std::string name(embedded.name);
    const ExperimentFile file = parse_experiment(name, embedded.text, name);
    for (const Expectation& expectation : file.expectations) {
      expect_exists(file, expectation.figure.of);
      if (const auto* place = std::get_if<Place>(&expectation.figure.other); place != nullptr)
        expect_exists(file, *place);
    }
  }
  EXPECT_EQ(names.size(), 8U);
}

TEST(EmbeddedExperiments, AreTheFilesOfTheFolder) {
  for (const EmbeddedExperiment& embedded : embedded_experiments()) {
    std::ifstream file(std::string(EXPERIMENTS_DIR) + "/" + std::string(embedded.name) + ".json");
    EXPECT_EQ(embedded.text, std::string(std::istreambuf_iterator<char>(file), {})) << embedded.name;
  }
}

TEST(RunSchema, KnowsWhatARunHas) {
  EXPECT_TRUE(run_schema_has(Json::json_pointer("/latency_ms/response/mean")));
  EXPECT_TRUE(run_schema_has(Json::json_pointer("/bystander/response_ms/p99")));
  EXPECT_FALSE(run_schema_has(Json::json_pointer("/latency_ms/response/meen")));
  EXPECT_FALSE(run_schema_has(Json::json_pointer("/answered_ms/all/more")));
}

}  // namespace
}  // namespace hundred::loadtest
