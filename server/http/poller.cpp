#include "server/http/poller.hpp"

#include <algorithm>
#include <boost/asio/detail/epoll_reactor.hpp>
#include <cerrno>
#include <span>
#include <system_error>

#include "common/uncancelled.hpp"
#include "server/http/connection.hpp"
#include "server/runtime/waker.hpp"

namespace hundred::server {
namespace {

/// How long Asio may keep connections waiting.
constexpr std::chrono::microseconds longest_turn{200};

using Reactor = boost::asio::detail::epoll_reactor;

/// Asio does not tell its epoll set, but an explicit instantiation may name what is private (C++20, [temp.spec]/6).
template <int Reactor::* set>
struct AsioSet {
  friend int asio_set(Reactor& reactor) { return reactor.*set; }
};
int asio_set(Reactor& reactor);
template struct AsioSet<&Reactor::epoll_fd_>;

void check(int error, const char* what) {
  if (error != 0) throw std::system_error(error, std::generic_category(), what);
}

}  // namespace

Poller::Poller(boost::asio::io_context& context, const std::function<void()>& dispatched)
    : context_(context),
      dispatched_(dispatched),
      waker_(boost::asio::make_service<Waker>(context)),
      set_(::epoll_create1(EPOLL_CLOEXEC)) {
  check(set_ ? 0 : errno, "epoll_create1");
  Reactor& reactor = boost::asio::use_service<Reactor>(context);
  reactor.init_task();  // Asio polls its set from now on, not only once something waits in it
  check(control(EPOLL_CTL_ADD, asio_set(reactor), nullptr, EPOLLIN), "epoll_ctl");
  check(control(EPOLL_CTL_ADD, waker_.descriptor(), nullptr, EPOLLIN | EPOLLET), "epoll_ctl");
}

void Poller::run() {
  waker_.belongs_here();
  for (;;) {
    const bool more = turn_to_asio();
    if (context_.stopped()) return;
    turn_to_connections(more);
  }
}

/// @returns whether it may have more to do
bool Poller::turn_to_asio() {
  const TimePoint ends = Clock::now() + longest_turn;
  bool more = true;
  do more = context_.poll_one() > 0;
  while (more && Clock::now() < ends);
  waker_.clear();
  dispatched_();
  return more;
}

/// Sleeps until there is something, again and again until it is for Asio; does not sleep if Asio has more to do.
/// Under load a way through Asio for every few requests would cost a tenth of what they do, and a request that comes
/// alone may wait for a thread that runs only once the loop sleeps.
void Poller::turn_to_connections(bool asio_has_more) {
  if (asio_has_more)
    report(0);
  else
    while (report(-1)) continue;
}

/// All that is reported is read before the first request of it is served: alike work in a row finds its code in the
/// processor's cache. What a request gives to Asio, such as the start of a coroutine, is done before the next one is
/// served: in the order in which they came.
/// @returns whether Asio has nothing to do: all that epoll had was reported, and was for connections only
bool Poller::report(int timeout_ms) {
  const int count = uncancelled::epoll_wait(set_.get(), events_, timeout_ms);
  const auto reported = std::span(events_).first(static_cast<std::size_t>(std::max(count, 0)));
  bool for_asio = reported.size() == events_.size();  // of what was not reported, some may be
  for (epoll_event& event : reported) {
    auto* const connection = static_cast<Connection*>(event.data.ptr);
    for_asio |= connection == nullptr;
    if (connection != nullptr && !connection->on_ready(event.events)) event.data.ptr = nullptr;
  }
  for (const epoll_event& event : reported) {
    if (event.data.ptr != nullptr) static_cast<Connection*>(event.data.ptr)->dispatch();
    if (!waker_.noted()) continue;
    for_asio = true;
    turn_to_asio();
  }
  dispatched_();
  return !for_asio;
}

int Poller::add(int fd, Connection& connection) {
  return control(EPOLL_CTL_ADD, fd, &connection, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
}

void Poller::report_again(int fd, Connection& connection) {
  control(EPOLL_CTL_MOD, fd, &connection, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
}

int Poller::control(int operation, int fd, Connection* whose, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = whose;
  return ::epoll_ctl(set_.get(), operation, fd, &event) == 0 ? 0 : errno;
}

}  // namespace hundred::server
