// Asks several servers for GET /ping in turn, so that what the machine does in a second does to all alike: a request
// every 10 ms, each over a kept-alive connection of its server's own, in an order drawn anew for each round of all.
// Sleeps between requests and waits for the answer in recv.
//
//   take-turns ROUNDS PORT...    on 127.0.0.1
//
// Prints a line for each round: by server, in the order of the ports, the microseconds from sending to the answer.
// Exits with 1, and names the port, if an answer is not a 200 or a connection fails.
#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using Microseconds = std::chrono::duration<double, std::micro>;

constexpr std::chrono::milliseconds distance{10};
constexpr std::string_view request = "GET /ping HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

unsigned number(std::string_view text, unsigned most) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.begin(), text.end(), value);
  if (error != std::errc() || end != text.end() || value < 1 || value > most)
    throw std::invalid_argument(std::string(text) + ": must be a whole number from 1 to " + std::to_string(most));
  return value;
}

class Server {
 public:
  Server(asio::io_context& io, std::uint16_t port) : port_(port), socket_(io) {
    boost::system::error_code error;
    check(socket_.connect({asio::ip::address_v4::loopback(), port}, error));
    socket_.set_option(tcp::no_delay(true));
  }

  /// @returns the time from sending to the answer; throws std::runtime_error if that is not a 200
  Microseconds ask() {
    std::array<char, 4096> answer;
    boost::system::error_code error;
    const Clock::time_point sent = Clock::now();
    asio::write(socket_, asio::buffer(request), error);
    check(error);
    const std::size_t size = socket_.read_some(asio::buffer(answer), error);
    const Microseconds time = Clock::now() - sent;
    check(error);
    if (!std::string_view(answer.data(), size).starts_with("HTTP/1.1 200 ")) fail("the answer is not a 200");
    return time;
  }

 private:
  void check(const boost::system::error_code& error) const {
    if (error) fail(error.message());
  }

  [[noreturn]] void fail(const std::string& why) const {
    throw std::runtime_error("port " + std::to_string(port_) + ": " + why);
  }

  std::uint16_t port_;
  tcp::socket socket_;
};

void take_turns(std::vector<Server>& servers, unsigned rounds) {
  std::mt19937 random{std::random_device{}()};
  std::vector<std::size_t> order(servers.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::vector<Microseconds> times(servers.size());
  Clock::time_point due = Clock::now();
  for (unsigned round = 0; round < rounds; ++round) {
    std::ranges::shuffle(order, random);
    for (const std::size_t i : order) {
      std::this_thread::sleep_until(due += distance);
      times[i] = servers[i].ask();
    }
    for (std::size_t i = 0; i < times.size(); ++i) std::printf("%s%.2f", i == 0 ? "" : " ", times[i].count());
    std::printf("\n");
  }
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 3) throw std::invalid_argument("usage: take-turns ROUNDS PORT...");
  const unsigned rounds = number(argv[1], 1'000'000);
  asio::io_context io;
  std::vector<Server> servers;
  for (int i = 2; i < argc; ++i) servers.emplace_back(io, static_cast<std::uint16_t>(number(argv[i], 65535)));
  take_turns(servers, rounds);
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
