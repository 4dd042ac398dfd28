#include "server/figures.hpp"

#include <fmt/format.h>

#include <boost/version.hpp>
#include <nlohmann/json.hpp>

#include "server/database/open.hpp"
#include "server/telemetry/exposition.hpp"

namespace hundred::server {
namespace {

using Type = Exposition::Type;

std::string_view route_name(std::size_t route, std::span<const Endpoint> endpoints) {
  if (route == refused_route) return "refused";
  if (route == no_endpoint) return "none";
  return endpoints[route - first_endpoint].path;
}

void put_requests(Exposition& out, std::string_view mode, const RequestFigures& requests,
                  std::span<const Endpoint> endpoints) {
  std::vector<std::pair<std::string_view, RequestFigures::Figures>> routes;
  for (std::size_t route = 0; route < endpoints.size() + first_endpoint; ++route) {
    auto figures = requests.of(static_cast<Route>(route));
    if (!figures.by_status.empty()) routes.emplace_back(route_name(route, endpoints), std::move(figures));
  }
  out.family("hundred_requests_total", Type::counter, "Requests answered, or given up because their client had gone.");
  for (const auto& [name, figures] : routes)
    for (const auto& [status, count] : figures.by_status)
      out.sample(count, {{"mode", mode}, {"route", name}, {"code", status == 0 ? "other" : fmt::to_string(status)}});
  out.family("hundred_request_duration_seconds", Type::histogram,
             "From the arrival of a request's last byte until the last byte of its answer was handed to the kernel.");
  for (const auto& [name, figures] : routes)
    if (name != route_name(refused_route, {})) out.histogram(figures.duration, {{"mode", mode}, {"route", name}});
  out.family("hundred_queue_wait_seconds", Type::histogram,
             "From the arrival of a request's last byte to the start of its handler.");
  for (const auto& [name, figures] : routes)
    if (name != route_name(refused_route, {})) out.histogram(figures.queue_wait, {{"mode", mode}, {"route", name}});
}

void put_losses(Exposition& out, std::string_view mode, const Metrics& metrics) {
  out.family("hundred_shed_total", Type::counter, "Requests turned away with 503 before a handler saw them.");
  for (const auto& [reason, count] : metrics.shed_by_reason()) out.sample(count, {{"mode", mode}, {"reason", reason}});
  out.family("hundred_dropped_total", Type::counter,
             "Answers that could not be delivered in full: their client had gone, or their body could not be made.");
  out.sample(metrics.dropped_count(), {{"mode", mode}});
  out.family("hundred_failed_total", Type::counter, "Handlers, or makers of a body, that failed.");
  out.sample(metrics.failed_count(), {{"mode", mode}});
}

void put_state(Exposition& out, const Resources& resources, const Model& model) {
  const std::string_view mode = resources.options.mode->name;
  const ConnectionBoard::Counts connections = resources.connections.count();
  out.family("hundred_connections", Type::gauge, "Open connections.");
  out.sample(connections.idle, {{"mode", mode}, {"state", "idle"}});
  out.sample(connections.in_flight, {{"mode", mode}, {"state", "in_flight"}});
  out.family("hundred_connection_idle_bytes", Type::gauge, "Memory of our own that an idle connection costs.");
  out.sample(resources.loops.idle_bytes(), {{"mode", mode}});
  out.family("hundred_queue_length", Type::gauge, "Requests that wait for a worker; not in the kernel.");
  out.sample(model.queue().length, {{"mode", mode}});
  out.family("hundred_processes", Type::gauge, "Processes that serve.");
  out.sample(resources.counts->processes.load(), {{"mode", mode}});
  out.family("hundred_workers", Type::gauge, "Workers, as the mode counts them.");
  out.sample(resources.workers, {{"mode", mode}});
  out.family("hundred_build_info", Type::gauge, "Always 1; what was built, as labels.");
  out.sample(1,
             {{"version", HUNDRED_VERSION}, {"mode", mode}, {"compiler", __VERSION__}, {"boost", BOOST_LIB_VERSION}});
}

double milliseconds(std::uint64_t nanoseconds) { return static_cast<double>(nanoseconds) * 1e-6; }

/// Which endpoints held their loop for too long, and how long at most.
nlohmann::ordered_json loop_holds_as_json(const LoopHoldFigures& holds, std::span<const Endpoint> endpoints) {
  nlohmann::ordered_json by_path = nlohmann::ordered_json::object();
  for (std::size_t i = 0; i < endpoints.size(); ++i) {
    const auto [count, longest] = holds.of(static_cast<Route>(first_endpoint + i));
    if (count == 0) continue;
    by_path[std::string(endpoints[i].path)] = {
        {"count", count}, {"longest_ms", milliseconds(static_cast<std::uint64_t>(longest.count()))}};
  }
  return by_path;
}

nlohmann::ordered_json gil_as_json(const GilFigures& gil) {
  const std::uint64_t taken = gil.taken, hold_ns = gil.hold_ns;
  return {{"taken", taken},
          {"waits", gil.waits.load()},
          {"wait_ms", milliseconds(gil.wait_ns)},
          {"switches", gil.switches.load()},
          {"drop_requests", gil.requests.load()},
          {"mean_hold_ms", taken == 0 ? 0 : milliseconds(hold_ns) / static_cast<double>(taken)},
          {"longest_hold_ms", milliseconds(gil.longest_hold_ns)}};
}

void sum_up(const Resources& resources, DatabaseFigures& sum) {
  for (const DatabaseFigures& figures : resources.database_figures.all()) figures.add_to(sum);
}

nlohmann::ordered_json database_as_json(const Resources& resources) {
  DatabaseFigures sum{};
  sum_up(resources, sum);
  return {{"kind", database_kind(resources.database)},
          {"pool", resources.options.database_pool},
          {"open", sum.open.load()},
          {"in_use", sum.in_use.load()},
          {"waits", sum.waits.load()},
          {"wait_ms", milliseconds(sum.wait_ns)},
          {"queries", sum.queries.load()},
          {"failed", sum.failed.load()},
          {"reconnects", sum.reconnects.load()}};
}

void put_database(Exposition& out, const Resources& resources) {
  const std::string_view mode = resources.options.mode->name;
  DatabaseFigures sum{};
  sum_up(resources, sum);
  out.family("hundred_database_connections", Type::gauge, "Open connections to the database.");
  out.sample(sum.open, {{"mode", mode}});
  out.family("hundred_database_queries_total", Type::counter, "Statements to be run by the database.");
  out.sample(sum.queries, {{"mode", mode}});
  out.family("hundred_database_failed_total", Type::counter, "Statements that could not be run, or were refused.");
  out.sample(sum.failed, {{"mode", mode}});
  out.family("hundred_database_waits_total", Type::counter, "Statements that waited for a free connection.");
  out.sample(sum.waits, {{"mode", mode}});
  out.family("hundred_database_reconnects_total", Type::counter, "Connections made in place of lost ones.");
  out.sample(sum.reconnects, {{"mode", mode}});
}

}  // namespace

std::string stats_as_json(const Resources& resources, const Model& model, std::span<const Endpoint> endpoints) {
  const Metrics& metrics = resources.telemetry.metrics;
  nlohmann::ordered_json served = nlohmann::ordered_json::object();
  for (const auto& [worker, count] : metrics.served_by_worker()) served[worker] = count;
  const ConnectionBoard::Counts connections = resources.connections.count();
  const auto [length, peak] = model.queue();
  const auto [voluntary, involuntary] = resources.context_switches.count();
  nlohmann::ordered_json stats{{"mode", resources.options.mode->name},
                               {"processes", resources.counts->processes.load()},
                               {"workers", resources.workers},
                               {"connections", {{"open", connections.open()}, {"idle", connections.idle}}},
                               {"queue", {{"length", length}, {"peak", peak}}},
                               {"served", served},
                               {"shed", metrics.shed_by_reason()},
                               {"dropped", metrics.dropped_count()},
                               {"failed", metrics.failed_count()},
                               {"idle_bytes_per_connection", resources.loops.idle_bytes()},
                               {"context_switches", {{"voluntary", voluntary}, {"involuntary", involuntary}}},
                               {"loop_blocked", loop_holds_as_json(resources.telemetry.loop_holds, endpoints)},
                               {"database", database_as_json(resources)}};
  if (resources.options.gil != GilKind::none) stats["gil"] = gil_as_json(resources.gil[0]);
  return stats.dump();
}

std::string metrics_as_text(const Resources& resources, const Model& model, std::span<const Endpoint> endpoints) {
  Exposition out;
  put_requests(out, resources.options.mode->name, resources.telemetry.requests, endpoints);
  put_losses(out, resources.options.mode->name, resources.telemetry.metrics);
  put_database(out, resources);
  put_state(out, resources, model);
  return std::move(out).text();
}

}  // namespace hundred::server
