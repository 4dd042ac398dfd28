//   users ──► listener (a loop): reads ──► queue of those without a worker ──► worker 0 … N-1: takes one connection,
//                    │                                                         and serves it until it closes
//                    └──► what else that connection asks ──► its worker
//
// Who accepts      the listener, which never runs a handler
// Who waits        every connection without a worker, until one that has a worker closes
// Where the queue  in front of the workers, first in, first out; it stands still while nobody leaves
// On overload      as in worker_pool, which this differs from in one thing only
//
// An exhibit (worker-pool with --keep-alive pin): how servers behave that give each connection a thread of a pool.
#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

#include "server/models/registry.hpp"
#include "server/models/serve.hpp"
#include "server/runtime/threads.hpp"
#include "server/runtime/work_queue.hpp"

namespace hundred::server {
namespace {

/// Where a worker waits for its connection: for the next request, or for its end.
class Desk {
 public:
  void put(Exchange exchange) {
    const std::lock_guard lock(mutex_);
    next_.emplace(std::move(exchange));
    changed_.notify_one();
  }
  void leave() {
    const std::lock_guard lock(mutex_);
    left_ = true;
    changed_.notify_one();
  }
  /// Blocks. @returns nothing when the connection has ended; then the desk is ready for another.
  std::optional<Exchange> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return next_ || left_; });
    left_ = false;
    return std::exchange(next_, std::nullopt);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Exchange> next_;
  bool left_ = false;
};

class PinnedPool final : public Model {
 public:
  explicit PinnedPool(const ModelSetup& setup)
      : application_(setup.application),
        room_(setup.room),
        desks_(setup.workers),
        queue_(setup.queue_capacity),
        workers_(
            setup.workers, [this](std::size_t i) { work({'w', static_cast<std::uint32_t>(i)}); },
            [this] { queue_.close(); }) {}
  ~PinnedPool() override { queue_.close(); }

  Dispatched dispatch(Exchange& exchange) override {
    if (const auto worker = exchange.pinned_to()) {
      desks_[*worker].put(std::move(exchange));
      return Dispatched::taken;
    }
    return queue_.push(exchange) ? Dispatched::taken : Dispatched::no_room;
  }

  void wake() override { queue_.announce(); }

  void connection_ended(std::uint32_t worker) override { desks_[worker].leave(); }

  QueueFigures queue() const override { return queue_.figures(); }

 private:
  void work(WorkerName name) {
    while (auto next = queue_.pop()) {
      if (next->made_room) room_();
      next->item.pin_to(name.index);
      serve_here(std::move(next->item), name, application_);
      while (auto own = desks_[name.index].take()) serve_here(std::move(*own), name, application_);
    }
  }

  const Application application_;
  std::function<void()> room_;
  std::vector<Desk> desks_;
  WorkQueue<Exchange> queue_;
  Threads workers_;
};

}  // namespace

std::unique_ptr<Model> make_pinned_pool(const ModelSetup& setup) { return std::make_unique<PinnedPool>(setup); }

}  // namespace hundred::server
