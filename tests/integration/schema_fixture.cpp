#include "tests/integration/schema_fixture.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <utility>

namespace hundred::test {
namespace {

/// The first Python that has jsonschema: a distribution's package is for its own only.
constexpr const char* validate_script =
    "for python in python3 /usr/bin/python3; do"
    " \"$python\" -c 'import jsonschema' 2>/dev/null && exec \"$python\" \"$@\"; "
    "done; echo 'python3 has no jsonschema; ./scripts/setup --tests installs it' >&2; exit 2";

}  // namespace

Json Schema::printed(Arguments arguments, const std::vector<int>& exit_codes) {
  arguments.emplace_back("--json");
  const Finished finished = run_to_end(HUNDRED_LOAD_PROGRAM, arguments, {}, 60s);
  EXPECT_THAT(exit_codes, ::testing::Contains(finished.exit_code)) << finished.errors;
  return Json::parse(finished.output);
}

Json Schema::compared(Arguments more, const std::vector<int>& exit_codes) const {
  more.insert(more.begin(), {"compare", "-c", "4", "--endpoints", "/io/sleep?ms=5", "-o", folder() / "report"});
  return printed(std::move(more), exit_codes);
}

Finished Schema::validate(const std::vector<Json>& documents) const {
  Arguments arguments{"-c", validate_script, "validate", VALIDATE_SCHEMA, HUNDRED_SCHEMAS};
  for (const Json& document : documents) {
    const std::filesystem::path path = folder() / std::to_string(arguments.size() - 5);
    std::ofstream(path) << document;
    arguments.push_back(path);
  }
  const Finished finished = run_to_end("/bin/sh", arguments, {}, 60s);
  EXPECT_TRUE(finished.exit_code == 0 || finished.exit_code == 1) << finished.errors;
  return finished;
}

void Schema::expect_valid(const Json& document) const {
  const Finished finished = validate({document});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_EQ(finished.output, "");
}

void Schema::expect_refused(const std::vector<Refusal>& refusals) const {
  std::vector<Json> documents;
  for (const Refusal& refusal : refusals) documents.push_back(refusal.document);
  const Finished finished = validate(documents);
  EXPECT_EQ(finished.exit_code, 1);
  for (std::size_t i = 0; i < refusals.size(); ++i)
    EXPECT_THAT('\n' + finished.output, ::testing::HasSubstr('\n' + std::to_string(i) + ": " + refusals[i].problem));
}

}  // namespace hundred::test
