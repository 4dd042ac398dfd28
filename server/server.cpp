#include "server/server.hpp"

#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>

#include "server/database/open.hpp"
#include "server/database/sqlite.hpp"
#include "server/figures.hpp"

namespace hundred::server {
namespace {

StopPlan stop_plan(Resources& resources) {
  if (resources.options.mode->process_per_worker)
    return {.board = resources.connections, .listener = resources.listener, .cut_off = &resources.counts->cut_off};
  StopPlan plan{.board = resources.connections,
                .listener = resources.listener,
                .drain_timeout = resources.options.drain_timeout,
                .folder = resources.folder.temporary()};
  const std::string database = database_file(resources.database);
  if (!plan.folder.empty() && database.starts_with(plan.folder)) plan.files = sqlite_files(database);
  return plan;
}

std::optional<Interpreter> interpreter_of(Resources& resources) {
  const ServerOptions& options = resources.options;
  if (options.gil == GilKind::none) return std::nullopt;
  return std::optional<Interpreter>(std::in_place, options.gil, options.switch_interval, resources.gil[0]);
}

std::optional<Upstream> upstream_of(const Resources& resources) {
  if (!resources.upstream) return std::nullopt;
  return std::optional<Upstream>(std::in_place, *resources.upstream);
}

}  // namespace

Server::Server(Resources& resources, std::size_t process)
    : resources_(resources),
      signals_(stop_plan(resources)),
      database_(
          open_database(resources.database, resources.options.database_pool, resources.database_figures[process])),
      upstream_(upstream_of(resources)),
      endpoints_({.stats = [this] { return stats_as_json(resources_, *model_, endpoints_.rows()); },
                  .timeline = [this](std::size_t last) { return resources_.telemetry.timeline.to_json(last); },
                  .metrics = [this] { return metrics_as_text(resources_, *model_, endpoints_.rows()); },
                  .accepting = [] { return !StopSignals::asked(); }},
                 {.data_dir = resources.folder.path(),
                  .database = *database_,
                  .state = state_,
                  .upstream = upstream_ ? &*upstream_ : nullptr}),
      interpreter_(interpreter_of(resources)),
      shared_{resources.front_end,
              resources.listener,
              resources.loops,
              resources.connections,
              resources.telemetry,
              {},  // the model is made last
              {},
              [this](std::uint32_t worker) { model_->connection_ended(worker); },
              StopSignals::asked(),
              resources.loops_per_process} {
  resources.connections.become(process);
  resources.context_switches.begin(process);
  for (std::size_t i = 0; i < resources.loops_per_process; ++i)
    front_ends_.push_back(std::make_unique<FrontEnd>(process * resources.loops_per_process + i, shared_));
  const ServerOptions& options = resources.options;
  model_ = options.mode->make(
      {.application = {[this](Request& request) -> const Handler& { return endpoints_.route(request); },
                       interpreter_ ? &*interpreter_ : nullptr},
       .worker_kind = options.mode->worker_kind,
       .workers = resources.workers,
       .queue_capacity = options.queue_capacity,
       .pin = options.keep_alive == KeepAlive::pin,
       .helper_threads = options.helper_threads,
       .room = [first = front_ends_.front().get()] { first->room(); }});
  shared_.dispatch = [model = model_.get()](Exchange& exchange) { return model->dispatch(exchange); };
  shared_.wake = [model = model_.get()] { model->wake(); };
}

Server::~Server() = default;

void Server::run(const std::function<void()>& ready) {
  using Pipe = boost::asio::posix::basic_stream_descriptor<Executor>;
  Pipe stop(front_ends_.front()->executor(), ::dup(signals_.descriptor()));
  stop.async_wait(Pipe::wait_read, [this](const boost::system::error_code& error) {
    if (!error) drain();
  });
  starting_loops_ = front_ends_.size();
  for (const auto& front_end : front_ends_) resources_.loops.begin(front_end->index());
  for (const auto& front_end : front_ends_)
    boost::asio::post(front_end->executor(), [&] {
      if (--starting_loops_ == 0) ready();
    });
  const auto others = start_other_loops();
  front_ends_.front()->run();
}

Threads Server::start_other_loops() {
  return {front_ends_.size() - 1, [this](std::size_t i) { front_ends_[i + 1]->run(); }, [this] { drain(); }};
}

void Server::drain() {
  if (upstream_) upstream_->close();
  for (const auto& front_end : front_ends_) front_end->drain();
}

}  // namespace hundred::server
