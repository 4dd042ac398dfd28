#include <fmt/format.h>

#include <algorithm>

#include "common/units.hpp"
#include "loadtest/report/finding.hpp"
#include "loadtest/validity.hpp"

namespace hundred::loadtest {
namespace {

constexpr const char* overloaded = "503";

/// "1 request", "2 requests"
std::string requests_words(std::uint64_t count) { return fmt::format("{} request{}", count, count == 1 ? "" : "s"); }

std::uint64_t count_of(const Report& r, const std::string& kind) {
  std::uint64_t count = 0;
  for (const ErrorCount& error : r.errors)
    if (error.kind == kind) count += error.count;
  return count;
}

std::uint64_t count_of_status(const Report& r, const std::string& status) {
  for (const ErrorCount& error : r.errors)
    if (error.kind == outcome_name(client::Outcome::bad_status) && error.detail == status) return error.count;
  return 0;
}

bool has_work_queue(const Report& r) {
  const auto by = served_by(r);
  return by && by->servers.queue != Servers::unlimited;
}

}  // namespace

Finding distrust(const Report& r) {
  if (r.validity.verdict == Verdict::valid) return std::nullopt;
  return fmt::format(
      "{}: {}.", r.validity.verdict == Verdict::invalid ? "Do not trust these figures" : "Read these figures with care",
      worst_words(r.validity));
}

Finding turned_away(const Report& r) {
  const std::uint64_t count = count_of_status(r, overloaded);
  if (count == 0) return std::nullopt;
  return fmt::format("{} of {} got status 503: {}.", count, requests_words(r.counts.sent),
                     has_work_queue(r) ? "the work queue was full (--queue-capacity), as all workers were busy"
                                       : "the server was overloaded, or not ready");
}

Finding unexpected_answers(const Report& r) {
  const ErrorCount* most = nullptr;
  for (const ErrorCount& error : r.errors)
    if (error.kind == outcome_name(client::Outcome::bad_status) && error.detail != overloaded &&
        (most == nullptr || error.count > most->count))
      most = &error;
  if (most == nullptr) return std::nullopt;
  return fmt::format("{} of {} got status {}: {}.", most->count, requests_words(r.counts.sent), most->detail,
                     most->detail.starts_with('4')   ? "the server refuses what was asked, so look at the URL first"
                     : most->detail.starts_with('3') ? "the server sends elsewhere, so ask for that URL"
                                                     : "the server failed at them");
}

Finding broken_connections(const Report& r) {
  const std::uint64_t broken = count_of(r, "reset") + count_of(r, "short_answer"), refused = count_of(r, "refused");
  if (broken + refused == 0) return std::nullopt;
  if (refused > broken)
    return fmt::format("{} found nobody who listens: the server was not there, or no longer.", requests_words(refused));
  return fmt::format("{} lost the connection before the answer was whole: the server closed it, or died.",
                     requests_words(broken));
}

Finding timed_out(const Report& r) {
  if (r.counts.timed_out == 0) return std::nullopt;
  return fmt::format("{} had no answer within {} (--timeout); their true time is longer than the figures say.",
                     requests_words(r.counts.timed_out), human_duration(r.load.timeout_ms / 1e3));
}

Finding lost_syns(const Report& r) {
  const ConnectingDuring& c = r.connecting;
  const std::uint64_t late = c.near_1s + c.near_3s + c.near_7s;
  if (late == 0) return std::nullopt;
  return fmt::format(
      "{} connection{} took 1, 3 or 7 s to make, as when a full accept queue loses the SYN: that is no slow "
      "handler, but a backlog that is too short (--backlog, net.core.somaxconn).",
      late, late == 1 ? "" : "s");
}

}  // namespace hundred::loadtest
