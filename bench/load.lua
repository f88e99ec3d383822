-- For wrk: every thread sends its own share of the calls, in turn, and forms with a number count up.
local threads = 0

function setup(thread)
  thread:set("place", threads)
  threads = threads + 1
end

function init(args)
  local calls, all = dofile(args[1]), tonumber(args[2])
  own, at = {}, 0
  for number, call in ipairs(calls) do
    if number % all == place then own[#own + 1] = call end
  end
end

function request()
  local call = own[at % #own + 1]
  local turn = math.floor(at / #own)
  at = at + 1
  local headers = { Host = "127.0.0.1", Accept = call.accept }
  if call.cookie ~= "" then headers["Cookie"] = call.cookie end
  if call.body == "" then return wrk.format("GET", call.path, headers) end
  headers["Content-Type"] = "application/x-www-form-urlencoded"
  return wrk.format("POST", call.path, headers, (call.body:gsub("NUMBER", tostring(call.number + turn))))
end

function done(summary, latency)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  io.write(string.format('\n{"rate": %.2f, "p50": %.3f, "p99": %.3f, "failed": %d}\n',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000, failed))
end
