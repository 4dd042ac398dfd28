#include "tests/truth/delay_server.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>

#include "client/precise_wait.hpp"
#include "client/prompt_thread.hpp"

namespace hundred::test {
namespace {

/// So long before an answer is due the server stops sleeping: a thread that sleeps is woken late.
constexpr Time spin = 50'000;
constexpr Time longest_wait = 1'000'000'000;

int checked(int result, const char* call) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), call);
  return result;
}

}  // namespace

DelayServer::DelayServer(Plan plan)
    : plan_(std::move(plan)),
      epoll_(checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      listener_(checked(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), "socket")),
      stop_(checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")),
      receiver_(std::chrono::nanoseconds::zero()) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  checked(bind(listener_.get(), raw, length), "bind");
  checked(listen(listener_.get(), SOMAXCONN), "listen");
  checked(getsockname(listener_.get(), raw, &length), "getsockname");
  port_ = ntohs(address.sin_port);
  Receiver::stamp_arrivals(listener_.get());
  watch(listener_.get());
  watch(stop_.get());
  thread_ = std::thread([this] { serve(); });
}

DelayServer::~DelayServer() {
  if (thread_.joinable()) stop();
}

std::string DelayServer::url() const { return fmt::format("http://127.0.0.1:{}/", port_); }

std::vector<Time> DelayServer::stop() {
  eventfd_write(stop_.get(), 1);
  thread_.join();
  std::sort(delays_.begin(), delays_.end());
  return std::move(delays_);
}

void DelayServer::watch(int fd) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = fd;
  checked(epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
}

void DelayServer::serve() {
  const client::PromptThread prompt;
  std::array<epoll_event, 64> events{};
  while (!stopped_) {
    const Time wait = due_.empty() ? longest_wait : std::max<Time>(0, due_.top().moment - spin - client::now());
    const std::size_t count = client::wait_for_events(epoll_.get(), events, wait);
    for (std::size_t i = 0; i < count; ++i) proceed(events[i].data.fd);
    answer_due();
  }
}

void DelayServer::proceed(int fd) {
  if (fd == stop_.get()) {
    stopped_ = true;
  } else if (fd == listener_.get()) {
    accept_all();
  } else {
    read(fd);
  }
}

void DelayServer::accept_all() {
  for (int socket; (socket = accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    connections_.emplace_back(socket);
    watch(socket);
  }
}

/// A request is sent at once and is small, so one read brings it whole.
void DelayServer::read(int socket) {
  std::array<char, 4096> bytes{};
  const Receiver::Result received = receiver_.read(socket, bytes);
  if (received.ended) epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, socket, nullptr);  // closed at the end, with all others
  if (!std::string_view(bytes.data(), received.bytes).ends_with("\r\n\r\n")) return;
  const Time arrival = client::as_time(received.arrival);
  due_.push({.moment = arrival + plan_(arrived_++, arrival), .arrival = arrival, .socket = socket});
}

void DelayServer::answer_due() {
  constexpr std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  for (Time at; !due_.empty() && due_.top().moment <= (at = client::now()); due_.pop()) {
    delays_.push_back(at - due_.top().arrival);
    send(due_.top().socket, answer.data(), answer.size(), MSG_NOSIGNAL);
  }
}

}  // namespace hundred::test
