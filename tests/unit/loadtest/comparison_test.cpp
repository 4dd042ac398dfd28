#include "loadtest/report/comparison.hpp"

#include <gmock/gmock.h>

#include "loadtest/report/comparison_json.hpp"
#include "loadtest/report/comparison_text.hpp"
#include "tests/unit/loadtest/comparison_samples.hpp"

namespace hundred::loadtest {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::Optional;
using Seen = Difference::Seen;

/// One that has so many milliseconds until all have an answer, in each round.
Entry rounds_of(const Factors& all_ms, const std::string& mode = "hybrid", double half_share = 0.5) {
  return entry_of(sleeping(), burst_of(), {mode, "", 2, half_share, 1, "wait", 90}, all_ms);
}

std::vector<std::vector<std::string>> names(const std::vector<Entries>& groups) {
  std::vector<std::vector<std::string>> names;
  for (const Entries& group : groups) {
    names.emplace_back();
    for (const Entry* entry : group) names.back().push_back(entry->mode);
  }
  return names;
}

TEST(ComparisonJson, ReadsBackAsTheSame) {
  const Comparison burst = comparison_of(burst_of(), {all_modes_sleeping(), all_modes_computing({1, 1, 1, 1, 1.1})});
  const Comparison loop = comparison_of(
      loop_of(), {contest_of(sleeping(), loop_of(), {{"hybrid", "1 loop + 2", 2, 1972.3, 51.9, "wait", 98}}),
                  {both(), "close", {{"event-loop", {}, {}}}}});
  for (const Comparison& comparison : {burst, loop}) {
    const auto json = to_json(comparison);
    EXPECT_EQ(to_json(comparison_from_json(json)), json);
    EXPECT_EQ(to_text(comparison_from_json(json), Style(false)), to_text(comparison, Style(false)));
  }
}

TEST(ComparisonJson, HasTheMediansFirst) {
  Comparison comparison = comparison_of(burst_of(), {all_modes_sleeping(), all_modes_computing()});
  comparison.failures = {{"event-loop", "close", 1, "out of luck"}};
  comparison.contests[0].entries[2].rounds[1].validity.verdict = Verdict::suspect;
  const auto json = to_json(comparison);
  EXPECT_EQ(json["schema"], "hundred.compare/1");
  const auto& pool = json["endpoints"][0]["modes"][2];
  EXPECT_EQ(pool["mode"], "worker-pool");
  EXPECT_EQ(pool["validity"], "suspect");
  EXPECT_DOUBLE_EQ(pool["answered_ms"]["all"].get<double>(), 653 * 1.01);
  EXPECT_DOUBLE_EQ(pool["prediction"]["all_ms"]["most"].get<double>(), 13 * 50.2);
  EXPECT_TRUE(pool["bystander_ms"]["p50"].is_null());
  EXPECT_EQ(pool["rounds"].size(), 3U);
  EXPECT_EQ(pool["rounds"][0]["schema"], "hundred.run/1");
  EXPECT_DOUBLE_EQ(json["endpoints"][1]["modes"][2]["bystander_ms"]["max"].get<double>(), 980 * 1.01);
  EXPECT_EQ(json["failures"][0]["mode"], "event-loop");
}

TEST(ComparisonJson, HoldsEachModeAgainstTheFastest) {
  const auto modes = to_json(comparison_of(burst_of(), {{sleeping(),
                                                         "park",
                                                         {rounds_of({110, 111, 112, 113, 114}),
                                                          rounds_of({100, 101, 102, 103, 104}, "prefork"),
                                                          rounds_of({100, 101, 102, 103, 104}, "event-loop"),
                                                          rounds_of({120, 121}, "worker-pool"),
                                                          {"single-threaded", {}, {}}}}}))["endpoints"][0]["modes"];
  EXPECT_TRUE(modes[1]["against_fastest"].is_null());
  EXPECT_TRUE(modes[4]["against_fastest"].is_null());
  EXPECT_TRUE(modes[4]["validity"].is_null());
  const auto& slower = modes[0]["against_fastest"];
  EXPECT_EQ(slower["mode"], "prefork");
  EXPECT_DOUBLE_EQ(slower["slower_percent"].get<double>(), (112.0 / 102 - 1) * 100);
  EXPECT_DOUBLE_EQ(slower["p"].get<double>(), 2.0 / 252);
  EXPECT_EQ(slower["verdict"], "difference_seen");
  EXPECT_EQ(modes[2]["against_fastest"]["verdict"], "no_difference_seen");
  EXPECT_EQ(modes[3]["against_fastest"]["verdict"], "too_few_rounds");
  EXPECT_TRUE(modes[3]["against_fastest"]["p"].is_null());
}

TEST(Median, CountsRoundsWithoutTheFigureAsTheSlowest) {
  const Entry all = rounds_of({202, 200, 240});
  const auto all_ms = [](const Report& r) { return r.answered->all_ms; };
  EXPECT_THAT(median(all, all_ms), Optional(202));
  Entry even = all;
  even.rounds.resize(2);
  EXPECT_THAT(median(even, all_ms), Optional(201));
  Entry most = all;
  most.rounds[0].answered->all_ms.reset();
  EXPECT_THAT(median(most, all_ms), Optional(240));
  most.rounds[1].answered->all_ms.reset();
  EXPECT_EQ(median(most, all_ms), std::nullopt);
  EXPECT_EQ(median(Entry{}, all_ms), std::nullopt);
}

TEST(MiddleRound, IsTheOneThatIsNeitherFastNorSlow) {
  const Entry entry = rounds_of({202, 200, 240});
  EXPECT_EQ(middle_round(entry), entry.rounds.data());
  EXPECT_EQ(middle_round(Entry{}), nullptr);
}

TEST(VerdictOf, IsTheWorstOfTheRounds) {
  Entry entry = rounds_of({1, 2, 3});
  EXPECT_EQ(verdict_of(entry), Verdict::valid);
  entry.rounds[0].validity.verdict = Verdict::invalid;
  entry.rounds[1].validity.verdict = Verdict::suspect;
  EXPECT_EQ(verdict_of(entry), Verdict::invalid);
  EXPECT_EQ(verdict_of(Entry{}), std::nullopt);
}

TEST(Difference, IsTestedFromFiveRoundsOn) {
  const Factors slow{110, 111, 112, 113, 114}, fast{100, 101, 102, 103, 104};
  const Difference five = difference(rounds_of(fast), rounds_of(slow));
  EXPECT_EQ(five.seen, Seen::yes);
  EXPECT_THAT(five.p, Optional(DoubleNear(2.0 / 252, 1e-12)));
  EXPECT_THAT(five.percent, Optional(DoubleNear((112.0 / 102 - 1) * 100, 1e-9)));
  const Difference back = difference(rounds_of(slow), rounds_of(fast));
  EXPECT_EQ(back.seen, Seen::yes);
  EXPECT_LT(back.percent, 0);
  const Difference overlapping = difference(rounds_of(fast), rounds_of({103.5, 111, 112, 113, 114}));
  EXPECT_EQ(overlapping.seen, Seen::no) << "p = 0.0159 is not 1 %";
  const Difference four = difference(rounds_of({100, 101, 102, 103}), rounds_of(slow));
  EXPECT_EQ(four.seen, Seen::untested);
  EXPECT_EQ(four.p, std::nullopt);
}

TEST(Difference, IsNoneBelowThreePercentHoweverSureItIs) {
  EXPECT_EQ(difference(rounds_of({100, 100, 100, 100, 100}), rounds_of({102.9, 102.9, 102.9, 102.9, 102.9})).seen,
            Seen::no);
  EXPECT_EQ(difference(rounds_of({100, 100, 100, 100, 100}), rounds_of({103.1, 103.1, 103.1, 103.1, 103.1})).seen,
            Seen::yes);
  EXPECT_EQ(difference(rounds_of({100}), rounds_of({102.9})).seen, Seen::no);
  EXPECT_EQ(difference(rounds_of({100}), rounds_of({103.1})).seen, Seen::untested);
}

/// A hundred thousand requests are still one figure a round.
TEST(Difference, ARoundIsOneFigureHoweverManyRequestsItHas) {
  Entry one = rounds_of({100, 101}), other = rounds_of({110, 111});
  for (Entry* entry : {&one, &other})
    for (Report& round : entry->rounds) round.counts = {.sent = 100'000, .ok = 100'000};
  EXPECT_EQ(difference(one, other).seen, Seen::untested);
}

TEST(Difference, OfRoundsThatNeverEndedIsTestedToo) {
  Entry never = rounds_of({1, 2, 3, 4, 5});
  for (Report& round : never.rounds) round.answered->all_ms.reset();
  const Difference found = difference(rounds_of({1, 2, 3, 4, 5}), never);
  EXPECT_EQ(found.percent, std::nullopt);
  EXPECT_EQ(found.seen, Seen::yes);
}

TEST(Difference, MayBeOfAnyFigure) {
  Entry one = rounds_of({100, 101, 102, 103, 104}), other = one;
  for (Entry* entry : {&one, &other})
    for (Report& round : entry->rounds) round.elapsed_ms = entry == &one ? 10 : 5;
  const Difference found = difference(one, other, [](const Report& r) { return std::optional(r.elapsed_ms); });
  EXPECT_EQ(found.seen, Seen::yes);
  EXPECT_THAT(found.percent, Optional(-50));
  EXPECT_EQ(difference(one, other).seen, Seen::no);
  const Difference none = difference(one, other, [](const Report&) { return std::optional(0.0); });
  EXPECT_EQ(none.percent, std::nullopt) << "of nothing there is no percent";
}

TEST(Ranked, PutsTogetherWhatDoesNotDifferFromTheFastest) {
  const Contest contest{sleeping(),
                        "park",
                        {rounds_of({102, 102, 102}, "b", 0.9),
                         rounds_of({100, 100, 100}, "a", 0.95),
                         rounds_of({104, 104, 104}, "c"),
                         rounds_of({106, 106, 106}, "d", 0.2),
                         {"none", {}, {}}}};
  const std::vector<Entries> groups = ranked(contest);
  EXPECT_THAT(names(groups), ElementsAre(ElementsAre("a", "b"), ElementsAre("c", "d")));
  EXPECT_THAT(names({rows_of(contest, groups)}), ElementsAre(ElementsAre("b", "a", "d", "c", "none")));
}

}  // namespace
}  // namespace hundred::loadtest
