#include "tests/truth/loads.hpp"

#include <fmt/format.h>
#include <sys/eventfd.h>

#include <algorithm>

#include "client/histogram.hpp"
#include "common/descriptor.hpp"

namespace hundred::test {

client::Load closed_loop(const std::string& url, std::uint32_t users, Time duration) {
  client::Load load;
  load.urls = {client::parse_url(url)};
  load.users = users;
  load.duration = duration;
  return load;
}

client::Load open_loop(const std::string& url, std::uint32_t users, double rate, Time duration,
                       client::Arrivals arrivals) {
  client::Load load;
  load.urls = {client::parse_url(url)};
  load.users = users;
  load.open_loop = {.first_rate = rate, .stages = {{.duration = duration, .rate = rate}}, .arrivals = arrivals};
  return load;
}

client::Recording run_load(const client::Load& load) {
  const Descriptor stop(eventfd(0, EFD_CLOEXEC));
  client::Progress progress;
  client::Recording recording = client::run(load, stop.get(), progress);
  EXPECT_EQ(recording[client::Outcome::ok], recording.requests());
  EXPECT_TRUE(recording.has_all_samples());
  return recording;
}

std::vector<Time> sorted(const client::Recording& recording, Time (client::Sample::*time)() const) {
  std::vector<Time> times;
  times.reserve(recording.samples.size());
  for (const client::Sample& sample : recording.samples) times.push_back((sample.*time)());
  std::sort(times.begin(), times.end());
  return times;
}

Time quantile(const std::vector<Time>& sorted, double quantile) {
  return sorted.at(client::nearest_rank(quantile, sorted.size()) - 1);
}

void expect_same_times(Findings& findings, const std::vector<Time>& measured, const std::vector<Time>& truth,
                       Time least) {
  findings.expect_equal("requests", measured.size(), truth.size());
  for (const double q : {0.5, 0.9, 0.99})
    findings.expect_close(fmt::format("p{}", 100 * q), quantile(measured, q), quantile(truth, q), least);
  findings.expect_close("max", measured.back(), truth.back(), 2 * millisecond);
}

}  // namespace hundred::test
