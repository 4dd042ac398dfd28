#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "client/server_timing.hpp"

namespace hundred::client {

/// What is kept of an answer; its body is only counted.
struct Answer {
  int status = 0;
  bool keep_alive = false;  ///< the connection may carry another request
  std::uint64_t body_bytes = 0;
  ServerTiming timing;
  std::string worker;  ///< who ran it, as the server names it; empty if it does not say
};

/// Reads HTTP/1.x answers from a stream of bytes, however they are cut: with a Content-Length, chunked,
/// or ended by the end of the stream. Interim answers (1xx) are skipped. Headers may take 64 KiB, a body any size.
/// Servers send the same header again and again, but for the Date, which changes once a second: what a header that came
/// before means is remembered, and not parsed again.
/// Thread safety: none.
class ResponseReader {
 public:
  enum class Result { more, done, malformed };

  ResponseReader();
  ~ResponseReader();
  ResponseReader(const ResponseReader&) = delete;
  ResponseReader& operator=(const ResponseReader&) = delete;

  /// Forgets everything: the next byte is an answer's first.
  /// @param head  it is an answer to HEAD, which has no body whatever its header says.
  void start(bool head = false);

  /// @param bytes  what has arrived since the last call; not needed afterwards.
  /// @returns done once the answer is whole. Bytes beyond it make keep_alive false: nobody asked for them.
  Result feed(std::string_view bytes);

  /// The server has closed. @returns done if that ends the answer, otherwise more: it will never be whole.
  Result end_of_stream();

  /// A byte of the answer has arrived.
  bool started() const { return started_; }

  /// Valid after done, until start().
  const Answer& answer() const { return answer_; }

 private:
  class Parser;

  /// A whole answer with a Content-Length, as it last came in one piece.
  struct Remembered {
    std::string header;  ///< empty: there is none
    Answer answer;
    bool head = false;         ///< it was one to HEAD
    std::uint64_t missed = 0;  ///< answers since then that had another header
  };

  void renew_parser();
  bool is_remembered(std::string_view bytes) const;
  void remember(std::string_view bytes);
  Result parse(std::string_view& bytes);
  Result finish(bool nothing_left);

  std::unique_ptr<Parser> parser_;
  bool parser_used_ = false;
  Remembered remembered_;
  Answer answer_;
  std::string pending_;  ///< bytes that make sense only with the next ones
  bool head_ = false;
  bool started_ = false;
};

}  // namespace hundred::client
