#include "loadtest/lab/tools.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "client/errors.hpp"
#include "common/units.hpp"

namespace hundred::loadtest {
namespace {

using client::RunError;
using Json = nlohmann::ordered_json;

/// Reads text as JSON with `read`. @throws RunError that begins with the tool's name.
Figures read_figures(const std::string& tool, std::string_view text, const std::function<Figures(const Json&)>& read) {
  try {
    return read(Json::parse(text));
  } catch (const Json::exception& error) {
    throw RunError(fmt::format("{}: its figures cannot be read: {}", tool, error.what()));
  }
}

std::string_view last_line(std::string_view text) {
  text = text.substr(0, text.find_last_not_of('\n') + 1);
  return text.substr(text.rfind('\n') + 1);
}

std::optional<double> figure(const Json& figures, const char* name) {
  return figures.contains(name) ? std::optional(figures.at(name).get<double>()) : std::nullopt;
}

Figures with_latency(Figures figures, const Json& latency, std::chrono::nanoseconds cpu) {
  figures.p50_ms = figure(latency, "p50");
  figures.p90_ms = figure(latency, "p90");
  figures.p99_ms = figure(latency, "p99");
  figures.max_ms = figure(latency, "max");
  if (figures.requests > 0)
    figures.cpu_us_per_request = static_cast<double>(cpu.count()) * 1e-3 / static_cast<double>(figures.requests);
  return figures;
}

}  // namespace

Wrk find_wrk(int stop_fd) {
  const auto program = find_program("wrk");
  if (!program) throw RunError("wrk is not on PATH; on Debian and Ubuntu: apt-get install wrk");
  const auto finished = run_to_end(*program, {"--version"}, "", stop_fd);
  if (!finished) return {*program, {}};
  const std::string version = wrk_version(finished->output);
  if (version.empty())
    throw RunError(fmt::format("'{}' is not wrk: to --version it says no line 'wrk VERSION ...'", *program));
  return {*program, version};
}

std::string wrk_version(const std::string& output) {
  constexpr std::string_view start = "wrk ";
  if (!output.starts_with(start)) return {};
  return output.substr(start.size(), output.find_first_of(" \n", start.size()) - start.size());
}

std::optional<Figures> run_wrk(const Wrk& wrk, const std::string& url, const WrkOptions& options, int stop_fd) {
  const auto seconds = [](Nanoseconds duration) {
    return fmt::format("{}s", std::chrono::duration_cast<std::chrono::seconds>(duration).count());
  };
  const auto run = run_to_end(
      wrk.program,
      {"--threads", std::to_string(options.threads), "--connections", std::to_string(options.users), "--duration",
       seconds(*options.duration), "--timeout", seconds(options.timeout), "--script", "/dev/stdin", url},
      wrk_script(), stop_fd);
  return run ? std::optional(wrk_figures(*run)) : std::nullopt;
}

Figures wrk_figures(const Finished& run) {
  if (run.exit_code() != 0) throw RunError(fmt::format("wrk failed: it {}", run.how()));
  return read_figures("wrk", last_line(run.output), [&run](const Json& json) {
    const Json& errors = json.at("errors");
    Figures figures;
    figures.requests = json.at("requests").get<std::uint64_t>();
    for (const Json& count : errors) figures.errors += count.get<std::uint64_t>();
    figures.good = figures.requests - std::min(figures.requests, errors.at("status").get<std::uint64_t>() +
                                                                     errors.at("timeout").get<std::uint64_t>());
    figures.throughput_per_s = json.at("throughput_per_s").get<double>();
    return with_latency(figures, json.at("latency_ms"), run.cpu);
  });
}

std::optional<Figures> run_own(const std::string& url, const WrkOptions& options, int stop_fd) {
  std::vector<std::string> arguments{"run",
                                     "--json",
                                     "--no-progress",
                                     "--users",
                                     std::to_string(options.users),
                                     "--duration",
                                     format_duration(*options.duration)};
  if (options.threads > 1) arguments.insert(arguments.end(), {"--threads", std::to_string(options.threads)});
  arguments.push_back(url);
  const auto run = run_to_end(std::filesystem::read_symlink("/proc/self/exe"), arguments, "", stop_fd);
  return run ? std::optional(own_figures(*run)) : std::nullopt;
}

Figures own_figures(const Finished& run) {
  // Other exit codes come with a report too: of a run in which all failed, or that is not to be trusted.
  if (run.output.empty()) throw RunError(fmt::format("hundred-load run failed: it {}", run.how()));
  return read_figures("hundred-load run", run.output, [&run](const Json& json) {
    const Json& counts = json.at("counts");
    Figures figures;
    figures.requests = counts.at("sent").get<std::uint64_t>();
    figures.good = counts.at("ok").get<std::uint64_t>();
    figures.errors = figures.requests - figures.good;
    const Json& throughput = json.at("throughput_per_s");
    figures.throughput_per_s = throughput.is_null() ? 0 : throughput.get<double>();
    return with_latency(figures, json.at("latency_ms").at("service"), run.cpu);
  });
}

}  // namespace hundred::loadtest
