#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "client/load.hpp"

namespace hundred::client {

/// The X-Request-Id of a run's request: both numbers with eight hexadecimal digits.
std::string request_id(std::uint32_t run, std::uint32_t number);

/// What is asked: the bytes of a request for each URL, built once, taken in turn. Thread safety: none; one per
/// generator thread.
class RequestSource {
 public:
  struct Request {
    std::string bytes;
    std::uint16_t url = 0;                  ///< index into Load::urls
    std::size_t id_at = std::string::npos;  ///< where the request's own part of its id stands in the bytes, if it does
  };

  /// @param first  index of the URL to begin with, modulo their number.
  RequestSource(const Load& load, std::size_t first);

  /// Valid as long as the source.
  const Request& next() {
    const Request& request = requests_[next_];
    if (++next_ == requests_.size()) next_ = 0;
    return request;
  }

  /// Writes a request's number into its bytes, which are the same for all users: they must be on their way, as far as
  /// the number stands in them, before the next is marked. Nothing if the load has no ids.
  void mark(const Request& request, std::uint32_t number);

 private:
  std::vector<Request> requests_;
  std::size_t next_;
};

}  // namespace hundred::client
