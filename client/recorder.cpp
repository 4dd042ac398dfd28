#include "client/recorder.hpp"

#include <algorithm>

namespace hundred::client {
namespace {

template <typename Key>
void add(std::map<Key, std::uint64_t>& counts, const std::map<Key, std::uint64_t>& more) {
  for (const auto& [key, count] : more) counts[key] += count;
}

template <typename Numbers>
void add(Numbers& numbers, const Numbers& more) {
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] += more[i];
}

}  // namespace

Recorder::Recorder(std::uint64_t expected, std::size_t urls) {
  // Pages that are never written to cost nothing.
  recording_.samples.reserve(std::min<std::uint64_t>(expected, Recording::most_samples));
  recording_.workers.emplace_back();
  if (urls > 1) recording_.urls.resize(urls);
}

void Recorder::record(Sample sample, std::string_view worker, std::uint64_t body_bytes) {
  Recording& r = recording_;
  sample.worker = worker_index(worker);
  ++r.workers[sample.worker].requests;
  ++r.outcomes[static_cast<std::size_t>(sample.outcome)];
  r.response.record(sample.response_time());
  if (sample.stamps.sent != 0) {
    r.service.record(sample.service_time());
    r.send_lag.record(sample.send_lag());
  }
  if (!r.urls.empty()) {
    r.urls[sample.url].response.record(sample.response_time());
    ++r.urls[sample.url].outcomes[static_cast<std::size_t>(sample.outcome)];
  }
  record_second(sample);
  if (sample.outcome == Outcome::bad_status) ++r.bad_statuses[sample.status];
  if (sample.outcome == Outcome::ok) r.last_answer = std::max(r.last_answer, sample.end);
  r.ended = std::max(r.ended, sample.end);
  if (sample.timing.present) {
    ++r.timed;
    r.timed_response_ns += static_cast<double>(sample.response_time());
    r.timed_unsent_ns += static_cast<double>(sample.stamps.sent - sample.planned);
    for (std::size_t i = 0; i < r.phase_us.size(); ++i) r.phase_us[i] += sample.timing.microseconds[i];
  }
  r.body_bytes += body_bytes;
  if (r.samples.size() < Recording::most_samples) r.samples.push_back(sample);
}

void Recorder::record_second(const Sample& sample) {
  const auto index = static_cast<std::size_t>(std::max<Time>(0, sample.end - recording_.counted_from) / second);
  if (index >= Recording::most_seconds) return;
  if (index >= recording_.seconds.size()) recording_.seconds.resize(index + 1);
  Second& ended_in = recording_.seconds[index];
  ++(sample.outcome == Outcome::ok ? ended_in.ok : ended_in.failed);
  ended_in.response.record(sample.response_time());
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

void Recorder::merge_samples(const Recording& other) {
  std::vector<std::uint32_t> indexes;
  for (const WorkerShare& worker : other.workers) {
    indexes.push_back(worker_index(worker.name));
    recording_.workers[indexes.back()].requests += worker.requests;
  }
  for (Sample sample : other.samples) {
    if (recording_.samples.size() == Recording::most_samples) break;
    sample.worker = indexes[sample.worker];
    recording_.samples.push_back(sample);
  }
}

void Recorder::merge(const Recorder& other) {
  Recording& r = recording_;
  const Recording& o = other.recording_;
  merge_samples(o);
  r.response.merge(o.response);
  r.service.merge(o.service);
  r.send_lag.merge(o.send_lag);
  r.connect.merge(o.connect);
  for (std::size_t i = 0; i < o.urls.size(); ++i) {
    r.urls[i].response.merge(o.urls[i].response);
    add(r.urls[i].outcomes, o.urls[i].outcomes);
  }
  if (r.seconds.size() < o.seconds.size()) r.seconds.resize(o.seconds.size());
  for (std::size_t i = 0; i < o.seconds.size(); ++i) {
    r.seconds[i].ok += o.seconds[i].ok;
    r.seconds[i].failed += o.seconds[i].failed;
    r.seconds[i].response.merge(o.seconds[i].response);
  }
  add(r.outcomes, o.outcomes);
  add(r.bad_statuses, o.bad_statuses);
  add(r.connect_errors, o.connect_errors);
  add(r.phase_us, o.phase_us);
  r.timed += o.timed;
  r.timed_response_ns += o.timed_response_ns;
  r.timed_unsent_ns += o.timed_unsent_ns;
  r.body_bytes += o.body_bytes;
  r.asked_again += o.asked_again;
  r.connect_times.insert(r.connect_times.end(), o.connect_times.begin(), o.connect_times.end());
  r.not_accepted = std::max(r.not_accepted, o.not_accepted);
  r.warmup_requests += o.warmup_requests;
  r.never_sent += o.never_sent;
  r.most_waiting += o.most_waiting;
  r.user_seconds += o.user_seconds;
  r.request_seconds += o.request_seconds;
  r.usage.insert(r.usage.end(), o.usage.begin(), o.usage.end());
  r.released = r.released == 0 ? o.released : std::min(r.released, o.released);
  r.counted_from = r.counted_from == 0 ? o.counted_from : std::min(r.counted_from, o.counted_from);
  r.last_answer = std::max(r.last_answer, o.last_answer);
  r.ended = std::max(r.ended, o.ended);
  r.interrupted = r.interrupted || o.interrupted;
}

}  // namespace hundred::client
