#include "tests/unit/loadtest/full_run.hpp"

#include <stdexcept>

#include "loadtest/threshold.hpp"

namespace hundred::loadtest {
namespace {

using client::microsecond, client::millisecond, client::second, client::Time;
using client::Outcome;
using client::Phase;

constexpr Time released = 1'000 * second;
constexpr Time counted_from = released + second;
constexpr std::uint32_t all_requests = 300;

std::uint32_t& phase(client::Sample& sample, Phase which) {
  return sample.timing.microseconds[static_cast<std::size_t>(which)];
}

/// The i-th of requests that are due each 10 ms, alternately answered after 52 to 55 ms and after 2 ms.
client::Sample answered(std::uint32_t i) {
  const bool sleeps = i % 2 == 0;
  client::Sample sample;
  sample.user = i % 10;
  sample.number = i + 1;
  sample.url = sleeps ? 0 : 1;
  sample.planned = counted_from + i * 10 * millisecond;
  sample.ready = sample.planned + (i % 7 == 0 ? 500 * microsecond : 0);
  sample.stamps.sent = sample.ready + 20 * microsecond;
  sample.stamps.last_byte = sample.end = sample.planned + (sleeps ? 52 * millisecond + i * 10'000 : 2 * millisecond);
  sample.status = 200;
  sample.timing.present = true;
  phase(sample, Phase::queue) = 600;
  phase(sample, Phase::cpu) = 100;
  phase(sample, Phase::wait) = sleeps ? 50'000 : 0;
  phase(sample, Phase::handler) = sleeps ? 50'100 : 100;
  return sample;
}

client::Sample request(std::uint32_t i) {
  client::Sample sample = answered(i);
  if (i == 100 || i == 200) {
    sample.outcome = Outcome::timed_out;
    sample.end = sample.planned + full_load().timeout;
  }
  if (i == 200) {
    sample.user = client::Sample::nobody;
    sample.ready = 0;
    sample.number = 0;
    sample.stamps = {};
  }
  if (i == 150) sample.outcome = Outcome::reset;
  if (i == 151) {
    sample.outcome = Outcome::bad_status;
    sample.status = 503;
  } else if (sample.outcome != Outcome::ok) {
    sample.status = 0;
    sample.timing = {};
  }
  return sample;
}

void add_counters(client::Recording& recording) {
  for (int i = 0; i < 8; ++i) recording.connect_times.push_back(400 * microsecond + i * 10 * microsecond);
  recording.connect_times.push_back(second + 4 * millisecond);
  recording.connect.record(500 * microsecond);
  recording.connect.record(3 * second + 8 * millisecond);
  recording.asked_again = 1;
  recording.warmup_requests = 100;
  recording.never_sent = 1;
  recording.most_waiting = 7;
  recording.request_seconds = recording.response.mean() * 1e-9 * all_requests;
  recording.usage = {{13 * second, 12'500 * millisecond}, {13 * second, 3 * second}};
}

BystanderFacts bystander() {
  client::Load load;
  load.urls = {client::parse_url("127.0.0.1:8080/healthz")};
  load.open_loop = client::OpenLoop{10, {{3 * second, 10}}};
  client::Recorder recorder(0);
  for (std::uint32_t i = 0; i < 30; ++i) {
    client::Sample sample = answered(2 * i + 1);
    sample.end = sample.planned + (i + 1) * millisecond;
    if (i == 29) sample.outcome = Outcome::timed_out;
    recorder.record(sample, "", 0);
  }
  return bystander_facts(load, recorder.recording());
}

/// As the server tells of it, to whose own sum its stamps add 10 µs.
Exchange exchange_of(const client::Sample& sample) {
  const auto nanoseconds = [&](Phase which) { return sample.timing[which] * microsecond; };
  Exchange exchange;
  exchange.arrival = sample.stamps.sent + 60 * microsecond;
  exchange.start = exchange.arrival + nanoseconds(Phase::queue);
  exchange.end = exchange.start + nanoseconds(Phase::handler) + 10 * microsecond;
  exchange.handed = exchange.end + 25 * microsecond;
  exchange.cpu = nanoseconds(Phase::cpu);
  exchange.stretches = {{"cpu", exchange.start, exchange.start + nanoseconds(Phase::cpu)}};
  if (sample.timing[Phase::wait] > 0)
    exchange.stretches.push_back({"wait", exchange.end - nanoseconds(Phase::wait), exchange.end});
  return exchange;
}

Exchanges exchanges(const client::Recording& recording) {
  Exchanges exchanges;
  for (const client::Sample& sample : recording.samples)
    if (sample.timing.present) exchanges.emplace(sample.number, exchange_of(sample));
  return exchanges;
}

/// Of a closed loop, that there be one.
Prediction prediction() {
  const Work work{50.3, 0.1, 50};
  return {work, 1.9, {}, {}, predict_loop(work, find_mode("worker-pool")->servers(8), 10, 1.9, 50)};
}

}  // namespace

client::Load full_load() {
  client::Load load;
  load.urls = {client::parse_url("127.0.0.1:8080/io/sleep?ms=50"), client::parse_url("127.0.0.1:8080/ping")};
  load.users = 10;
  load.threads = 2;
  load.warmup = second;
  load.duration = 3 * second;
  load.timeout = 10 * second;
  load.open_loop = client::OpenLoop{100, {{4 * second, 100}}, client::Arrivals::poisson, 7};
  return load;
}

client::Recording full_recording() {
  client::Recorder recorder(0, 2);
  recorder.recording().released = released;
  recorder.recording().counted_from = counted_from;
  for (std::uint32_t i = 0; i < all_requests; ++i) {
    const client::Sample sample = request(i);
    const bool whole = sample.outcome == Outcome::ok || sample.outcome == Outcome::bad_status;
    recorder.record(sample, whole ? "w" + std::to_string(i % 3) : "", whole ? 20 : 0);
  }
  add_counters(recorder.recording());
  return recorder.recording();
}

Report full_report() {
  const client::Load load = full_load();
  const client::Recording recording = full_recording();
  Surroundings around;
  around.server = ServerFacts{"worker-pool", 8, true};
  around.exchanges = exchanges(recording);
  around.prediction = prediction();
  around.usage = Usage{640, 10, 1, 12 << 20, 900, 45};
  around.loop_blocks = {{"/cpu/burn", 3, 31.5}};
  around.events = {3, 4, 2};
  around.bystander = bystander();
  Report report = build_report(load, recording, around);
  report.not_accepted = 2;
  for (const char* text : {"p(50)<60", "p99<50ms", "p99.9<=1s", "errors<=4", "errors<1%", "rate>1000"}) {
    const auto threshold = parse_threshold(text);
    if (!threshold) throw std::logic_error(text);
    report.thresholds.push_back(judge(*threshold, report));
  }
  report.environment = {"0.1.0", "2026-01-02T03:04:05Z",         "Linux 6.1.0 x86_64", 2,
                        true,    {"-R", "100", "--warmup", "1s"}};
  return report;
}

}  // namespace hundred::loadtest
