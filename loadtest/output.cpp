#include "loadtest/output.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>

#include "client/errors.hpp"
#include "loadtest/report/json.hpp"
#include "loadtest/report/json_parts.hpp"
#include "loadtest/report/text.hpp"

namespace hundred::loadtest {

void write_report(const Report& report, const std::vector<std::string>& files) {
  for (const std::string& path : files) {
    errno = 0;
    std::ofstream file(path);
    if (path.ends_with(".json"))
      file << json_text(to_json(report));
    else
      file << to_text(report, Style(false));
    file.close();
    if (!file) throw client::RunError(fmt::format("{}: cannot be written: {}", path, client::error_text(errno)));
  }
}

}  // namespace hundred::loadtest
