#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace hundred::test {

/// A server that does what a test wants: each accepted connection gets a thread that runs `behaviour` and then closes.
/// The destructor ends all connections. Thread safety: none, but `behaviour` runs on several threads.
class TestServer {
 public:
  using Behaviour = std::function<void(int socket)>;

  explicit TestServer(Behaviour behaviour);
  ~TestServer();
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  std::string url(std::string_view path = "/") const;
  int connections() const { return connections_; }
  /// From now on connections are refused; those that are open stay. May be called by `behaviour`.
  void stop_listening();

 private:
  void accept_all();

  Behaviour behaviour_;
  int listener_;
  std::uint16_t port_;
  std::atomic<int> connections_{0};
  std::mutex mutex_;
  std::vector<int> sockets_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

/// Reads up to the empty line. @returns false at the end of the connection.
bool read_request(int socket);
void send_text(int socket, std::string_view text);
/// Makes close() send a reset.
void reset_on_close(int socket);
/// A behaviour: every request gets this answer, on a connection kept alive.
TestServer::Behaviour answering(std::string answer);
/// A port of 127.0.0.1 on which nobody listens.
std::uint16_t free_port();

inline constexpr std::string_view ok_answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

}  // namespace hundred::test
