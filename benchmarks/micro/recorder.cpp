// What it costs the load tool to enter a request, and to bring together what its threads have entered.
#include "client/recorder.hpp"

#include <benchmark/benchmark.h>

namespace hundred::client {
namespace {

/// The `i`-th of many: response times up to a second, as far apart as they come.
Sample sample(std::uint64_t i) {
  Sample sample;
  sample.planned = static_cast<Time>(i) * microsecond;
  sample.ready = sample.stamps.sent = sample.planned + microsecond;
  sample.end = sample.planned + static_cast<Time>(i * 7919 % 1'000'000) * microsecond;
  sample.user = static_cast<std::uint32_t>(i % 100);
  sample.status = 200;
  return sample;
}

void record(benchmark::State& state) {
  Recorder recorder(Recording::most_samples);
  std::uint64_t i = 0;
  for (auto _ : state) recorder.record(sample(++i), "pool-7", 13);
  benchmark::DoNotOptimize(recorder);
}
BENCHMARK(record);

void histogram(benchmark::State& state) {
  Histogram histogram;
  std::uint64_t i = 0;
  for (auto _ : state) histogram.record(sample(++i).response_time());
  benchmark::DoNotOptimize(histogram);
}
BENCHMARK(histogram);

void merge(benchmark::State& state) {
  Recorder other(10'000);
  for (std::uint64_t i = 0; i < 10'000; ++i) other.record(sample(i), "pool-7", 13);
  for (auto _ : state) {
    Recorder all(10'000);
    all.merge(other);
    benchmark::DoNotOptimize(all);
  }
}
BENCHMARK(merge);

}  // namespace
}  // namespace hundred::client
