#include <algorithm>
#include <map>
#include <numeric>

#include "loadtest/report/building.hpp"
#include "loadtest/report/statistics.hpp"

namespace hundred::loadtest {
namespace {

using client::Recording;
using client::Sample;

struct UserSums {
  double requests = 0;
  double response_ns = 0;

  double mean_ns() const { return response_ns / requests; }
};

std::map<std::uint32_t, UserSums> by_user(const Recording& recording) {
  std::map<std::uint32_t, UserSums> users;
  for (const Sample& sample : recording.samples) {
    if (sample.user == Sample::nobody) continue;
    UserSums& user = users[sample.user];
    ++user.requests;
    user.response_ns += static_cast<double>(sample.response_time());
  }
  return users;
}

std::optional<double> index_of_workers(const Recording& recording) {
  std::vector<double> shares;
  for (const client::WorkerShare& worker : recording.workers)
    if (!worker.name.empty()) shares.push_back(static_cast<double>(worker.requests));
  return shares.size() > 1 ? std::optional(jains_index(shares)) : std::nullopt;
}

}  // namespace

double jains_index(const std::vector<double>& shares) {
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  const double squares = std::inner_product(shares.begin(), shares.end(), shares.begin(), 0.0);
  return squares > 0 ? sum * sum / (static_cast<double>(shares.size()) * squares) : 1;
}

std::optional<Fairness> fairness(const Recording& recording) {
  const auto users = by_user(recording);
  if (users.empty()) return std::nullopt;
  std::vector<double> requests, means;
  for (const auto& [user, sums] : users) {
    requests.push_back(sums.requests);
    means.push_back(sums.mean_ns());
  }
  const auto slowest = std::max_element(
      users.begin(), users.end(), [](const auto& a, const auto& b) { return a.second.mean_ns() < b.second.mean_ns(); });
  const auto middle = means.begin() + static_cast<std::ptrdiff_t>((means.size() - 1) / 2);
  std::nth_element(means.begin(), middle, means.end());
  Fairness fairness{
      index_of_workers(recording), {}, users.size(), to_ms(*middle), to_ms(slowest->second.mean_ns()), slowest->first};
  if (users.size() > 1 && recording.samples.size() > users.size()) fairness.users_index = jains_index(requests);
  return fairness;
}

}  // namespace hundred::loadtest
