#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <optional>
#include <string_view>

#include "server/http/limits.hpp"
#include "server/runtime/message.hpp"
#include "server/telemetry/metrics.hpp"

namespace hundred::server {

/// Parses one HTTP/1.1 request (RFC 9112) into a Request. Fed with bytes as they come; a header must be given whole, so
/// what was not consumed is given again, with more behind it.
class RequestParser final : private boost::beast::http::basic_parser<true> {
 public:
  /// @param request  filled in; cleared first; must outlive the parser
  RequestParser(Request& request, const FrontEndOptions& options);

  struct Failure {
    unsigned status;  ///< the 4xx or 5xx to answer with; the connection is of no further use
    std::string message;
    std::optional<Shed> shed = std::nullopt;  ///< as what it is counted, if the server lacks what the request needs
  };
  struct Progress {
    std::size_t consumed = 0;
    std::optional<Failure> failure = std::nullopt;
  };
  /// Parses what it can of `bytes`. Never throws for bad input. A minor version later than 1.1 is served as 1.1.
  Progress parse(std::string_view bytes);

  bool header_done() const { return is_header_done(); }
  bool done() const { return is_done(); }
  /// The client waits for "100 Continue" before it sends the body. @returns true once at most.
  bool take_expect_continue();

 private:
  using ErrorCode = boost::beast::error_code;
  using View = boost::beast::string_view;

  void on_request_impl(Method method, View method_text, View target, int version, ErrorCode& error) override;
  void on_response_impl(int, View, int, ErrorCode&) override {}
  void on_field_impl(boost::beast::http::field field, View name, View value, ErrorCode& error) override;
  void on_header_impl(ErrorCode& error) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) override {}
  std::size_t on_body_impl(View bytes, ErrorCode& error) override;
  void on_chunk_header_impl(std::uint64_t size, View extensions, ErrorCode& error) override;
  std::size_t on_chunk_body_impl(std::uint64_t, View bytes, ErrorCode& error) override {
    return on_body_impl(bytes, error);
  }
  void on_finish_impl(ErrorCode&) override {}

  bool head_ends(std::string_view bytes) const;
  std::size_t put_text(std::string_view bytes, ErrorCode& error);
  void check_field(boost::beast::http::field field, std::string_view value, ErrorCode& error);
  void refuse(unsigned status, std::string_view message, ErrorCode& error);
  Failure explain(const ErrorCode& error, std::string_view bytes) const;

  Request& request_;
  const FrontEndOptions& options_;
  std::size_t field_bytes_ = 0;
  std::size_t hosts_ = 0;
  bool expect_continue_ = false, close_ = false;
  bool header_taken_ = false;
  std::optional<Failure> failure_;
};

}  // namespace hundred::server
