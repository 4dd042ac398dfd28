#include "loadtest/lab/race.hpp"

#include <gmock/gmock.h>

#include "loadtest/modes.hpp"
#include "tests/unit/loadtest/golden.hpp"

namespace hundred::loadtest {
namespace {

using testing::AllOf, testing::Each, testing::ElementsAre, testing::HasSubstr, testing::IsEmpty, testing::Not,
    testing::Property;

/// As it comes out where everything is as theory has it: harm at the first burst.
RaceRun good_run() {
  RaceRun run;
  for (const Sharing& sharing : sharings()) {
    ModeRaces mode{std::string(sharing.mode), sharing.processes ? 8U : 1U, {}};
    for (const Race& race : races()) {
      const bool harmed = race.harms(sharing);
      const std::uint64_t counters = race.counter == "database" ? 1 : mode.processes;
      mode.results.push_back({harmed ? 1U : 3U, harmed ? 42 : 0, race.counter.empty() ? 0 : counters, 0});
    }
    run.modes.push_back(mode);
  }
  return run;
}

ModeRaces& mode_of(RaceRun& run, std::string_view name) {
  return *std::find_if(run.modes.begin(), run.modes.end(), [&](const ModeRaces& mode) { return mode.mode == name; });
}

/// What a run shows of a race in a mode.
RaceResult& result_of(RaceRun& run, std::string_view mode, std::string_view race) {
  const auto found = std::find_if(races().begin(), races().end(), [&](const Race& r) { return r.id == race; });
  return mode_of(run, mode).results.at(static_cast<std::size_t>(found - races().begin()));
}

/// The only check that does not hold.
RaceCheck broken_check(const RaceRun& run) {
  std::vector<RaceCheck> broken = checks_of(run);
  std::erase_if(broken, [](const RaceCheck& check) { return check.holds(); });
  EXPECT_EQ(broken.size(), 1U);
  EXPECT_FALSE(as_expected(run));
  return broken.empty() ? RaceCheck() : broken.front();
}

TEST(Races, AreRunInAllModes) {
  std::vector<std::string_view> names, of_all_modes;
  for (const Sharing& sharing : sharings()) names.push_back(sharing.mode);
  for (const ModeRow& mode : modes()) of_all_modes.push_back(mode.name);
  EXPECT_EQ(names, of_all_modes);
}

TEST(Races, ThatComeOutAsTheyMustSatisfyAllChecks) {
  const RaceRun run = good_run();
  EXPECT_TRUE(as_expected(run));
  EXPECT_THAT(checks_of(run), Each(Property(&RaceCheck::holds, true)));
  EXPECT_THAT(complaints_of(run), IsEmpty());
}

TEST(Races, DoHarmOnlyWhereRequestsComeInBetween) {
  std::vector<std::string> where;
  for (const RaceCheck& check : checks_of(good_run())) where.push_back(check.expected);
  EXPECT_THAT(where, ElementsAre("in thread-per-request, worker-pool and hybrid",
                                 "in thread-per-request, worker-pool, event-loop and hybrid", "nowhere", "nowhere",
                                 "in thread-per-request, worker-pool, event-loop, hybrid and prefork", "in prefork",
                                 "nowhere", "8 in prefork's memory, 1 elsewhere"));
}

TEST(Races, ThatLoseWhatTheyMustNotAreNamed) {
  RaceRun run = good_run();
  result_of(run, "worker-pool", "sync=mutex window=wait").worst = 1;
  const RaceCheck check = broken_check(run);
  EXPECT_THAT(check.says, HasSubstr("mutex"));
  EXPECT_EQ(check.found, "in worker-pool");
  EXPECT_EQ(check.expected, "nowhere");
}

TEST(Races, ThatCountTooMuchAreNamedToo) {
  RaceRun run = good_run();
  result_of(run, "event-loop", "sync=database window=wait").worst = -1;
  EXPECT_EQ(broken_check(run).found, "in event-loop");
}

TEST(Races, ThatLoseNothingWhereTheyMustAreNamed) {
  RaceRun run = good_run();
  result_of(run, "hybrid", "sync=none window=compute").worst = 0;
  EXPECT_EQ(broken_check(run).found, "in thread-per-request and worker-pool");
}

TEST(Races, NeedACounterForEachProcessAndOneInTheDatabase) {
  RaceRun run = good_run();
  for (RaceResult& result : mode_of(run, "prefork").results)
    result.counters = std::min<std::uint64_t>(result.counters, 1);
  EXPECT_EQ(broken_check(run).found, "1 everywhere");
  run = good_run();
  result_of(run, "prefork", "sync=database window=wait").counters = 8;
  EXPECT_EQ(broken_check(run).found, "8 in prefork's memory, 8 in prefork's database, 1 elsewhere");
}

TEST(Races, MustHaveOnlyGoodAnswers) {
  RaceRun run = good_run();
  result_of(run, "prefork", "how=unique").failed = 7;
  EXPECT_FALSE(as_expected(run));
  EXPECT_THAT(complaints_of(run), ElementsAre("prefork, how=unique: 7 of 300 requests had no good answer"));
}

TEST(Races, AreNotAsExpectedIfTheyWereBrokenOff) {
  RaceRun run = good_run();
  run.interrupted = true;
  EXPECT_FALSE(as_expected(run));
}

TEST(Readings, AreAddedUpOverProcesses) {
  const Counted found = counted({{"p0", 10}, {"p1", 5}, {"p2", 3}}, {{"p0", 40}, {"p1", 75}, {"p2", 3}}, true);
  EXPECT_EQ(found.updates, 100U);
  EXPECT_EQ(found.counters, 2U) << "one has counted nothing";
}

TEST(Readings, OfTheDatabaseAreOfOneCounter) {
  const Counted found = counted({{"p0", 10}, {"p1", 10}}, {{"p0", 110}, {"p1", 110}}, false);
  EXPECT_EQ(found.updates, 100U);
  EXPECT_EQ(found.counters, 1U);
  EXPECT_EQ(counted({{"p0", 0}, {"p1", 0}}, {{"p0", 40}, {"p1", 60}}, false).counters, 2U);
}

TEST(RaceText, TellsOfAllModes) { expect_golden(to_text(good_run(), Style(false)), "lab-race.txt"); }

TEST(RaceText, SaysWhatIsNotAsExpected) {
  RaceRun run = good_run();
  result_of(run, "hybrid", "sync=none window=compute").worst = 0;
  result_of(run, "prefork", "how=unique").failed = 7;
  EXPECT_THAT(to_text(run, Style(false)),
              AllOf(HasSubstr("\n  NOT as expected  Nothing guards"),
                    HasSubstr(" updates lost: in thread-per-request and worker-pool; expected\n"),
                    HasSubstr("\n  NOT as expected  prefork, how=unique: 7 of 300 requests")));
}

TEST(RaceText, SaysThatItWasInterrupted) {
  RaceRun run = good_run();
  run.modes.resize(2);
  run.interrupted = true;
  EXPECT_THAT(to_text(run, Style(false)),
              AllOf(HasSubstr("\nInterrupted: 2 of 6 modes are done.\n"), Not(HasSubstr("expected"))));
}

TEST(RaceJson, HasWhatWasFound) {
  const nlohmann::ordered_json json = to_json(good_run());
  EXPECT_EQ(json["schema"], "hundred.lab/1");
  EXPECT_EQ(json["experiment"], "race");
  EXPECT_EQ(json["as_expected"], true);
  ASSERT_EQ(json["modes"].size(), 6U);
  const nlohmann::ordered_json& prefork = json["modes"][5];
  EXPECT_EQ(prefork["processes"], 8);
  EXPECT_EQ(prefork["races"][0], (nlohmann::ordered_json{{"race", "sync=none window=compute"},
                                                         {"bursts", 3},
                                                         {"most_lost", 0},
                                                         {"counters", 8},
                                                         {"failed", 0},
                                                         {"harm_expected", false}}));
  EXPECT_EQ(prefork["races"][9]["most_registered"], 43);
  EXPECT_EQ(json["checks"][0]["holds"], true);
}

}  // namespace
}  // namespace hundred::loadtest
