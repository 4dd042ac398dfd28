#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "server/telemetry/request_figures.hpp"

namespace hundred::server {

/// Writes metrics as Prometheus reads them: text format 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/). A family's samples must follow it directly.
class Exposition {
 public:
  static constexpr std::string_view content_type = "text/plain; version=0.0.4; charset=utf-8";

  enum class Type : std::uint8_t { counter, gauge, histogram };
  using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  /// Begins a family of samples. @param help  one line
  void family(std::string_view name, Type type, std::string_view help);
  void sample(std::uint64_t value, Labels labels = {});
  /// All series of one histogram, in seconds.
  void histogram(const RequestFigures::Histogram& histogram, Labels labels);

  /// What was written.
  std::string text() && { return std::move(text_); }

 private:
  void series(std::string_view suffix, Labels labels, std::string_view bound, std::string_view value);

  std::string_view name_;
  std::string text_;
};

}  // namespace hundred::server
