//   users ──► loop 0 (a thread): reads, starts a coroutine, reads on ──► answers as coroutines end
//        └──► loop 1 …           each loop has its own connections
//
// Who accepts      the loop with the fewest connections
// Who waits        only the request that waits; but while one computes, its loop stands still
// Where the queue  as in single_threaded, when computing holds the loop; else there is none
// On overload      nobody is refused: waiting requests cost memory, computing ones cost everybody time
#include "server/models/registry.hpp"
#include "server/models/serve.hpp"

namespace hundred::server {
namespace {

class EventLoop final : public Model {
 public:
  explicit EventLoop(const ModelSetup& setup) : application_(setup.application), helpers_(setup.helper_threads) {}

  Dispatched dispatch(Exchange& exchange) override {
    serve_on_loop(std::move(exchange), application_, pools_);
    return Dispatched::taken;
  }

 private:
  const Application application_;
  HelperPool helpers_;
  const LoopPools pools_{helpers_};
};

}  // namespace

std::unique_ptr<Model> make_event_loop(const ModelSetup& setup) { return std::make_unique<EventLoop>(setup); }

}  // namespace hundred::server
