//   users ──► listener (a loop): reads ──► work queue (bounded FIFO) ──► worker 0 … N-1: runs the handler, answers
//
// Who accepts      the listener, which never runs a handler
// Who waits        the worker, with its thread; a request without a worker waits in the queue
// Where the queue  in front of the workers, first in, first out
// On overload      a full queue: 503 at once, or the listener stops reading (--overload)
#include "server/models/registry.hpp"
#include "server/models/serve.hpp"
#include "server/runtime/threads.hpp"
#include "server/runtime/work_queue.hpp"

namespace hundred::server {
namespace {

class WorkerPool final : public Model {
 public:
  explicit WorkerPool(const ModelSetup& setup)
      : application_(setup.application),
        room_(setup.room),
        queue_(setup.queue_capacity),
        workers_(
            setup.workers, [this](std::size_t i) { work({'w', static_cast<std::uint32_t>(i)}); },
            [this] { queue_.close(); }) {}
  ~WorkerPool() override { queue_.close(); }

  Dispatched dispatch(Exchange& exchange) override {
    return queue_.push(exchange) ? Dispatched::taken : Dispatched::no_room;
  }

  void wake() override { queue_.announce(); }

  QueueFigures queue() const override { return queue_.figures(); }

 private:
  void work(WorkerName name) {
    while (auto next = queue_.pop()) {
      if (next->made_room) room_();
      serve_here(std::move(next->item), name, application_);
    }
  }

  const Application application_;
  std::function<void()> room_;
  WorkQueue<Exchange> queue_;
  Threads workers_;
};

}  // namespace

std::unique_ptr<Model> make_worker_pool(const ModelSetup& setup) {
  if (setup.pin) return make_pinned_pool(setup);
  return std::make_unique<WorkerPool>(setup);
}

}  // namespace hundred::server
