#include "server/telemetry/exposition.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <iterator>

namespace hundred::server {
namespace {

/// Label values may hold anything but these three as they are.
void append_escaped(std::string& out, std::string_view value) {
  for (const char c : value) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
}

double seconds(Nanoseconds duration) { return std::chrono::duration<double>(duration).count(); }

}  // namespace

void Exposition::family(std::string_view name, Type type, std::string_view help) {
  constexpr std::array types{"counter", "gauge", "histogram"};
  name_ = name;
  fmt::format_to(std::back_inserter(text_), "# HELP {0} {1}\n# TYPE {0} {2}\n", name, help,
                 types[static_cast<std::size_t>(type)]);
}

void Exposition::sample(std::uint64_t value, Labels labels) { series({}, labels, {}, fmt::to_string(value)); }

void Exposition::histogram(const RequestFigures::Histogram& histogram, Labels labels) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
    count += histogram.counts[i];
    const bool last = i == RequestFigures::bounds.size();
    series("_bucket", labels, last ? "+Inf" : fmt::to_string(seconds(RequestFigures::bounds[i])),
           fmt::to_string(count));
  }
  series("_sum", labels, {}, fmt::to_string(seconds(histogram.sum)));
  series("_count", labels, {}, fmt::to_string(count));
}

void Exposition::series(std::string_view suffix, Labels labels, std::string_view bound, std::string_view value) {
  text_.append(name_).append(suffix);
  char before = '{';
  const auto label = [&](std::string_view name, std::string_view content) {
    text_.append(1, before).append(name).append("=\"");
    append_escaped(text_, content);
    text_ += '"';
    before = ',';
  };
  for (const auto& [name, content] : labels) label(name, content);
  if (!bound.empty()) label("le", bound);
  if (before == ',') text_ += '}';
  text_.append(1, ' ').append(value).append(1, '\n');
}

}  // namespace hundred::server
