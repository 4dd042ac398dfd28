#include "loadtest/calibration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "client/errors.hpp"
#include "common/cpus.hpp"
#include "loadtest/loading.hpp"
#include "loadtest/report/statistics.hpp"

namespace hundred::loadtest {
namespace {

using client::Outcome;
using client::Phase;
using client::Sample;

constexpr double measured_ms = 500;  ///< how long to ask, about
constexpr const char* computing_endpoint = "/cpu/burn?ms=10";
/// In each a worker computes for one user at a time; the next is for where the one before does not work.
constexpr std::array calibrating_modes{"event-loop", "worker-pool", "prefork"};

/// How many requests of that length one user is to ask, one after the other.
std::uint64_t enough(double request_ms) {
  return static_cast<std::uint64_t>(std::clamp(measured_ms / std::max(request_ms, 0.001), 1.0, 200.0));
}

/// Ends a calibration that is no longer wanted.
struct Interrupted {};

class Calibrator {
 public:
  Calibrator(const LoadOptions& options, const std::string& mode, const Interrupt& interrupt)
      : options_(bare(options)),
        stop_fd_(interrupt.fd()),
        cpus_(usable_cpus()),
        server_(start_server(options_, mode, {"--workers", std::to_string(cpus_)}, stop_fd_)) {
    if (interrupt.raised()) throw Interrupted();
  }

  EndpointFacts measure(const std::string& endpoint) {
    EndpointFacts facts{endpoint, measure_alone(endpoint), static_cast<double>(cpus_)};
    switch (facts.work.kind()) {
      case Work::Kind::waiting:
        break;
      case Work::Kind::computing:
        if (facts.work.total_ms < measured_ms) {
          facts.cpus = measure_cpus(endpoint, facts.work);
          break;
        }
        [[fallthrough]];
      case Work::Kind::mixed:
        facts.cpus = measure_cpus(computing_endpoint, measure_alone(computing_endpoint));
        break;
    }
    return facts;
  }

 private:
  /// What the user tells the compared servers would change what is measured here.
  static LoadOptions bare(LoadOptions options) {
    options.server_arguments.clear();
    return options;
  }

  client::Recording ask(const std::string& endpoint, std::uint64_t users, std::uint64_t requests) const {
    LoadOptions load = options_;
    load.users = users;
    load.requests = requests;
    load.duration.reset();
    client::Progress progress;
    client::Recording recording = client::run(load_of(load, server_->base_url() + endpoint), stop_fd_, progress);
    if (recording.interrupted) throw Interrupted();
    if (recording[Outcome::ok] < recording.requests()) refuse(endpoint, recording);
    return recording;
  }

  [[noreturn]] static void refuse(const std::string& endpoint, const client::Recording& recording) {
    if (recording.bad_statuses.empty())
      throw client::RunError(fmt::format("'{}': alone, on an idle server, it has no good answer", endpoint));
    throw UsageError(fmt::format("'{}': hundred-server answers it with status {}; GET / lists what there is", endpoint,
                                 recording.bad_statuses.begin()->first));
  }

  Work measure_alone(const std::string& endpoint) const {
    const client::Recording first = ask(endpoint, 1, 1);
    const auto first_ms = static_cast<double>(first.samples.front().service_time()) / 1e6;
    const client::Recording recording = first_ms < measured_ms ? ask(endpoint, 1, enough(first_ms)) : first;
    std::vector<double> total, cpu, wait;
    for (const Sample& sample : recording.samples) {
      total.push_back(static_cast<double>(sample.service_time()) / 1e6);
      cpu.push_back(sample.timing[Phase::cpu] / 1e3);
      wait.push_back(sample.timing[Phase::wait] / 1e3);
    }
    return {*median(total), *median(cpu), *median(wait)};
  }

  double measure_cpus(const std::string& endpoint, const Work& work) const {
    const client::Recording recording = ask(endpoint, cpus_, cpus_ * enough(work.total_ms));
    const double span_ms = static_cast<double>(recording.last_answer - recording.released) / 1e6;
    const double busy_ms = static_cast<double>(recording[Outcome::ok]) * work.total_ms;
    return std::clamp(busy_ms / span_ms, 0.01, static_cast<double>(cpus_));
  }

  const LoadOptions options_;
  const int stop_fd_;
  const std::uint64_t cpus_;
  std::unique_ptr<ServerProcess> server_;
};

}  // namespace

std::vector<EndpointFacts> calibrate(const LoadOptions& options, const std::vector<std::string>& endpoints,
                                     const Interrupt& interrupt) {
  for (std::size_t i = 0;; ++i) try {
      Calibrator calibrator(options, calibrating_modes[i], interrupt);
      std::vector<EndpointFacts> facts;
      for (const std::string& endpoint : endpoints) facts.push_back(calibrator.measure(endpoint));
      return facts;
    } catch (const Interrupted&) {
      return {};
    } catch (const client::RunError&) {
      if (i + 1 == calibrating_modes.size()) throw;
    }
}

}  // namespace hundred::loadtest
