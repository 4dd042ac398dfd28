// The least that a server of each kind can do for a request: what a load tool is measured against, so that the tool is
// the busy one, and what servers are compared with. Always the same answer. It takes a request to arrive whole, as load
// tools on the same host send it, and is not a server to use. Prints its URL; SIGTERM ends it.
//
//   floor [loop]    one thread, level-triggered epoll
//   floor pool N    a listener with epoll; a queue with a mutex and a condition variable; N threads that answer
//   floor spawn     a listener with epoll; a new thread for each request
//   floor loops N   N threads, each with its own epoll set and its own listening socket (SO_REUSEPORT)
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <exception>
#include <mutex>
#include <span>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

namespace {

constexpr std::string_view answer =
    "HTTP/1.1 200 OK\r\nServer: floor\r\nDate: Thu, 26 Nov 2026 00:00:00 GMT\r\n"
    "Content-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"pong\":true}";

/// @returns `result`; throws errno if it is -1.
int checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

void set(int fd, int level, int option) {
  const int one = 1;
  setsockopt(fd, level, option, &one, sizeof one);
}

/// @param port  0: a free one.  @param shared  whether other sockets of ours may listen on the port too.
int listen_on(std::uint16_t port, bool shared) {
  const int listener = checked(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "socket");
  if (shared) set(listener, SOL_SOCKET, SO_REUSEPORT);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  checked(bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), "bind");
  checked(listen(listener, 4096), "listen");
  return listener;
}

std::uint16_t port_of(int listener) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  checked(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), "getsockname");
  return ntohs(address.sin_port);
}

void announce(int listener) {
  std::printf("http://127.0.0.1:%d/ping\n", port_of(listener));
  std::fflush(stdout);
}

void control(int poll, int operation, int fd, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.fd = fd;
  epoll_ctl(poll, operation, fd, &event);
}

/// @returns an epoll set that watches `listener`.
int poll_of(int listener) {
  const int poll = checked(epoll_create1(0), "epoll_create1");
  control(poll, EPOLL_CTL_ADD, listener, EPOLLIN);
  return poll;
}

void accept_all(int listener, int poll, std::uint32_t events) {
  for (int fd = accept(listener, nullptr, nullptr); fd >= 0; fd = accept(listener, nullptr, nullptr)) {
    set(fd, IPPROTO_TCP, TCP_NODELAY);
    control(poll, EPOLL_CTL_ADD, fd, events);
  }
}

/// Answers what has come, if a request ends there; closes if the peer has. @returns whether the connection is still
/// open.
bool exchange(int fd) {
  std::array<char, 8192> request;
  const ssize_t count = recv(fd, request.data(), request.size(), MSG_DONTWAIT);
  if (count == 0 || (count < 0 && errno != EAGAIN)) {
    close(fd);
    return false;
  }
  if (count > 0 && std::string_view(request.data(), static_cast<std::size_t>(count)).ends_with("\r\n\r\n"))
    send(fd, answer.data(), answer.size(), MSG_NOSIGNAL);
  return true;
}

/// What another thread than the listener does with a connection, which epoll reports once (EPOLLONESHOT) until it is
/// re-armed.
void exchange_and_rearm(int poll, int fd) {
  if (exchange(fd)) control(poll, EPOLL_CTL_MOD, fd, EPOLLIN | EPOLLONESHOT);
}

/// Accepts, and calls `ready` with each connection that has something to read, forever.
/// @param events  what connections are watched for.
template <typename Ready>
[[noreturn]] void serve(int listener, int poll, std::uint32_t events, const Ready& ready) {
  for (std::array<epoll_event, 256> reported;;) {
    const int count = epoll_wait(poll, reported.data(), static_cast<int>(reported.size()), -1);
    for (int i = 0; i < count; ++i) {
      const int fd = reported[static_cast<std::size_t>(i)].data.fd;
      if (fd == listener)
        accept_all(listener, poll, events);
      else
        ready(fd);
    }
  }
}

[[noreturn]] void serve_inline(int listener) {
  serve(listener, poll_of(listener), EPOLLIN, [](int fd) { exchange(fd); });
}

/// Connections that have something to read.
class Queue {
 public:
  void push(int fd) {
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(fd);
    }
    filled_.notify_one();
  }

  /// Waits for one.
  int pop() {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [this] { return !waiting_.empty(); });
    const int fd = waiting_.front();
    waiting_.pop_front();
    return fd;
  }

 private:
  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<int> waiting_;
};

[[noreturn]] void loop() {
  const int listener = listen_on(0, false);
  announce(listener);
  serve_inline(listener);
}

[[noreturn]] void pool(unsigned workers) {
  static Queue queue;  // outlives the workers, which never end
  const int listener = listen_on(0, false), poll = poll_of(listener);
  for (unsigned i = 0; i < workers; ++i)
    std::thread([poll] {
      for (;;) exchange_and_rearm(poll, queue.pop());
    }).detach();
  announce(listener);
  serve(listener, poll, EPOLLIN | EPOLLONESHOT, [](int fd) { queue.push(fd); });
}

/// Makes the stacks of new threads small: of default ones (8 MiB) the C library keeps five, and maps and unmaps the
/// others.
void start_small_threads() {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 64 * 1024);
  pthread_setattr_default_np(&attributes);
  pthread_attr_destroy(&attributes);
}

[[noreturn]] void spawn() {
  start_small_threads();
  const int listener = listen_on(0, false), poll = poll_of(listener);
  announce(listener);
  serve(listener, poll, EPOLLIN | EPOLLONESHOT, [poll](int fd) { std::thread(exchange_and_rearm, poll, fd).detach(); });
}

[[noreturn]] void loops(unsigned threads) {
  std::vector<int> listeners{listen_on(0, true)};
  while (listeners.size() < threads) listeners.push_back(listen_on(port_of(listeners.front()), true));
  for (std::size_t i = 1; i < listeners.size(); ++i) std::thread(serve_inline, listeners[i]).detach();
  announce(listeners.front());
  serve_inline(listeners.front());
}

/// @returns a number from 1 to 1024, otherwise 0.
unsigned number(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value <= 1024 ? value : 0;
}

/// @returns if the words name no kind of floor.
void run(std::span<char*> words) {
  const std::string_view kind = words.empty() ? "loop" : words[0];
  const unsigned count = words.size() == 2 ? number(words[1]) : 0;
  if (words.size() <= 1 && kind == "loop") loop();
  if (words.size() == 1 && kind == "spawn") spawn();
  if (count > 0 && kind == "pool") pool(count);
  if (count > 0 && kind == "loops") loops(count);
}

}  // namespace

int main(int count, char** arguments) {
  try {
    run(std::span(arguments, static_cast<std::size_t>(count)).subspan(1));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "floor: %s\n", error.what());
    return 1;
  }
  std::fputs("usage: floor [loop | pool N | spawn | loops N], N from 1 to 1024\n", stderr);
  return 2;
}
