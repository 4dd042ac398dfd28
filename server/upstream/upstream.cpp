#include "server/upstream/upstream.hpp"

#include <fmt/format.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <optional>

#include "common/units.hpp"
#include "server/runtime/message.hpp"

namespace hundred::server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using Stream = beast::basic_stream<tcp, Executor>;

constexpr asio::use_awaitable_t<Executor> use_awaitable;
constexpr std::size_t most_idle = 1024;
/// Less than servers allow: hundred-server itself 15 s.
constexpr Nanoseconds longest_idle = std::chrono::seconds(10);

/// One request and its answer: over a connection that was kept, or a new one.
class Call {
 public:
  /// The deadline holds for all it does. All must outlive it.
  Call(Context& context, const UpstreamServer& server, Executor executor, std::string request, Nanoseconds within)
      : context_(context), server_(server), stream_(executor), request_(std::move(request)), within_(within) {
    stream_.expires_after(within);
    parser_.header_limit(Upstream::most_header_bytes);
    parser_.body_limit(Upstream::most_body_bytes);
  }

  Awaitable<void> connect() {
    error_code error;
    co_await context_.wait(stream_.async_connect(server_.addresses, asio::redirect_error(use_awaitable, error)));
    if (error) fail(error, "cannot be connected to");
  }

  /// The family does not matter to a socket that is connected.
  void reuse(Descriptor connection) {
    stream_.socket().assign(tcp::v4(), connection.get());
    connection.release();
  }

  /// @returns false if the connection ended before any of an answer came.
  Awaitable<bool> ask() {
    error_code error;
    co_await context_.wait(
        asio::async_write(stream_, asio::buffer(request_), asio::redirect_error(use_awaitable, error)));
    if (!error)
      co_await context_.wait(http::async_read(stream_, buffer_, parser_, asio::redirect_error(use_awaitable, error)));
    if (!error) co_return true;
    const bool ended = error == http::error::end_of_stream || error == asio::error::connection_reset ||
                       error == asio::error::broken_pipe;
    if (!ended || parser_.got_some()) fail(error, "gives no good answer");
    co_return false;
  }

  [[noreturn]] void fail(const error_code& error, std::string_view what) const {
    if (error == beast::error::timeout)
      throw HttpError(
          504, fmt::format("the upstream {} has not answered within {}", server_.url.text, format_duration(within_)));
    throw HttpError(502, fmt::format("the upstream {} {}: {}", server_.url.text, what, error.message()));
  }

  /// The connection, if another request may follow on it.
  Descriptor keep() {
    const bool final = parser_.get().result_int() >= 200;
    if (!final || !parser_.keep_alive() || buffer_.size() > 0) return {};
    return Descriptor(stream_.socket().release());
  }

  Upstream::Answer answer() const {
    const unsigned status = parser_.get().result_int();
    if (status < 200 || status > 299)
      throw HttpError(502, fmt::format("the upstream {} answers with status {}", server_.url.text, status));
    return {status, parser_.get().body().size()};
  }

 private:
  Context& context_;
  const UpstreamServer& server_;
  Stream stream_;
  const std::string request_;
  const Nanoseconds within_;
  beast::flat_buffer buffer_{Upstream::most_header_bytes + Upstream::most_body_bytes};
  http::response_parser<http::string_body> parser_;
};

}  // namespace

Upstream::Upstream(const UpstreamServer& server) : server_(server), idle_(most_idle, longest_idle) {}

Awaitable<Upstream::Answer> Upstream::get(Context& context, std::string target, Nanoseconds within) {
  const Executor executor = co_await asio::this_coro::executor;
  Call call(context, server_, executor,
            fmt::format("GET {}{} HTTP/1.1\r\nHost: {}\r\n\r\n", server_.url.path, target, server_.url.authority),
            within);
  bool answered = false;
  if (Descriptor kept = idle_.take(Clock::now())) {
    call.reuse(std::move(kept));
    answered = co_await call.ask();
  }
  if (!answered) {
    co_await call.connect();
    answered = co_await call.ask();
  }
  if (!answered) call.fail(asio::error::eof, "ends the connection without an answer");
  if (Descriptor connection = call.keep()) idle_.put(std::move(connection), Clock::now());
  co_return call.answer();
}

}  // namespace hundred::server
