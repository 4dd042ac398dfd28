#include "loadtest/lab/race.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include "loadtest/report/json_parts.hpp"

namespace hundred::loadtest {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<Sharing, 6> modes_sharing{{
    {"single-threaded", false, false, false},
    {"thread-per-request", true, true, false},
    {"worker-pool", true, true, false},
    {"event-loop", false, true, false},
    {"hybrid", true, true, false},
    {"prefork", false, false, true},
}};

constexpr bool nowhere(const Sharing&) { return false; }
constexpr bool computing(const Sharing& mode) { return mode.computing; }
constexpr bool waiting(const Sharing& mode) { return mode.waiting; }
constexpr bool processes(const Sharing& mode) { return mode.processes; }
constexpr bool everywhere_at_once(const Sharing& mode) { return mode.waiting || mode.processes; }

constexpr std::array<Race, 11> all_races{{
    {"sync=none window=compute", "/state/counter?sync=none&window=compute", "none", computing},
    {"sync=none window=wait", "/state/counter?sync=none&window=wait", "none", waiting},
    {"sync=mutex window=compute", "/state/counter?sync=mutex&window=compute", "mutex", nowhere},
    {"sync=mutex window=wait", "/state/counter?sync=mutex&window=wait", "mutex", nowhere},
    {"sync=atomic window=compute", "/state/counter?sync=atomic&window=compute", "atomic", nowhere},
    {"sync=atomic window=wait", "/state/counter?sync=atomic&window=wait", "atomic", nowhere},
    {"sync=database window=compute", "/state/counter?sync=database&window=compute", "database", nowhere},
    {"sync=database window=wait", "/state/counter?sync=database&window=wait", "database", nowhere},
    {"how=check-then-insert", "/state/register?how=check-then-insert&user=", "", everywhere_at_once},
    {"how=locked", "/state/register?how=locked&user=", "", processes},
    {"how=unique", "/state/register?how=unique&user=", "", nowhere},
}};

/// An expectation of the races whose id begins with one of these.
struct CheckRow {
  const char* says;
  const char* what;
  std::vector<std::string_view> races;
};

const std::vector<CheckRow>& check_rows() {
  constexpr const char *lost = "updates lost", *repeated = "registered again";
  static const std::vector<CheckRow> rows{
      {"Nothing guards, and computing lies between read and write: lost where threads compute at the same time",
       lost,
       {"sync=none window=compute"}},
      {"Nothing guards, and a wait lies in between: lost on an event loop, too", lost, {"sync=none window=wait"}},
      {"A mutex, or an atomic counter: nothing is lost inside a process", lost, {"sync=mutex", "sync=atomic"}},
      {"The database counts: nothing is lost", lost, {"sync=database"}},
      {"Check, then insert: registered again wherever another request may come in between",
       repeated,
       {"how=check-then-insert"}},
      {"Check and insert under a mutex: registered again by other processes only", repeated, {"how=locked"}},
      {"The database's constraint: registered once everywhere", repeated, {"how=unique"}}};
  return rows;
}

/// "in A, B and C", "nowhere".
std::string where(const std::vector<std::string_view>& modes) {
  if (modes.empty()) return "nowhere";
  if (modes.size() == 1) return fmt::format("in {}", modes.front());
  return fmt::format("in {} and {}", fmt::join(modes.begin(), modes.end() - 1, ", "), modes.back());
}

const Sharing& sharing_of(const ModeRaces& mode) {
  return *std::find_if(modes_sharing.begin(), modes_sharing.end(),
                       [&](const Sharing& sharing) { return sharing.mode == mode.mode; });
}

bool covers(const CheckRow& row, const Race& race) {
  return std::any_of(row.races.begin(), row.races.end(),
                     [&race](std::string_view start) { return race.id.starts_with(start); });
}

/// The modes for which that is true of a race that the row is about.
std::vector<std::string_view> modes_where(const RaceRun& run, const CheckRow& row,
                                          const std::function<bool(const ModeRaces&, std::size_t race)>& is_so) {
  std::vector<std::string_view> found;
  for (const ModeRaces& mode : run.modes)
    for (std::size_t i = 0; i < mode.results.size(); ++i)
      if (covers(row, all_races[i]) && is_so(mode, i) && (found.empty() || found.back() != mode.mode))
        found.emplace_back(mode.mode);
  return found;
}

RaceCheck check_of(const RaceRun& run, const CheckRow& row) {
  const auto harmed = [](const ModeRaces& mode, std::size_t race) { return mode.results[race].worst != 0; };
  const auto harms = [](const ModeRaces& mode, std::size_t race) { return all_races[race].harms(sharing_of(mode)); };
  return {row.says, row.what, where(modes_where(run, row, harmed)), where(modes_where(run, row, harms))};
}

/// The most counters that a mode has in memory, or in the database.
std::uint64_t counters_of(const ModeRaces& mode, bool in_database) {
  std::uint64_t most = 0;
  for (std::size_t i = 0; i < mode.results.size(); ++i)
    if ((all_races[i].counter == "database") == in_database) most = std::max(most, mode.results[i].counters);
  return most;
}

/// "8 in prefork, 1 in the database of each mode": where there is more than one.
std::string counters_text(const RaceRun& run, const std::function<std::uint64_t(const ModeRaces&, bool)>& count) {
  std::vector<std::string> several;
  for (const ModeRaces& mode : run.modes)
    for (const bool in_database : {false, true})
      if (const std::uint64_t counters = count(mode, in_database); counters != 1)
        several.push_back(fmt::format("{} in {}{}", counters, mode.mode, in_database ? "'s database" : "'s memory"));
  several.emplace_back(several.empty() ? "1 everywhere" : "1 elsewhere");
  return fmt::format("{}", fmt::join(several, ", "));
}

RaceCheck check_of_counters(const RaceRun& run) {
  const auto expected = [](const ModeRaces& mode, bool in_database) { return in_database ? 1 : mode.processes; };
  return {"There are as many counters in memory as processes, whatever guards them; in the database, one", "counters",
          counters_text(run, counters_of), counters_text(run, expected)};
}

}  // namespace

