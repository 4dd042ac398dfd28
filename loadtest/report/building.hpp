#pragma once

#include <optional>
#include <vector>

#include "client/recording.hpp"
#include "loadtest/exchanges.hpp"
#include "loadtest/report/parts.hpp"

// What build_report() makes a report of, part by part.
namespace hundred::loadtest {

/// Of all answers with a server's timing; nothing if there are none.
std::optional<Breakdown> mean_breakdown(const client::Recording& recording, const Exchanges& exchanges);

/// Of those about p50, p95, p99 and the maximum: the means over the answers whose response time's rank is at most one
/// in a hundred away. A percentile is given as in summarize().
std::vector<Breakdown> breakdowns_at_percentiles(const client::Recording& recording, const Exchanges& exchanges);

/// The distribution, a dozen points for each tenth part of the requests that is left: 0, 17.5 %, 31.9 % ... 90 % ... 99
/// %.
std::vector<CurvePoint> curve(const client::Recording& recording);

/// Nothing of a run that is shorter than five seconds. At most 120 columns; rows that are each a quarter higher than
/// the one below.
std::optional<HeatMap> heat_map(const client::Recording& recording);

/// Of the first million requests.
std::optional<Fairness> fairness(const client::Recording& recording);

/// (sum x)^2 / (n sum x^2): 1 if all have the same, 1/n if one has all (Jain, Chiu and Hawe, 1984).
double jains_index(const std::vector<double>& shares);

/// All requests, or the last of a run that has too many to show.
std::vector<RequestRow> request_rows(const client::Recording& recording, const Exchanges& exchanges);

}  // namespace hundred::loadtest
