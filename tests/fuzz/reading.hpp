#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/limits.hpp"
#include "server/http/parser.hpp"
#include "server/runtime/message.hpp"

namespace hundred::test {

/// A request as the parser understood it.
struct TakenRequest {
  server::Method method;
  std::string method_text, target;
  int version;
  bool keep_alive;
  std::vector<std::string> values;  ///< of the fields that the reader was asked for
  std::string body;
  std::size_t size;  ///< how many bytes it came in

  /// Whether both are the same request.
  bool same_as(const TakenRequest& other) const;
};

/// Reads a client's bytes as a connection does (server/http/connection.cpp), and checks on the way what holds of every
/// request and refusal: must() ends the program.
class Reader {
 public:
  /// @param names  fields whose values to keep; must outlive the reader
  explicit Reader(const std::vector<std::string>& names);

  /// Takes what comes next.
  void feed(std::string_view bytes);

  /// The limits in force: small, so that short inputs exceed them.
  static const server::FrontEndOptions& options();

  const std::vector<TakenRequest>& requests() const { return requests_; }
  /// The status of the refusal that ended it.
  std::optional<unsigned> refusal() const { return refusal_; }
  /// Whether the request that was not taken, but refused or left unfinished, got beyond its header.
  bool in_body() const { return in_body_; }
  /// Where that request begins in all that was fed.
  std::size_t start() const { return start_; }

 private:
  bool parse_next();
  void consume(std::size_t bytes);
  void refuse(unsigned status);
  void take();

  const std::vector<std::string>& names_;
  server::Request request_;
  std::optional<server::RequestParser> parser_;
  std::string input_;                     ///< neither consumed nor refused
  std::size_t start_ = 0, position_ = 0;  ///< of the request, and of `input_`, in all that was fed
  bool ended_ = false, in_body_ = false;
  std::vector<TakenRequest> requests_;
  std::optional<unsigned> refusal_;
};

}  // namespace hundred::test