std::span<const Sharing> sharings() { return modes_sharing; }

std::span<const Race> races() { return all_races; }

Counted counted(const Readings& before, const Readings& after, bool in_memory) {
  Counted result;
  std::set<std::uint64_t> different;
  for (const auto& [process, value] : after) {
    const auto found = before.find(process);
    const std::uint64_t updates = value - (found == before.end() ? 0 : found->second);
    different.insert(value);
    result.counters += updates == 0 ? 0 : 1;
    result.updates = in_memory ? result.updates + updates : std::max(result.updates, updates);
  }
  if (!in_memory) result.counters = different.size();
  return result;
}

std::vector<RaceCheck> checks_of(const RaceRun& run) {
  std::vector<RaceCheck> checks;
  for (const CheckRow& row : check_rows()) checks.push_back(check_of(run, row));
  checks.push_back(check_of_counters(run));
  return checks;
}

std::vector<std::string> complaints_of(const RaceRun& run) {
  std::vector<std::string> complaints;
  for (const ModeRaces& mode : run.modes)
    for (std::size_t i = 0; i < mode.results.size(); ++i)
      if (const RaceResult& result = mode.results[i]; result.failed > 0)
        complaints.push_back(fmt::format("{}, {}: {} of {} requests had no good answer", mode.mode, all_races[i].id,
                                         result.failed, result.bursts * run.users));
  return complaints;
}

bool as_expected(const RaceRun& run) {
  const std::vector<RaceCheck> checks = checks_of(run);
  return !run.interrupted && complaints_of(run).empty() &&
         std::all_of(checks.begin(), checks.end(), [](const RaceCheck& check) { return check.holds(); });
}

Json to_json(const RaceRun& run) {
  Json modes = Json::array(), checks = Json::array();
  for (const ModeRaces& mode : run.modes) {
    Json results = Json::array();
    for (std::size_t i = 0; i < mode.results.size(); ++i) {
      const RaceResult& result = mode.results[i];
      const bool counts = !all_races[i].counter.empty();
      results.push_back({{"race", all_races[i].id},
                         {"bursts", result.bursts},
                         {counts ? "most_lost" : "most_registered", result.worst + (counts ? 0 : 1)},
                         {"counters", counts ? Json(result.counters) : Json(nullptr)},
                         {"failed", result.failed},
                         {"harm_expected", all_races[i].harms(sharing_of(mode))}});
    }
    modes.push_back({{"mode", mode.mode}, {"processes", mode.processes}, {"races", results}});
  }
  for (const RaceCheck& check : checks_of(run))
    checks.push_back({{"says", check.says},
                      {"what", check.what},
                      {"found", check.found},
                      {"expected", check.expected},
                      {"holds", check.holds()}});
  return {{"schema", "hundred.lab/1"},
          {"experiment", "race"},
          {"users", run.users},
          {"as_expected", as_expected(run)},
          {"interrupted", run.interrupted},
          {"modes", modes},
          {"checks", checks},
          {"complaints", complaints_of(run)},
          {"environment", environment_json(run.environment)}};
}

}  // namespace hundred::loadtest
