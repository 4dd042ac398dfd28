//   users ──► loop (a thread): reads, starts a coroutine, reads on ──► answers as coroutines end
//                └─ computes ──► pool's queue (FIFO) ──► thread 0 … thread N-1 ──► back to the loop
//
// Who accepts      the loop, which never computes
// Who waits        only the request that waits; what computes waits for one of N threads
// Where the queue  in front of the pool, first in, first out
// On overload      nobody is refused: waiting requests cost memory, computing ones queue
#include "server/models/registry.hpp"
#include "server/models/serve.hpp"

namespace hundred::server {
namespace {

class Hybrid final : public Model {
 public:
  explicit Hybrid(const ModelSetup& setup)
      : application_(setup.application), helpers_(setup.helper_threads), computing_(setup.workers) {}

  Dispatched dispatch(Exchange& exchange) override {
    serve_on_loop(std::move(exchange), application_, pools_);
    return Dispatched::taken;
  }

  QueueFigures queue() const override { return computing_.queue(); }

 private:
  const Application application_;
  HelperPool helpers_, computing_;
  const LoopPools pools_{helpers_, &computing_};
};

}  // namespace

std::unique_ptr<Model> make_hybrid(const ModelSetup& setup) { return std::make_unique<Hybrid>(setup); }

}  // namespace hundred::server
