#include "loadtest/running.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <stdexcept>

#include "loadtest/calibration.hpp"
#include "loadtest/loading.hpp"
#include "loadtest/progress.hpp"
#include "loadtest/theory.hpp"

namespace hundred::loadtest {
namespace {

/// Whether it can be known what a request takes alone: it is asked for on a server of its own, as a plain GET.
bool can_be_alone(const RunOptions& options) {
  const client::RequestForm form = request_form(options.request);
  return !options.mode.empty() && options.urls.size() == 1 && form.method == "GET" && form.headers.empty();
}

std::unique_ptr<ServerProcess> start_upstream(RunOptions& options, int stop_fd) {
  if (options.mode.empty()) return nullptr;
  std::vector<std::string> endpoints = options.urls;
  endpoints.push_back(options.plan.bystander);
  return start_upstream(options, endpoints, stop_fd);
}

/// Where users gave up, a server may rightly be cut off at what they had asked.
std::optional<std::string> fault(ServerProcess& server, const client::Recording& recording) {
  const bool lived = server.running();
  const auto end = server.stop();
  if (!end) return std::nullopt;
  if (!lived) return "the server did not live through the load: it " + *end;
  if (recording.interrupted || recording[client::Outcome::timed_out] > 0) return std::nullopt;
  return "the server did not stop in order: it " + *end;
}

/// A burst is over before a server that was just started has what it needs. Loops have it soon, and a server that the
/// user has told something may be about just that.
bool to_be_warmed_up(const RunOptions& options, const client::Load& load) {
  return load.is_burst() && load.warmup == 0 && options.server_arguments.empty();
}

Ran load_server(const RunOptions& options, ServerProcess* server, const std::optional<EndpointFacts>& alone,
                const std::string& place, const Interrupt& interrupt, Terminal& terminal) {
  const client::Load load = load_of(options, server ? server->base_url() : "");
  std::optional<Prediction> prediction;
  if (server && alone) prediction = predict(*alone, server->facts(), load);
  if (server && to_be_warmed_up(options, load)) warm_up(options, *server, interrupt.fd());
  if (const auto warning = timeout_warning(prediction, load)) fmt::print(terminal.err, "hundred-load: {}\n", *warning);
  client::Progress progress;
  Measurement measured;
  {
    ProgressView view(options, load, progress, place, terminal);
    measured =
        measure(load, bystander_load(options.plan, load), server, interrupt.fd(), progress, [&] { view.draw(); });
  }
  measured.around.prediction = prediction;
  measured.around.arguments = options.arguments;
  const auto wrong = server ? fault(*server, measured.recording) : std::nullopt;
  Report report = measured.report();
  for (const Threshold& threshold : options.thresholds) report.thresholds.push_back(judge(threshold, report));
  return {measured.load, std::move(measured.recording), std::move(report), wrong};
}

}  // namespace

std::unique_ptr<ServerProcess> start_server(const RunOptions& options, int stop_fd) {
  std::vector<std::string> arguments;
  if (options.workers) arguments = {"--workers", std::to_string(*options.workers)};
  return start_server(options, options.mode, arguments, stop_fd);
}

Runner::Runner(RunOptions options, const Interrupt& interrupt, Terminal& terminal)
    : options_(std::move(options)),
      interrupt_(interrupt),
      terminal_(terminal),
      upstream_(start_upstream(options_, interrupt.fd())) {}

std::optional<EndpointFacts> Runner::measure_alone() {
  if (!can_be_alone(options_) || interrupt_.raised()) return std::nullopt;
  LiveText live(terminal_, !options_.no_progress);
  live.show({"measuring a request alone"});
  try {
    const std::vector<EndpointFacts> facts = calibrate(options_, options_.urls, interrupt_);
    return facts.empty() ? std::nullopt : std::optional(facts.front());
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
}

std::optional<Ran> Runner::run(RunOptions options, const std::optional<EndpointFacts>& alone,
                               const std::string& place) {
  options.upstream = options_.upstream;
  if (interrupt_.raised()) return std::nullopt;
  const auto server = options.mode.empty() ? nullptr : start_server(options, interrupt_.fd());
  if (interrupt_.raised()) return std::nullopt;
  if (server) pass_on(server->said());
  return load_server(options, server.get(), alone, place, interrupt_, terminal_);
}

/// What a server makes of its options.
void Runner::pass_on(const std::string& said) {
  if (said != passed_on_) terminal_.err << said << std::flush;
  passed_on_ = said;
}

std::optional<Ran> run_once(const RunOptions& options, const Interrupt& interrupt, Terminal& terminal) {
  Runner runner(options, interrupt, terminal);
  const auto alone = options.plan.open_loop() ? std::nullopt : runner.measure_alone();
  return runner.run(options, alone);
}

}  // namespace hundred::loadtest
