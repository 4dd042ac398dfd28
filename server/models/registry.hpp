#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "server/models/model.hpp"

namespace hundred::server {

/// One concurrency model: everything the rest of the program knows of it.
struct ModelRow {
  std::string_view name;    ///< for --mode
  std::string_view alias;   ///< the short form; empty if there is none
  std::string_view run_by;  ///< who runs a request, in a line
  std::string_view as_in;   ///< where users know it from

  char worker_kind;                    ///< the letter of its workers' names
  std::string_view workers_are;        ///< what --workers counts; empty if it does not apply
  std::uint64_t (*default_workers)();  ///< null if it does not apply
  std::string_view default_words;      ///< the same for people: "8", "usable CPUs"
  bool queues;                         ///< --queue-capacity and --overload apply
  bool capped;                         ///< --max-threads applies, as the number of workers
  bool pins;                           ///< --keep-alive pin applies: a worker can serve one connection only
  bool helpers;                        ///< --helper-threads applies
  bool loop_per_worker;                ///< as many loops as workers, else one
  bool process_per_worker;             ///< as many processes as workers, with a supervisor, else one without

  std::unique_ptr<Model> (*make)(const ModelSetup& setup);
};

/// All models, in the order in which they are listed.
std::span<const ModelRow> models();
/// The model with this name or alias; null if there is none.
const ModelRow* find_model(std::string_view name);

// One file each; a process of prefork serves as single-threaded does.
std::unique_ptr<Model> make_single_threaded(const ModelSetup& setup);
std::unique_ptr<Model> make_thread_per_request(const ModelSetup& setup);
std::unique_ptr<Model> make_worker_pool(const ModelSetup& setup);
std::unique_ptr<Model> make_pinned_pool(const ModelSetup& setup);  // worker-pool, if setup.pin
std::unique_ptr<Model> make_event_loop(const ModelSetup& setup);
std::unique_ptr<Model> make_hybrid(const ModelSetup& setup);

}  // namespace hundred::server
