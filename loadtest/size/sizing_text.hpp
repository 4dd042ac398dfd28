#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "loadtest/report/style.hpp"
#include "loadtest/size/sizing.hpp"

namespace hundred::loadtest {

/// The whole of it for people: 80 columns, ends with a newline.
std::string to_text(const Sizing& sizing, const Style& style);

/// "12 threads", "1 loop", "2 pool threads"
std::string workers_text(const std::string& mode, std::uint64_t workers);
/// "p99<100ms and mean<60ms"
std::string limits_text(const SizeQuestion& question);
/// Requests per second: "200", "12.5"; those of a highest rate are rounded down.
std::string rate_words(double per_s);
std::string highest_rate_words(double per_s);

/// What it comes to for one mode, in a sentence made of its figures: "11 threads are the minimum (200/s x 50.3 ms keep
/// 10.06 busy); 12 meet p99<100ms, up to 215/s; ..."
std::string decision(const ModeSize& mode, const Sizing& sizing);
/// What is to be said of the figures beside that: which chance may change, where theory and measurement part, which
/// cannot be believed. A sentence each.
std::vector<std::string> doubts(const ModeSize& mode, const Sizing& sizing);

}  // namespace hundred::loadtest
