//   users ──► loop (the only thread): reads what has come, runs the handler of each and answers, reads on
//
// Who accepts      the loop
// Who waits        everybody: while a handler computes or waits, nothing else happens
// Where the queue  what was read together (up to 32 requests), unread bytes in the sockets, then the listen backlog
// On overload      the queue grows; nobody is refused before the backlog is full
#include "server/models/registry.hpp"
#include "server/models/serve.hpp"

namespace hundred::server {
namespace {

class SingleThreaded final : public Model {
 public:
  explicit SingleThreaded(const ModelSetup& setup) : application_(setup.application), kind_(setup.worker_kind) {}

  Dispatched dispatch(Exchange& exchange) override {
    const WorkerName name{kind_, static_cast<std::uint32_t>(exchange.loop_index())};
    serve_holding_loop(std::move(exchange), name, application_);
    return Dispatched::taken;
  }

 private:
  const Application application_;
  const char kind_;
};

}  // namespace

std::unique_ptr<Model> make_single_threaded(const ModelSetup& setup) { return std::make_unique<SingleThreaded>(setup); }

}  // namespace hundred::server
