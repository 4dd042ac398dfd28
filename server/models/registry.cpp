#include "server/models/registry.hpp"

#include <array>

#include "common/cpus.hpp"

namespace hundred::server {
namespace {

constexpr std::array rows{
    ModelRow{.name = "single-threaded",
             .alias = "single",
             .run_by = "the only thread, one request at a time",
             .as_in = "Flask's development server, unthreaded",
             .worker_kind = 's',
             .workers_are = "",
             .default_workers = nullptr,
             .default_words = "",
             .queues = false,
             .capped = false,
             .pins = false,
             .helpers = false,
             .loop_per_worker = false,
             .process_per_worker = false,
             .make = make_single_threaded},
    ModelRow{.name = "thread-per-request",
             .alias = "threads",
             .run_by = "a thread created for that request",
             .as_in = "Flask's development server",
             .worker_kind = 't',
             .workers_are = "",
             .default_workers = nullptr,
             .default_words = "",
             .queues = true,
             .capped = true,
             .pins = false,
             .helpers = false,
             .loop_per_worker = false,
             .process_per_worker = false,
             .make = make_thread_per_request},
    ModelRow{.name = "worker-pool",
             .alias = "pool",
             .run_by = "one of N threads, fed by a listener through a bounded work queue",
             .as_in = "Tomcat, Puma, gunicorn gthread",
             .worker_kind = 'w',
             .workers_are = "threads",
             .default_workers = [] { return std::uint64_t{8}; },
             .default_words = "8",
             .queues = true,
             .capped = false,
             .pins = true,
             .helpers = false,
             .loop_per_worker = false,
             .process_per_worker = false,
             .make = make_worker_pool},
    ModelRow{.name = "event-loop",
             .alias = "async",
             .run_by = "a coroutine on the loop: waits suspend it, computing holds the loop",
             .as_in = "Node, nginx, uvicorn",
             .worker_kind = 'l',
             .workers_are = "loops",
             .default_workers = [] { return std::uint64_t{1}; },
             .default_words = "1",
             .queues = false,
             .capped = false,
             .pins = false,
             .helpers = true,
             .loop_per_worker = true,
             .process_per_worker = false,
             .make = make_event_loop},
    ModelRow{.name = "hybrid",
             .alias = "",
             .run_by = "as event-loop, but computing goes to a pool",
             .as_in = "Node worker_threads, FastAPI def",
             .worker_kind = 'l',
             .workers_are = "pool threads",
             .default_workers = usable_cpus,
             .default_words = "usable CPUs",
             .queues = false,
             .capped = false,
             .pins = false,
             .helpers = true,
             .loop_per_worker = false,
             .process_per_worker = false,
             .make = make_hybrid},
    ModelRow{.name = "prefork",
             .alias = "processes",
             .run_by = "one of N single-threaded processes",
             .as_in = "gunicorn sync, PHP-FPM, Apache prefork",
             .worker_kind = 'p',
             .workers_are = "processes",
             .default_workers = [] { return std::uint64_t{8}; },
             .default_words = "8",
             .queues = false,
             .capped = false,
             .pins = true,
             .helpers = false,
             .loop_per_worker = false,
             .process_per_worker = true,
             .make = make_single_threaded},
};

}  // namespace

std::span<const ModelRow> models() { return rows; }

const ModelRow* find_model(std::string_view name) {
  for (const ModelRow& row : rows)
    if (row.name == name || (!name.empty() && row.alias == name)) return &row;
  return nullptr;
}

}  // namespace hundred::server
