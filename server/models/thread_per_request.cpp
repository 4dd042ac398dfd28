//   users ──► listener (a loop): reads ──► a new thread per request: runs the handler, answers, ends
//                                     └──► beyond --max-threads: queue (bounded FIFO), for the next thread that ends
//
// Who accepts      the listener, which never runs a handler
// Who waits        the request's own thread; what computes shares the CPUs with all the others
// Where the queue  in the scheduler: as many runnable threads as there are requests
// On overload      the queue behind --max-threads; when that is full: 503 at once, or the listener stops reading
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <system_error>
#include <vector>

#include "server/models/registry.hpp"
#include "server/models/serve.hpp"
#include "server/runtime/threads.hpp"
#include "server/runtime/work_queue.hpp"

namespace hundred::server {
namespace {

class ThreadPerRequest final : public Model {
 public:
  /// One slot more than threads: a thread that is about to end starts the next one before it gives up its own.
  explicit ThreadPerRequest(const ModelSetup& setup)
      : application_(setup.application),
        room_(setup.room),
        most_(setup.workers),
        queue_(setup.queue_capacity),
        slots_(most_ + 1) {}

  /// A thread that started another may still be noting it when that one has answered: wait for all to be done, then
  /// join them.
  ~ThreadPerRequest() override {
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [this] { return running_ == 0; });
    lock.unlock();
    const std::lock_guard noted(starting_);
  }

  Dispatched dispatch(Exchange& exchange) override {
    const std::lock_guard starting(starting_);
    std::unique_lock lock(mutex_);
    if (running_ == most_) return queue_.push(exchange) ? Dispatched::taken : Dispatched::no_room;
    const std::size_t slot = take_slot();
    ++running_;
    lock.unlock();
    if (start(slot, exchange)) return Dispatched::taken;
    lock.lock();
    --running_;
    rested_.push_back(slot);
    return Dispatched::no_thread;
  }

  QueueFigures queue() const override { return queue_.figures(); }

 private:
  struct Slot {
    std::function<void()> body;  // of its threads
    std::optional<Exchange> exchange;
    Thread predecessor;  // of the thread, which joins it once it has answered: nobody waits for that
    Thread thread;
  };

  /// Under both locks. A slot whose last thread, if any, ended a while ago: joining it does not wait. Slots are reused
  /// in the order in which they became free, so that their numbers, which name the threads, stay as few as the threads
  /// alive at once, and two.
  std::size_t take_slot() {
    constexpr std::size_t resting = 2;
    if (opened_ < slots_.size() && rested_.size() <= resting) return open_slot();
    const std::size_t slot = rested_.front();
    rested_.pop_front();
    return slot;
  }

  std::size_t open_slot() {
    slots_[opened_].body = [this, number = opened_] { run(number); };
    return opened_++;
  }

  /// Under `starting_` alone: the new thread may run at once, in place of this one, and when it ends it needs `mutex_`.
  /// @returns false, leaving the exchange alone, if the system has no thread to give.
  bool start(std::size_t number, Exchange& exchange) {
    Slot& slot = slots_[number];
    slot.exchange.emplace(std::move(exchange));
    slot.predecessor = std::move(slot.thread);
    try {
      slot.thread = start_thread(slot.body);
      return true;
    } catch (const std::system_error&) {
      exchange = std::move(slot.exchange).value();
      slot.exchange.reset();
      return false;
    }
  }

  void run(std::size_t number) {
    Slot& slot = slots_[number];
    do {
      serve_here(std::move(slot.exchange).value(), {'t', static_cast<std::uint32_t>(number)}, application_);
      slot.predecessor = {};
    } while (!end(number));
  }

  /// Gives up the thread, or starts that of the next request in the queue in its place. @returns false if the system
  /// has none to give: then there is no other to serve that request, which lies in the slot.
  bool end(std::size_t number) {
    if (give_up(number)) return true;
    const std::lock_guard starting(starting_);
    if (give_up(number)) return true;
    auto [next, made_room] = queue_.try_pop().value();
    std::unique_lock lock(mutex_);
    const std::size_t slot = take_slot();
    lock.unlock();
    if (made_room) room_();
    const bool started = start(slot, next);
    if (!started) slots_[number].exchange.emplace(std::move(next));
    lock.lock();
    rested_.push_back(started ? number : slot);
    return started;
  }

  /// @returns false if a request waits in the queue.
  bool give_up(std::size_t number) {
    const std::lock_guard lock(mutex_);
    if (queue_.figures().length > 0) return false;
    --running_;
    rested_.push_back(number);
    ended_.notify_one();
    return true;
  }

  const Application application_;
  std::function<void()> room_;
  const std::size_t most_;
  std::mutex starting_;  // who starts a thread, or takes a request from the queue to do so, has it; it is locked first
  std::mutex mutex_;     // of the next three, and of what is put into the queue
  std::condition_variable ended_;
  std::size_t running_ = 0, opened_ = 0;
  std::deque<std::size_t> rested_;
  WorkQueue<Exchange> queue_;
  std::vector<Slot> slots_;  // last, so that threads are joined while all they use is there
};

}  // namespace

std::unique_ptr<Model> make_thread_per_request(const ModelSetup& setup) {
  return std::make_unique<ThreadPerRequest>(setup);
}

}  // namespace hundred::server
