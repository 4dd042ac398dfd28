// The least that a server can do for a request: what a load tool is measured against, so that the tool is the busy one.
// One thread, level-triggered epoll, always the same answer. It takes a request to arrive whole, as load tools on the
// same host send it, and is not a server to use. Prints its URL; SIGTERM ends it.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <string_view>

namespace {

constexpr std::string_view answer =
    "HTTP/1.1 200 OK\r\nServer: floor\r\nDate: Thu, 26 Nov 2026 00:00:00 GMT\r\n"
    "Content-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"pong\":true}";

/// @returns a socket that listens on a free port of 127.0.0.1, whose number it prints; -1 if there is none.
int listen_somewhere() {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  sockaddr_in address{};
  socklen_t size = sizeof address;
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener, any, size) != 0 || listen(listener, 4096) != 0 || getsockname(listener, any, &size) != 0)
    return -1;
  std::printf("http://127.0.0.1:%d/ping\n", ntohs(address.sin_port));
  std::fflush(stdout);
  return listener;
}

void watch(int poll, int fd) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = fd;
  epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
}

void accept_all(int listener, int poll) {
  for (int fd = accept(listener, nullptr, nullptr); fd >= 0; fd = accept(listener, nullptr, nullptr)) {
    const int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    watch(poll, fd);
  }
}

/// Answers what has come, if a request ends there; closes if the peer has.
void exchange(int fd) {
  std::array<char, 8192> request;
  const ssize_t count = recv(fd, request.data(), request.size(), MSG_DONTWAIT);
  if (count == 0 || (count < 0 && errno != EAGAIN)) {
    close(fd);
    return;
  }
  if (count > 0 && std::string_view(request.data(), static_cast<std::size_t>(count)).ends_with("\r\n\r\n"))
    send(fd, answer.data(), answer.size(), MSG_NOSIGNAL);
}

}  // namespace

int main() {
  const int listener = listen_somewhere(), poll = epoll_create1(0);
  if (listener < 0 || poll < 0) {
    std::perror("floor");
    return 1;
  }
  watch(poll, listener);
  for (std::array<epoll_event, 256> events;;) {
    const int count = epoll_wait(poll, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < count; ++i) {
      const int fd = events[static_cast<std::size_t>(i)].data.fd;
      if (fd == listener)
        accept_all(listener, poll);
      else
        exchange(fd);
    }
  }
}
