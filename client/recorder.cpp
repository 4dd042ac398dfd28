#include "client/recorder.hpp"

#include <algorithm>

namespace hundred::client {

Recorder::Recorder(std::uint64_t expected) {
  const std::uint64_t room = expected == 0 ? Recording::most_samples : expected;
  // Pages that are never written to cost nothing.
  recording_.samples.reserve(std::min<std::uint64_t>(room, Recording::most_samples));
  recording_.workers.emplace_back();
}

void Recorder::record(Sample sample, std::string_view worker, std::uint64_t body_bytes) {
  Recording& r = recording_;
  sample.worker = worker_index(worker);
  ++r.workers[sample.worker].requests;
  ++r.outcomes[static_cast<std::size_t>(sample.outcome)];
  r.response.record(sample.response_time());
  if (sample.stamps.sent != 0) r.service.record(sample.service_time());
  if (sample.outcome == Outcome::bad_status) ++r.bad_statuses[sample.status];
  if (sample.outcome == Outcome::ok) r.last_answer = std::max(r.last_answer, sample.end);
  r.ended = std::max(r.ended, sample.end);
  if (sample.timing.present) {
    ++r.timed;
    r.timed_response_ns += static_cast<double>(sample.response_time());
    for (std::size_t i = 0; i < r.phase_us.size(); ++i) r.phase_us[i] += sample.timing.microseconds[i];
  }
  r.body_bytes += body_bytes;
  if (r.samples.size() < Recording::most_samples) r.samples.push_back(sample);
}

std::uint32_t Recorder::worker_index(std::string_view name) {
  if (name.empty()) return 0;
  if (const auto known = worker_indexes_.find(name); known != worker_indexes_.end()) return known->second;
  if (recording_.workers.size() > Recording::most_workers) return 0;
  const auto index = static_cast<std::uint32_t>(recording_.workers.size());
  recording_.workers.push_back({std::string(name), 0});
  worker_indexes_.emplace(name, index);
  return index;
}

void Recorder::merge(const Recorder& other) {
  Recording& r = recording_;
  const Recording& o = other.recording_;
  std::vector<std::uint32_t> indexes;
  for (const WorkerShare& worker : o.workers) {
    indexes.push_back(worker_index(worker.name));
    r.workers[indexes.back()].requests += worker.requests;
  }
  for (Sample sample : o.samples) {
    if (r.samples.size() == Recording::most_samples) break;
    sample.worker = indexes[sample.worker];
    r.samples.push_back(sample);
  }
  r.response.merge(o.response);
  r.service.merge(o.service);
  for (std::size_t i = 0; i < r.outcomes.size(); ++i) r.outcomes[i] += o.outcomes[i];
  for (const auto& [status, count] : o.bad_statuses) r.bad_statuses[status] += count;
  for (const auto& [error, count] : o.connect_errors) r.connect_errors[error] += count;
  for (std::size_t i = 0; i < r.phase_us.size(); ++i) r.phase_us[i] += o.phase_us[i];
  r.timed += o.timed;
  r.timed_response_ns += o.timed_response_ns;
  r.body_bytes += o.body_bytes;
  r.reconnects += o.reconnects;
  r.asked_again += o.asked_again;
  r.connect_times.insert(r.connect_times.end(), o.connect_times.begin(), o.connect_times.end());
  r.not_accepted = std::max(r.not_accepted, o.not_accepted);
  r.released = r.released == 0 ? o.released : std::min(r.released, o.released);
  r.last_answer = std::max(r.last_answer, o.last_answer);
  r.ended = std::max(r.ended, o.ended);
  r.interrupted = r.interrupted || o.interrupted;
}

}  // namespace hundred::client
