#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "loadtest/report/report.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {

/// Which requests of a mode run between two steps of another, and share memory with it.
struct Sharing {
  std::string_view mode;
  bool computing;  ///< while one computes, others run on the same memory
  bool waiting;    ///< while one waits, others do
  bool processes;  ///< several processes serve, each with a memory of its own
};
/// In the order of modes().
std::span<const Sharing> sharings();

/// What all users do at the same instant, and what there is only one of: a counter, or a name.
struct Race {
  std::string_view id;            ///< "sync=none window=compute"
  std::string_view target;        ///< path and query; of a registration, in front of the name
  std::string_view counter;       ///< as GET /state/counter names it; empty: a registration
  bool (*harms)(const Sharing&);  ///< whether something comes in between there, sooner or later
};
std::span<const Race> races();

/// What a counter is in each process, by the name of its worker; one entry where there is one process.
using Readings = std::map<std::string, std::uint64_t>;

/// What became of a counter from one reading to another.
struct Counted {
  std::uint64_t updates = 0;   ///< that it has more, in all processes together
  std::uint64_t counters = 0;  ///< that there are: in memory, of processes that have counted; else different readings
};
/// @param in_memory  false: all processes read the same counter
Counted counted(const Readings& before, const Readings& after, bool in_memory);

/// What came of a race in one mode.
struct RaceResult {
  std::uint64_t bursts = 0;    ///< in which all users asked once
  std::int64_t worst = 0;      ///< of a burst: updates lost, or registrations of a name beyond the first
  std::uint64_t counters = 0;  ///< Counted::counters, the most; 0: a registration
  std::uint64_t failed = 0;    ///< requests of all bursts without a good answer
};

struct ModeRaces {
  std::string mode;
  std::uint64_t processes = 1;      ///< that serve
  std::vector<RaceResult> results;  ///< in the order of races()
};

/// All that the experiment found. Text and JSON only render it.
struct RaceRun {
  std::uint64_t users = 100;
  std::vector<ModeRaces> modes;  ///< that came to an end
  bool interrupted = false;
  Environment environment;
};

/// An expectation and what became of it.
struct RaceCheck {
  std::string says;
  std::string what;             ///< it is that was looked for: "updates lost"
  std::string found, expected;  ///< "in event-loop and hybrid", "nowhere"
  bool holds() const { return found == expected; }
};
std::vector<RaceCheck> checks_of(const RaceRun& run);

/// What is wrong whatever was expected: requests that failed.
std::vector<std::string> complaints_of(const RaceRun& run);
/// Whether all went to its end, every check holds and there is no complaint.
bool as_expected(const RaceRun& run);

/// 80 columns, ends with a newline. There must be a mode.
std::string to_text(const RaceRun& run, const Style& style);
/// Of the schema "hundred.lab/1".
nlohmann::ordered_json to_json(const RaceRun& run);

}  // namespace hundred::loadtest
