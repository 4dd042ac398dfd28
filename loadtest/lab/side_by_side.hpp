#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "loadtest/report/report.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {

/// What a tool measured in one run, and what it cost.
struct Figures {
  std::uint64_t requests = 0;  ///< wrk: that were answered; ours: that were sent
  std::uint64_t good = 0;      ///< of them, by the tool's own judgement
  std::uint64_t errors = 0;    ///< of all kinds
  double throughput_per_s = 0;
  std::optional<double> p50_ms, p90_ms, p99_ms, max_ms;  ///< since the request was sent
  std::optional<double> cpu_us_per_request;              ///< of the tool's process
};

/// A turn of each tool.
struct Pair {
  bool wrk_first = true;
  Figures wrk, own;
};

/// All that the experiment found. Text and JSON only render it.
struct SideBySide {
  LoadFacts load;
  std::uint64_t threads = 1;
  std::string url;
  std::string mode, run_by;  ///< of the server that was started; empty if none was
  std::string wrk_version;   ///< "4.1.0"
  Environment environment;
  std::uint64_t repeats = 0;  ///< that were asked for
  std::vector<Pair> pairs;    ///< that came to an end
  bool interrupted = false;
};

/// A figure that is compared: what it is called, in JSON too, and where it stands.
struct Measure {
  const char* words;
  const char* key;
  std::optional<double> (*of)(const Figures&);
};
/// In the order in which they are printed.
const std::vector<Measure>& measures();

/// One measure, over all pairs.
struct Compared {
  std::optional<double> wrk, own;     ///< medians of the turns that have it
  std::optional<double> ratio;        ///< ours over wrk's: of the medians
  std::optional<double> least, most;  ///< of the ratios of the pairs
};
Compared compared(const SideBySide& found, const Measure& measure);

/// 80 columns, ends with a newline. There must be a pair.
std::string to_text(const SideBySide& found, const Style& style);
/// Of the schema "hundred.lab/1". Units stand in the keys; what is not known is null.
nlohmann::ordered_json to_json(const SideBySide& found);

}  // namespace hundred::loadtest
