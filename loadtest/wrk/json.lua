-- Prints what wrk measured as JSON, on one line, the last of wrk's output (report.lua says what is in it):
--
--   wrk -t1 -c100 -d10s -s loadtest/wrk/json.lua 'http://127.0.0.1:8080/io/sleep?ms=50' | tail -n 1

local here = debug.getinfo(1, "S").source:match("^@(.*/)") or "./"
local report = dofile(here .. "report.lua")

function done(summary, latency)
  report.print(summary, latency)
end
