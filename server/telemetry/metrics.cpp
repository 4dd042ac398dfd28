#include "server/telemetry/metrics.hpp"

namespace hundred::server {

std::vector<std::pair<std::string, std::uint64_t>> Metrics::served_by_worker() const {
  std::vector<std::pair<std::string, std::uint64_t>> counts;
  for (std::size_t i = 0; i < served_.size(); ++i)
    if (const auto count = served_[i].load(std::memory_order_relaxed))
      counts.emplace_back(WorkerName{worker_kind_, static_cast<std::uint32_t>(i)}.text(), count);
  return counts;
}

std::map<std::string, std::uint64_t> Metrics::shed_by_reason() const {
  constexpr std::array names{"queue_full", "out_of_threads", "out_of_descriptors"};
  std::map<std::string, std::uint64_t> counts;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (const auto count = totals_->shed[i].load(std::memory_order_relaxed)) counts[names[i]] = count;
  return counts;
}

}  // namespace hundred::server
