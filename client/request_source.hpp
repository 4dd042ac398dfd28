#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "client/load.hpp"

namespace hundred::client {

/// What is asked: the bytes of a request for each URL, built once, taken in turn. Thread safety: none; one per
/// generator thread.
class RequestSource {
 public:
  struct Request {
    std::string bytes;
    std::uint16_t url = 0;  ///< index into Load::urls
  };

  /// @param first  index of the URL to begin with, modulo their number.
  RequestSource(const Load& load, std::size_t first);

  /// Valid as long as the source.
  const Request& next() {
    const Request& request = requests_[next_];
    if (++next_ == requests_.size()) next_ = 0;
    return request;
  }

 private:
  std::vector<Request> requests_;
  std::size_t next_;
};

}  // namespace hundred::client
