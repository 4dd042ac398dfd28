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

/// Whether theory can say something of such a load, once it knows what a request takes alone.
bool is_predictable(const RunOptions& options) {
  const client::RequestForm form = request_form(options.request);
  return !options.mode.empty() && options.urls.size() == 1 && !options.plan.open_loop() && form.method == "GET" &&
         form.headers.empty();
}

/// What a request takes alone. Nothing if that cannot be known: then the load itself will show what is wrong.
std::optional<EndpointFacts> measure_alone(const RunOptions& options, const Interrupt& interrupt, Terminal& terminal) {
  if (!is_predictable(options)) return std::nullopt;
  const bool shown = terminal.err_is_terminal && !options.no_progress;
  if (shown) terminal.err << "measuring a request alone" << std::flush;
  std::vector<EndpointFacts> facts;
  try {
    facts = calibrate(options, options.urls, interrupt);
  } catch (const std::runtime_error&) {
    facts.clear();
  }
  if (shown) terminal.err << "\r\x1b[K" << std::flush;
  return facts.empty() ? std::nullopt : std::optional(facts.front());
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

Ran load_server(const RunOptions& options, ServerProcess* server, const std::optional<EndpointFacts>& alone,
                const Interrupt& interrupt, Terminal& terminal) {
  const client::Load load = load_of(options, server ? server->base_url() : "");
  std::optional<Prediction> prediction;
  if (server && alone) prediction = predict(*alone, server->facts(), load);
  if (const auto warning = timeout_warning(prediction, load)) fmt::print(terminal.err, "hundred-load: {}\n", *warning);
  client::Progress progress;
  Measurement measured;
  {
    ProgressView view(options, load, progress, terminal);
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

std::optional<Ran> run_once(const RunOptions& options, const Interrupt& interrupt, Terminal& terminal) {
  const auto alone = measure_alone(options, interrupt, terminal);
  if (interrupt.raised()) return std::nullopt;
  const auto server = options.mode.empty() ? nullptr : start_server(options, interrupt.fd());
  if (interrupt.raised()) return std::nullopt;
  if (server) terminal.err << server->said() << std::flush;  // what it makes of its options
  return load_server(options, server.get(), alone, interrupt, terminal);
}

}  // namespace hundred::loadtest
