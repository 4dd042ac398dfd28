#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace hundred::test {

/// What a case's text is, and so what is put around it.
enum class Shape {
  whole,         ///< everything that is sent
  request_line,  ///< of a request with a Host and no body
  target,        ///< of a GET
  fields,        ///< of GET /ping, beside a Host
  only_fields,   ///< of GET /ping, without one
  length,        ///< fields of POST /echo with the body "hello"
  coding,        ///< fields of POST /echo with the body "hello" in a chunk
  chunks         ///< the chunked body of POST /echo
};

/// What becomes of the connection, and with it of the request that the runner sends behind the case's.
enum class Then { closes, stays_open };

/// A request and what a server may answer (RFC 9110, RFC 9112).
struct Case {
  std::string_view name;
  Shape shape;
  std::string_view text;
  std::array<int, 3> statuses;  ///< any of them; 0 is none
  Then then;
  std::string_view body = {};  ///< of the answer, if it matters
};

/// All that a client sends for the case.
std::string bytes_of(const Case& c);

// The table, by what a case is about.
std::span<const Case> request_line_cases();
std::span<const Case> target_cases();
std::span<const Case> field_cases();
std::span<const Case> host_cases();
std::span<const Case> connection_cases();
std::span<const Case> length_cases();
std::span<const Case> coding_cases();
std::span<const Case> chunk_cases();

}  // namespace hundred::test
