-- Sends requests that compute and requests that wait, each time the one or the other by chance. Prints what wrk measured
-- as JSON, on one line, the last of wrk's output (report.lua says what is in it):
--
--   wrk -t1 -c100 -d10s -s loadtest/wrk/mixed.lua 'http://127.0.0.1:8080' -- 0.2 '/cpu/burn?ms=5' '/io/sleep?ms=50' |
--     tail -n 1
--
-- Arguments after the `--`, all of them optional, in this order:
--   SHARE   of the first kind, from 0 to 1                     0.2
--   FIRST   path of the requests that compute                  '/cpu/burn?ms=5'
--   SECOND  path of the requests that wait                     '/io/sleep?ms=50'
--   SEED    a whole number; thread k of wrk draws from SEED+k  1
--
-- The JSON has one member more: "requests_sent", how many requests each path was sent. Their sum is above "requests" by
-- those that had no answer: on their way when wrk stopped, or lost with their connection. A path in the URL is ignored.

local here = debug.getinfo(1, "S").source:match("^@(.*/)") or "./"
local report = dofile(here .. "report.lua")

local threads = {}

local function refuse(name, value, allowed)
  io.stderr:write(string.format("mixed.lua: %s '%s': must be %s\n", name, value, allowed))
  os.exit(2)
end

local function read_arguments(args)
  local share, seed = args[1] or "0.2", args[4] or "1"
  local first, second = args[2] or "/cpu/burn?ms=5", args[3] or "/io/sleep?ms=50"
  local number = tonumber(share)
  if not (number and number >= 0 and number <= 1) then refuse("SHARE", share, "a number from 0 to 1") end
  if first:sub(1, 1) ~= "/" then refuse("FIRST", first, "a path that begins with /") end
  if second:sub(1, 1) ~= "/" then refuse("SECOND", second, "a path that begins with /") end
  if not seed:match("^%d+$") then refuse("SEED", seed, "a whole number, 0 or more") end
  if args[5] then refuse("argument", args[5], "left out: there are four at most") end
  return number, first, second, tonumber(seed)
end

-- In wrk's main environment, once for each thread.
function setup(thread)
  threads[#threads + 1] = thread
  thread:set("thread_number", #threads)
end

-- In the environment of each thread. Globals here are what done() reads.
function init(args)
  local share, seed
  share, first_path, second_path, seed = read_arguments(args)
  first_sent, second_sent = 0, 0
  math.randomseed(seed + thread_number)

  local first, second = wrk.format("GET", first_path), wrk.format("GET", second_path)
  -- wrk asks the first thread for a request that it only looks at.
  local only_looked_at = thread_number == 1
  function request()
    if only_looked_at then
      only_looked_at = false
      return first
    end
    if math.random() < share then
      first_sent = first_sent + 1
      return first
    end
    second_sent = second_sent + 1
    return second
  end
end

function done(summary, latency)
  local sent = {}
  for _, thread in ipairs(threads) do
    for _, kind in ipairs({"first", "second"}) do
      local path = thread:get(kind .. "_path")
      sent[path] = (sent[path] or 0) + thread:get(kind .. "_sent")
    end
  end
  report.print(summary, latency, sent)
end
