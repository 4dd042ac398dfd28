#include "server/http/poller.hpp"

#include <cerrno>
#include <span>
#include <system_error>

#include "server/http/connection.hpp"

namespace hundred::server {
namespace {

int new_set() {
  const int set = ::epoll_create1(EPOLL_CLOEXEC);
  if (set < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  return set;
}

}  // namespace

Poller::Poller(boost::asio::io_context& context) : set_(context, new_set()) {}

void Poller::start() {
  set_.async_wait(decltype(set_)::wait_read, [this](const boost::system::error_code& error) {
    if (error) return;
    poll();
    if (set_.is_open()) start();
  });
}

void Poller::close() {
  boost::system::error_code ignored;
  set_.close(ignored);
}

int Poller::add(int fd, Connection& connection) { return control(EPOLL_CTL_ADD, fd, connection); }

void Poller::report_again(int fd, Connection& connection) { control(EPOLL_CTL_MOD, fd, connection); }

void Poller::forget(const Connection& connection) {
  for (epoll_event& event : std::span(events_).first(reported_))
    if (event.data.ptr == &connection) event.data.ptr = nullptr;
}

/// Turns to the rest of the loop only when there is nothing to report, or when that has waited for long enough: under
/// load a way through Asio for every few requests would cost a tenth of what they do.
void Poller::poll() {
  constexpr std::chrono::microseconds longest_turn{200};
  const TimePoint turn_ends = Clock::now() + longest_turn;
  while (set_.is_open() && report() && Clock::now() < turn_ends) continue;
}

bool Poller::report() {
  const int count = ::epoll_wait(set_.native_handle(), events_.data(), static_cast<int>(events_.size()), 0);
  reported_ = count > 0 ? static_cast<std::size_t>(count) : 0;
  for (const epoll_event& event : std::span(events_).first(reported_))
    if (event.data.ptr != nullptr) static_cast<Connection*>(event.data.ptr)->on_ready(event.events);
  reported_ = 0;
  return count > 0;
}

int Poller::control(int operation, int fd, Connection& connection) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = &connection;
  return ::epoll_ctl(set_.native_handle(), operation, fd, &event) == 0 ? 0 : errno;
}

}  // namespace hundred::server
