#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "loadtest/prediction.hpp"
#include "loadtest/report/report.hpp"
#include "loadtest/threshold.hpp"

namespace hundred::loadtest {

/// Who shares an interpreter lock, as hundred-server's --gil says.
enum class Gil : std::uint8_t { none, process, worker };

/// How many workers does it take ...
struct SizeQuestion {
  Work work;                      ///< of a request, alone
  double cpus = 1;                ///< k > 0: so many compute at full speed, were there no interpreter lock
  Gil gil = Gil::none;            ///< of the servers
  double rate_per_s = 0;          ///< > 0, of Poisson arrivals
  std::vector<Threshold> limits;  ///< upper ones of response times, at least one; the first one's figure is shown
  double run_s = 60;              ///< how long a run is that meets them or not
  std::uint64_t seed = 1;         ///< of the arrivals
};

/// By how much more a rate may be than the one that is asked for, to see how many workers that would take.
inline constexpr double size_margin = 1.2;
/// hundred-server starts no more.
inline constexpr std::uint64_t most_size_workers = 10'000;

/// What keeps a mode from meeting the limits, whatever its number of workers.
enum class Lack : std::uint8_t {
  none,
  cpus,     ///< computing alone takes all of them
  workers,  ///< there cannot be so many as would keep up
  speed,    ///< those that keep up are too slow
};

/// So many workers, and the first limit's figure with them, in milliseconds.
struct SizePoint {
  std::uint64_t workers = 0;
  double figure_ms = 0;
  bool operator==(const SizePoint&) const = default;
};

/// What theory says of a mode. One whose workers are not counted has one where it meets the limits.
struct TheorySize {
  Lack lack = Lack::none;
  std::uint64_t minimum = 0;             ///< the fewest that keep up with the rate; 0: no number does
  std::optional<SizePoint> answer;       ///< the fewest that meet the limits
  std::optional<double> one_less_ms;     ///< the figure with one less than that, if those keep up
  double chance_ms = 0;                  ///< about so far from the figure may that of a single run lie
  std::optional<double> up_to_per_s;     ///< so many meet them up to this rate, within 2 %; nothing: up to any
  std::optional<std::uint64_t> at_more;  ///< the fewest that meet them at size_margin times the rate
  std::optional<SizePoint> best;         ///< with more than these the figure falls by less than 2 %
  std::optional<SizePoint> crowd;        ///< where so many more make it worse by over a tenth
};

/// One run of a server with so many workers.
struct SizeRun {
  std::uint64_t workers = 0;
  Summary response;
  Counts counts;
  std::optional<double> throughput_per_s;
  Validity validity;
  bool met = false;  ///< all limits, and no request failed
};
SizeRun size_run(std::uint64_t workers, const Report& report);

struct ModeSize {
  std::string mode;
  TheorySize theory;
  std::optional<TheorySize> under_gil;  ///< where one interpreter lock in each process would change the answer
  std::vector<SizeRun> runs;            ///< in the order in which they were made; no number twice
};

/// Of the runs that meet the limits the one with the fewest workers; null if none does.
const SizeRun* fewest_measured(const ModeSize& mode);
/// Null if there was none with so many.
const SizeRun* run_with(const ModeSize& mode, std::uint64_t workers);
/// Whether the runs say how many it takes: one less than those was measured too, or there is none less.
bool is_settled(const ModeSize& mode);
/// The fewest that meet the limits: as measured, if something was, else as theory says.
std::optional<std::uint64_t> workers_needed(const ModeSize& mode);

/// A server that did not do its part.
struct SizeFailure {
  std::string mode;
  std::uint64_t workers = 0;
  std::string message;
};

/// All that is known of one sizing. Text and JSON only render it.
struct Sizing {
  SizeQuestion question;
  std::string endpoint;  ///< what is asked for in runs; empty: theory alone
  std::vector<ModeSize> modes;
  std::vector<SizeFailure> failures;
  bool interrupted = false;
  Environment environment;
};

}  // namespace hundred::loadtest
