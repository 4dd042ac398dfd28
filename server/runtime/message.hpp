#pragma once

#include <boost/beast/http/verb.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>  // verb.hpp of Boost 1.81 needs it
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/runtime/body.hpp"
#include "server/telemetry/route.hpp"

namespace hundred::server {

using Method = boost::beast::http::verb;

/// A complete request, as a handler sees it. Owns its bytes; reused from exchange to exchange of a connection.
class Request {
 public:
  Method method = Method::unknown;
  std::string method_text;      ///< only for an unknown method: what the client wrote
  int version = 11;             ///< 10 or 11
  bool keep_alive = true;       ///< the client's wish
  Route route = refused_route;  ///< as what it is counted; set by the router
  Body body;

  /// The method's name, as the client wrote it.
  std::string_view method_name() const;
  /// As received: path and query. Valid until the next clear(), as all that follows.
  std::string_view target() const { return head_text(0, target_size_); }
  /// To be set before a header field is added.
  void set_target(std::string_view target);
  /// The target's, once the router has decoded it.
  std::string_view path() const { return decoded_path_.empty() ? target() : decoded_path_; }
  /// Where it is not the target as it stands.
  void set_decoded_path(std::string path) { decoded_path_ = std::move(path); }

  /// The value of a header field (any case); empty if there is none.
  std::string_view header(std::string_view name) const;
  void add_header(std::string_view name, std::string_view value);
  /// The same for target and all fields at less cost: says which parts of a head are a field, then has all of the head
  /// kept, which begins with the target. Nothing else may be added in between.
  void add_part(std::string_view head, std::string_view name, std::string_view value);
  void keep_parts_of(std::string_view head, std::size_t target_size);

  /// A declared query parameter: what the client gave, or its default. `name` must be one of the endpoint's rows. Of
  /// one that is a word: its place among them.
  std::int64_t number(std::string_view name) const;
  void add_number(std::string_view name, std::int64_t value) { numbers_.emplace_back(name, value); }
  /// The same of a parameter that is a text.
  const std::string& text(std::string_view name) const;
  void add_text(std::string_view name, std::string_view value) { texts_.emplace_back(name, value); }

  /// Ready for the next request, with memory for one like a browser's, or less.
  void clear();
  /// Memory kept beside the object itself, in bytes.
  std::size_t retained_bytes() const;

 private:
  struct Field {
    std::uint32_t name_at, name_size, value_at, value_size;
  };
  std::string_view head_text(std::size_t at, std::size_t size) const { return {head_.data() + at, size}; }

  std::string head_;  ///< the target, the header fields, and what may be between them
  std::size_t target_size_ = 0;
  std::string decoded_path_;
  std::vector<Field> fields_;
  std::vector<std::pair<std::string_view, std::int64_t>> numbers_;
  std::vector<std::pair<std::string_view, std::string>> texts_;
};

/// A body made while it is sent. make(offset, scratch) returns some of the bytes from `offset` on: it has put them into
/// `scratch`, or they are elsewhere and stay there until the answer is sent. None means that there are no more. It is
/// called from one thread at a time, in order, on whichever thread sends.
struct Generator {
  std::uint64_t size = 0;
  std::function<std::string_view(std::uint64_t offset, std::span<char> scratch)> make;
};

/// What a handler answers. The body is a string or a generator.
struct Response {
  unsigned status = 200;
  std::string_view content_type = "application/json";  ///< must outlive the response: a literal, or of the request
  std::string body;
  std::optional<Generator> generator;
  std::vector<std::pair<std::string_view, std::string>> headers;  ///< further fields; names are literals

  std::uint64_t size() const { return generator ? generator->size : body.size(); }
};

/// A handler's way to refuse: becomes the status with a JSON body that holds the message.
class HttpError : public std::runtime_error {
 public:
  HttpError(unsigned status, const std::string& message, std::string allow = {})
      : std::runtime_error(message), status_(status), allow_(std::move(allow)) {}

  unsigned status() const { return status_; }
  const std::string& allow() const { return allow_; }  ///< for 405: the methods that are allowed

 private:
  unsigned status_;
  std::string allow_;
};

/// The one form of every error answer: {"error":{"status":404,"message":"…"}}.
Response error_response(unsigned status, std::string_view message);
Response error_response(const HttpError& error);

}  // namespace hundred::server
