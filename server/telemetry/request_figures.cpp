#include "server/telemetry/request_figures.hpp"

#include <algorithm>

namespace hundred::server {

RequestFigures::RequestFigures(std::size_t workers, bool on_loops)
    : workers_(std::min(workers, most_rows)), alone_(on_loops && workers <= most_rows), rows_(workers_ * max_routes) {}

void RequestFigures::add(Counter& counter, std::uint64_t amount, bool alone) {
  if (alone)
    counter.store(counter.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
  else
    counter.fetch_add(amount, std::memory_order_relaxed);
}

void RequestFigures::add(Counts& counts, Nanoseconds duration) const {
  const Nanoseconds counted = std::max(duration, Nanoseconds::zero());
  // In order, as most are short.
  const auto bucket =
      std::find_if(bounds.begin(), bounds.end(), [&](Nanoseconds bound) { return counted <= bound; }) - bounds.begin();
  add(counts.counts[static_cast<std::size_t>(bucket)], 1, alone_);
  add(counts.sum_ns, static_cast<std::uint64_t>(counted.count()), alone_);
}

void RequestFigures::Counts::add_to(Histogram& histogram) const {
  for (std::size_t i = 0; i < counts.size(); ++i) histogram.counts[i] += counts[i].load(std::memory_order_relaxed);
  histogram.sum += Nanoseconds(sum_ns.load(std::memory_order_relaxed));
}

void RequestFigures::record(Route route, unsigned status, const Stamps& stamps) {
  Row& row = rows_[stamps.worker.index % workers_ * max_routes + route];
  const auto slot = std::find(statuses.begin(), statuses.end() - 1, status) - statuses.begin();
  add(row.by_status[static_cast<std::size_t>(slot)], 1, alone_ && route != refused_route);
  if (route == refused_route) return;
  add(row.duration, stamps.sent - stamps.arrival);
  add(row.queue_wait, stamps.queue());
}

RequestFigures::Figures RequestFigures::of(Route route) const {
  Figures figures;
  std::array<std::uint64_t, statuses.size()> counts{};
  for (std::size_t worker = 0; worker < workers_; ++worker) {
    const Row& row = rows_[worker * max_routes + route];
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += row.by_status[i].load(std::memory_order_relaxed);
    row.duration.add_to(figures.duration);
    row.queue_wait.add_to(figures.queue_wait);
  }
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (counts[i] != 0) figures.by_status.emplace_back(statuses[i], counts[i]);
  return figures;
}

}  // namespace hundred::server
