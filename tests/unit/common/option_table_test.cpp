#include "common/option_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/common/sample_options.hpp"

namespace hundred {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::SampleOptions;
using test::TemporaryFile;
using test::usage_error;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Arguments, SetValuesOfEveryKind) {
  SampleOptions o;
  const auto rest = o.arguments({"--port", "0", "--workers=4", "--keep-alive-timeout", "500ms", "--pause", "0s",
                                 "--limit", "1k", "--host", "::1", "--timing", "off", "--colour", "blue", "--json"});
  EXPECT_THAT(rest, IsEmpty());
  EXPECT_EQ(o.port, 0U);
  EXPECT_EQ(o.workers, 4U);
  EXPECT_EQ(o.timeout, milliseconds(500));
  EXPECT_EQ(o.pause, Nanoseconds(0));
  EXPECT_EQ(o.limit, 1024U);
  EXPECT_EQ(o.host, "::1");
  EXPECT_FALSE(o.timing);
  EXPECT_EQ(o.colour, SampleOptions::Colour::blue);
  EXPECT_TRUE(o.json);
}

TEST(Arguments, ShortNamesAndAliasesMeanTheSame) {
  SampleOptions o;
  o.arguments({"-p", "1", "--colour", "azure"});
  EXPECT_EQ(o.port, 1U);
  EXPECT_EQ(o.colour, SampleOptions::Colour::blue);
  o.arguments({"-p2"});
  EXPECT_EQ(o.port, 2U);
}

TEST(Arguments, WithoutAnyEverythingKeepsItsDefault) {
  SampleOptions o;
  o.arguments({});
  EXPECT_EQ(o.port, 8080U);
  EXPECT_EQ(o.workers, std::nullopt);
  EXPECT_FALSE(o.json);
  EXPECT_THAT(o.chosen, IsEmpty());
}

TEST(Arguments, TheLastOfSeveralWinsAndListsKeepAll) {
  SampleOptions o;
  o.arguments({"--port", "1", "-H", "A: 1", "--port", "2", "--header", "B: 2"});
  EXPECT_EQ(o.port, 2U);
  EXPECT_THAT(o.headers, ElementsAre("A: 1", "B: 2"));
}

TEST(Arguments, WhatIsNoOptionIsHandedBackInOrder) {
  SampleOptions o;
  EXPECT_THAT(o.arguments({"run", "--port", "1", "/ping", "-"}), ElementsAre("run", "/ping", "-"));
}

TEST(Arguments, ChosenNamesWhatWasSet) {
  SampleOptions o;
  o.arguments({"-p", "1", "--json"});
  EXPECT_THAT(o.chosen, ElementsAre("port", "json"));
}

TEST(Arguments, UnknownOptionIsRefusedAndTheNearestProposed) {
  SampleOptions o;
  EXPECT_THAT(usage_error([&] { o.arguments({"--prot", "1"}); }), AllOf(HasSubstr("--prot"), HasSubstr("'--port'")));
  EXPECT_THAT(usage_error([&] { o.arguments({"--worker=3"}); }),
              AllOf(HasSubstr("--worker:"), HasSubstr("'--workers'")));
  EXPECT_THAT(usage_error([&] { o.arguments({"--banana"}); }), AllOf(HasSubstr("--banana"), Not(HasSubstr("did you"))));
  EXPECT_THAT(usage_error([&] { o.arguments({"-z"}); }), HasSubstr("-z"));
}

TEST(Arguments, MissingValueIsRefusedByName) {
  SampleOptions o;
  EXPECT_THAT(usage_error([&] { o.arguments({"--port"}); }), HasSubstr("--port"));
  EXPECT_THAT(usage_error([&] { o.arguments({"--port", "--json"}); }), HasSubstr("--port"));
}

TEST(Arguments, ErrorNamesTheOptionTheValueAndWhatIsAllowed) {
  SampleOptions o;
  EXPECT_EQ(usage_error([&] { o.arguments({"-p", "65536"}); }),
            "--port '65536': must be a whole number from 0 to 65535");
  EXPECT_EQ(usage_error([&] { o.arguments({"--keep-alive-timeout", "2h"}); }),
            "--keep-alive-timeout '2h': must be a duration from 1ms to 1h, such as 500ms, 10s or 2m");
  EXPECT_EQ(usage_error([&] { o.arguments({"--limit", "2m"}); }),
            "--limit '2m': must be a size in bytes from 1 to 1m, such as 16k or 1m");
  EXPECT_EQ(usage_error([&] { o.arguments({"--timing", "yes"}); }), "--timing 'yes': must be one of on, off");
}

TEST(Arguments, UnknownNameIsRefusedAndTheNearestProposed) {
  SampleOptions o;
  EXPECT_THAT(usage_error([&] { o.arguments({"--colour", "bleu"}); }),
              AllOf(HasSubstr("--colour 'bleu'"), HasSubstr("red, blue"), HasSubstr("'blue'")));
}

TEST(Arguments, NumbersAreWholeAndNothingBesides) {
  for (const char* value : {"-1", "1.5", "1k", "0x10", "ten", " 1", "99999999999999999999"}) {
    SampleOptions o;
    EXPECT_THAT(usage_error([&] { o.arguments({"--port", value}); }), HasSubstr("--port")) << value;
    EXPECT_EQ(o.port, 8080U) << "a refused value changes nothing";
  }
}

