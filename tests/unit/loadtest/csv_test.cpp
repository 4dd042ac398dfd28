#include "loadtest/report/csv.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "tests/unit/loadtest/full_run.hpp"
#include "tests/unit/loadtest/golden.hpp"
#include "tests/unit/loadtest/release.hpp"

namespace hundred::loadtest {
namespace {

using client::millisecond, client::Time;
using client::Outcome;
using client::Phase;

client::Sample sample(Time planned_ms, Outcome outcome, std::uint16_t status) {
  client::Sample sample;
  sample.planned = release + planned_ms * millisecond;
  sample.outcome = outcome;
  sample.status = status;
  sample.end = sample.planned + 5 * millisecond + 1;
  return sample;
}

client::Stamps stamps(Time connected_ms, Time sent_ms, Time last_byte_ms) {
  const auto at = [](Time ms) { return release + ms * millisecond; };
  client::Stamps stamps;
  stamps.connect_start = at(connected_ms - 1);
  stamps.connected = at(connected_ms);
  stamps.sent = at(sent_ms);
  stamps.first_byte = last_byte_ms == 0 ? 0 : at(last_byte_ms - 1);
  stamps.last_byte = last_byte_ms == 0 ? 0 : at(last_byte_ms);
  return stamps;
}

/// An answer on a connection made before the release, one on a new connection, one that never came, one that nobody
/// was free for.
client::Recording recording() {
  client::Recorder recorder(0, 2);
  recorder.recording().released = recorder.recording().counted_from = release;
  client::Sample timed = sample(0, Outcome::ok, 200);
  timed.ready = timed.planned;
  timed.stamps = stamps(-20, 1, 4);
  timed.timing.present = true;
  timed.timing.microseconds[static_cast<std::size_t>(Phase::wait)] = 2'500;
  timed.timing.microseconds[static_cast<std::size_t>(Phase::handler)] = 2'517;
  recorder.record(timed, "w0, \"the first\"", 4);
  client::Sample refused = sample(10, Outcome::bad_status, 503);
  refused.user = 3;
  refused.url = 1;
  refused.ready = refused.planned + 2 * millisecond;
  refused.stamps = stamps(12, 13, 15);
  recorder.record(refused, "w1", 4);
  client::Sample lost = sample(20, Outcome::reset, 0);
  lost.ready = lost.planned;
  lost.stamps = stamps(12, 20, 0);
  recorder.record(lost, "", 0);
  client::Sample waited = sample(30, Outcome::timed_out, 0);
  waited.user = client::Sample::nobody;
  recorder.record(waited, "", 0);
  return recorder.recording();
}

std::string csv_of(const client::Load& load, const client::Recording& of) {
  std::ostringstream out;
  write_csv(out, load, of);
  return out.str();
}

TEST(Csv, HasARowForEachRequest) {
  client::Load load;
  load.urls = {client::parse_url("127.0.0.1:8080/ping"), client::parse_url("127.0.0.1:8080/hash?text=a,b")};
  expect_golden_data(csv_of(load, recording()), "requests.csv");
}

TEST(Csv, OfNoRequestIsTheHeader) {
  const std::string text = csv_of(full_load(), client::Recorder(0).recording());
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
  EXPECT_TRUE(text.starts_with("url,user,outcome,status,"));
}

TEST(Csv, HasAsManyCellsInEveryRow) {
  std::istringstream lines(csv_of(full_load(), full_recording()));
  std::size_t rows = 0;
  for (std::string line; std::getline(lines, line); ++rows)
    ASSERT_EQ(std::count(line.begin(), line.end(), ','), 21) << line;
  EXPECT_EQ(rows, 301U);
}

}  // namespace
}  // namespace hundred::loadtest