TEST(Arguments, EmptyTextIsRefused) {
  SampleOptions o;
  EXPECT_THAT(usage_error([&] { o.arguments({"--host", ""}); }), HasSubstr("--host"));
  EXPECT_EQ(o.host, "127.0.0.1");
}

TEST(Arguments, AnEmptyValueBehindTheEqualsSignIsNotTheNextArgument) {
  SampleOptions o;
  EXPECT_EQ(usage_error([&] { o.arguments({"--port=", "1"}); }), "--port '': must be a whole number from 0 to 65535");
  EXPECT_THAT(usage_error([&] { o.arguments({"--host=", "--port=1"}); }), HasSubstr("--host ''"));
  EXPECT_EQ(o.host, "127.0.0.1");
}

TEST(Arguments, AnErrorIsOneLineWhateverTheValue) {
  SampleOptions o;
  EXPECT_EQ(usage_error([&] { o.arguments({"--timing", "a\nb\x1b[1m"}); }),
            "--timing 'a\\x0ab\\x1b[1m': must be one of on, off");
}

TEST(OptionNames, FollowFromTheFirstLongName) {
  const SampleOptions o;
  EXPECT_EQ(o.table[0].long_name(), "port");
  EXPECT_EQ(o.table[2].key(), "keep_alive_timeout");
  EXPECT_EQ(o.table[2].variable(), "HUNDRED_KEEP_ALIVE_TIMEOUT");
}

TEST(Environment, SetsValuesAndNamesTheVariableInErrors) {
  SampleOptions o;
  setenv("HUNDRED_PORT", "9", 1);
  apply_environment(o.table, o.chosen);
  EXPECT_EQ(o.port, 9U);
  EXPECT_THAT(o.chosen, ElementsAre("port"));
  setenv("HUNDRED_PORT", "nine", 1);
  const std::string said = usage_error([&] { apply_environment(o.table, o.chosen); });
  unsetenv("HUNDRED_PORT");
  EXPECT_EQ(said, "HUNDRED_PORT='nine': must be a whole number from 0 to 65535");
}

TEST(Environment, LeavesOutWhatIsForTheCommandLineOnly) {
  SampleOptions o;
  setenv("HUNDRED_JSON", "1", 1);
  apply_environment(o.table, o.chosen);
  unsetenv("HUNDRED_JSON");
  EXPECT_FALSE(o.json);
}

TEST(ConfigurationFile, SetsValuesAndMayHaveComments) {
  SampleOptions o;
  const TemporaryFile file("{ // why\n  \"port\": 9, /* and */ \"keep_alive_timeout\": \"20s\", \"timing\": \"off\" }");
  apply_file(o.table, file.path(), o.chosen);
  EXPECT_EQ(o.port, 9U);
  EXPECT_EQ(o.timeout, seconds(20));
  EXPECT_FALSE(o.timing);
  EXPECT_THAT(o.chosen, ElementsAre("port", "keep-alive-timeout", "timing"));
}

TEST(ConfigurationFile, ReadsBackWhatPrintingTheOptionsWrote) {
  SampleOptions written;
  written.arguments({"--port", "9", "--pause", "3s", "--limit", "2k", "--colour", "blue", "--timing", "off"});
  const TemporaryFile file(to_json(written.table).dump(2));
  SampleOptions read;
  apply_file(read.table, file.path(), read.chosen);
  EXPECT_EQ(to_json(read.table), to_json(written.table));
  EXPECT_EQ(read.workers, std::nullopt) << "null leaves the default";
}

TEST(ConfigurationFile, ErrorsNameTheFileTheKeyAndWhatIsAllowed) {
  const auto said = [](const std::string& content) {
    SampleOptions o;
    const TemporaryFile file(content);
    std::string text = usage_error([&] { apply_file(o.table, file.path(), o.chosen); });
    return text.starts_with(file.path()) ? text.substr(file.path().size()) : text;
  };
  EXPECT_EQ(said(R"({"prot": 1})"), ": unknown key 'prot'; did you mean 'port'?");
  EXPECT_EQ(said(R"({"port": 1e999})"), ": holds a number that is too large");
  EXPECT_EQ(said("{\"a\\nb\": 1}"), ": unknown key 'a\\x0ab'");
  EXPECT_EQ(said(R"({"port": 65536})"), ": port '65536': must be a whole number from 0 to 65535");
  EXPECT_THAT(said(R"({"port": "9"})"), AllOf(HasSubstr("port"), HasSubstr("is a string, must be a whole number")));
  EXPECT_THAT(said(R"({"host": 9})"), AllOf(HasSubstr("host"), HasSubstr("must be a string")));
  EXPECT_THAT(said(R"({"json": true})"), HasSubstr("unknown key 'json'"));
  EXPECT_THAT(said("[]"), HasSubstr("must hold a JSON object, not array"));
  EXPECT_THAT(said("{\n\n\"port\": }"), HasSubstr("not JSON: error near line 3"));
  EXPECT_THAT(said(""), HasSubstr("not JSON"));
}

TEST(ConfigurationFile, ThatCannotBeReadIsNamed) {
  SampleOptions o;
  EXPECT_EQ(usage_error([&] { apply_file(o.table, "/nowhere/hundred.json", o.chosen); }),
            "/nowhere/hundred.json: cannot be read");
}

}  // namespace
}  // namespace hundred
