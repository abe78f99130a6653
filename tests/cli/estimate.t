Comparisons from sufficient statistics: a line in, a line out. No project is needed.

  $ cat >in.ndjson <<'EOF'
  > {"id":1,"kind":"proportion","control":{"n":1000,"sum":100},"treatment":{"n":1000,"sum":130}}
  > {"id":"a","kind":"proportion","control":{"n":14,"sum":3},"treatment":{"n":15,"sum":9},"effect":"relative","alternative":"greater"}
  > {"id":"m","kind":"mean","control":{"n":100,"sum":250,"sum_squares":1025},"treatment":{"n":100,"sum":280,"sum_squares":1224},"inference":"anytime"}
  > {"id":"b","kind":"mean","control":{"n":100,"sum":250,"sum_squares":1025},"treatment":{"n":100,"sum":280,"sum_squares":1224},"inference":"bayesian","effect":"relative","prior":{"mean":0,"stddev":0.3}}
  > {"id":"ni","kind":"proportion","control":{"n":1000,"sum":100},"treatment":{"n":1000,"sum":98},"alternative":"greater","margin":0.03}
  > {"id":"eq","kind":"proportion","control":{"n":1000,"sum":100},"treatment":{"n":1000,"sum":98},"margin":0.03}
  > {"id":"r","kind":"rate","control":{"events":20,"exposure":1000},"treatment":{"events":12,"exposure":1000}}
  > {"id":"s","kind":"score","control":{"counts":{"9":40,"7":30,"3":30}},"treatment":{"counts":{"10":50,"8":30,"2":20}}}
  > {"id":"q","kind":"quantile","control":{"n":1010,"n_star":800,"nu":0.9,"quantile":79.7,"quantile_lower":72.2,"quantile_upper":84.8},"treatment":{"n":1031,"n_star":800,"nu":0.9,"quantile":90.5,"quantile_lower":82.7,"quantile_upper":97.2}}
  > {"id":"st","kind":"proportion","effect":"relative","strata":[{"control":{"n":515,"sum":92},"treatment":{"n":402,"sum":78}},{"control":{"n":104,"sum":36},"treatment":{"n":121,"sum":44}}]}
  > {"id":"bad","kind":"mean","control":{"n":100,"summ":250,"sum_squares":1025},"treatment":{"n":100,"sum":280,"sum_squares":1224}}
  > 
  > {"id":"str","kind":"mean","control":{"n":"100","sum":250,"sum_squares":1025},"treatment":{"n":100,"sum":280,"sum_squares":1224}}
  > {"id":"nan","kind":"mean","control":{"n":NaN}}
  > {"id":"big","kind":"mean","control":{"n":1e400}}
  > {"id":"key","kind":"mean","alfa":0.05}
  > {"id":"th","theta":0.4,"kind":"mean","control":{"n":100,"sum":250,"sum_squares":1025},"treatment":{"n":100,"sum":280,"sum_squares":1224}}
  > {"id":"sum","kind":"proportion","control":{"n":10,"sum":11},"treatment":{"n":10,"sum":1}}
  > {"id":"n1","kind":"mean","control":{"n":1,"sum":250,"sum_squares":62500},"treatment":{"n":100,"sum":280,"sum_squares":1224}}
  > {"id":"n0","kind":"mean","control":{"n":0,"sum":0,"sum_squares":0},"treatment":{"n":100,"sum":280,"sum_squares":1224}}
  > {"id":"n0p","kind":"proportion","control":{"n":0,"sum":0},"treatment":{"n":10,"sum":2},"inference":"bayesian"}
  > EOF
  $ collab estimate - <in.ndjson
  {"id":1,"estimate":0.03,"low":0.0020415972117549487,"high":0.058172473659913265,"low_reason":null,"high_reason":null,"se":null,"p_value":0.03553445913704041,"chance_to_win":null,"expected_loss":null,"df":null,"method":"miettinen-nurminen","status":"ok"}
  {"id":"a","estimate":1.7999999999999998,"low":0.2115776417954056,"high":null,"low_reason":null,"high_reason":"one-sided","se":null,"p_value":0.019188489432224485,"chance_to_win":null,"expected_loss":null,"df":null,"method":"miettinen-nurminen","status":"ok"}
  {"id":"m","estimate":0.2999999999999998,"low":-1.2378731535299212,"high":1.8378731535299209,"low_reason":null,"high_reason":null,"se":0.29128763250176765,"p_value":1,"chance_to_win":null,"expected_loss":null,"df":197.55203619909503,"method":"welch","status":"ok"}
  {"id":"b","estimate":0.10249277042049856,"low":-0.12209568903494528,"high":0.3270812298759424,"low_reason":null,"high_reason":null,"se":0.11458805428414445,"p_value":null,"chance_to_win":0.8144582135022114,"expected_loss":0.011625830019913037,"df":197.55203619909503,"method":"welch","status":"ok"}
  {"id":"ni","estimate":-0.0020000000000000018,"low":-0.02407346646112286,"high":null,"low_reason":null,"high_reason":"one-sided","se":null,"p_value":0.01870784953887189,"chance_to_win":null,"expected_loss":null,"df":null,"method":"miettinen-nurminen","status":"ok"}
  {"id":"eq","estimate":-0.0020000000000000018,"low":-0.02407346646112286,"high":0.020059697608993295,"low_reason":null,"high_reason":null,"se":null,"p_value":0.01870784953887189,"chance_to_win":null,"expected_loss":null,"df":null,"method":"miettinen-nurminen","status":"ok"}
  {"id":"r","estimate":-0.008,"low":-0.020141128581122308,"high":0.0032790415839543054,"low_reason":null,"high_reason":null,"se":null,"p_value":0.21532714972272515,"chance_to_win":null,"expected_loss":null,"df":null,"method":"exact-conditional","status":"ok"}
  {"id":"s","estimate":20,"low":-2.347027692519571,"high":42.347027692519575,"low_reason":null,"high_reason":null,"se":11.40175425099138,"p_value":0.07941062599894222,"chance_to_win":null,"expected_loss":null,"df":null,"method":"promoter-wald","status":"ok"}
  {"id":"q","estimate":10.799999999999997,"low":2.300615471435256,"high":19.299384528564737,"low_reason":null,"high_reason":null,"se":4.333889667477773,"p_value":0.012783042979296352,"chance_to_win":null,"expected_loss":null,"df":2010.4583952445028,"method":"quantile-bounds","status":"ok"}
  {"id":"st","estimate":0.07466065848296853,"low":-0.138061342147628,"high":0.33832701873548277,"low_reason":null,"high_reason":null,"se":null,"p_value":0.5174902140295012,"chance_to_win":null,"expected_loss":null,"df":1040.7647603955113,"method":"post-stratified","status":"ok"}
  {"id":"bad","status":"invalid","error":"control: a mean has no statistic 'summ'; did you mean 'sum'?","code":"unknown-statistic","line":11}
  {"id":"str","status":"invalid","error":"control.n must be a number; numbers stand without quotes","code":"bad-type","line":13}
  {"id":null,"status":"invalid","error":"this line is not sound JSON; one complete object a line, strings in double quotes","code":"bad-json","line":14}
  {"id":null,"status":"invalid","error":"a number that JSON does not know, or too large","code":"bad-json","line":15}
  {"id":"key","status":"invalid","error":"there is no key 'alfa'; scale, id, kind, control, treatment, alpha, effect, inference, alternative, interval, tuning, prior, theta, margin, strata","code":"unknown-key","line":16}
  {"id":"th","status":"invalid","error":"theta needs covariate sums","code":"theta-unused","line":17}
  {"id":"sum","status":"invalid","error":"control: sum 11 is more than n 10","code":"successes-above-n","line":18}
  {"id":"n1","estimate":-247.2,"low":null,"high":null,"low_reason":"too-few","high_reason":"too-few","se":null,"p_value":null,"chance_to_win":null,"expected_loss":null,"df":null,"method":"welch","status":"too-few"}
  {"id":"n0","estimate":null,"low":null,"high":null,"low_reason":"no-data","high_reason":"no-data","se":null,"p_value":null,"chance_to_win":null,"expected_loss":null,"df":null,"method":"welch","status":"no-data"}
  {"id":"n0p","estimate":null,"low":null,"high":null,"low_reason":null,"high_reason":null,"se":null,"p_value":null,"chance_to_win":null,"expected_loss":null,"df":null,"method":"miettinen-nurminen","status":"no-data"}
  error: 7 of 20 lines were not understood [bad-lines]
    hint: their answers have status invalid, and say why
  [8]

A file does as well; line ends of Windows and blank lines do not matter.

  $ printf '\r\n{"id":1,"kind":"proportion","control":{"n":10,"sum":2},"treatment":{"n":10,"sum":4}}\r\n' >dos.ndjson
  $ collab estimate dos.ndjson
  {"id":1,"estimate":0.2,"low":-0.21332638287020458,"high":0.5568357030739387,"low_reason":null,"high_reason":null,"se":null,"p_value":0.34150807028276914,"chance_to_win":null,"expected_loss":null,"df":null,"method":"miettinen-nurminen","status":"ok"}

A line of ten megabytes and bytes that are not UTF-8 are answered, and the stream goes on.

  $ { python3 -c 'print("{\"id\":\"" + "x" * 10000000 + "\"}")'; printf '{"id":"\377"}\n'; cat dos.ndjson; } | collab estimate - 2>told.txt | cut -c 1-100
  {"id":null,"status":"invalid","error":"a line of more than 1048576 bytes","code":"line-too-long","li
  {"id":null,"status":"invalid","error":"this line is not UTF-8 text","code":"bad-utf8","line":2}
  {"id":1,"estimate":0.2,"low":-0.21332638287020458,"high":0.5568357030739387,"low_reason":null,"high_

Nothing in, nothing out.

  $ collab estimate - </dev/null
  $ collab estimate none.ndjson
  error: none.ndjson: no such file [no-such-file]
  [4]
  $ collab estimate dos.ndjson -f csv
  error: collab estimate writes all its fields as NDJSON to standard output [bad-value]
    hint: redirect it, or choose with jq: `collab estimate - | jq -c '{id, p_value}'`
  [2]

Answers keep to the schema.

  $ collab schema estimate >estimate.json
  $ collab estimate - <in.ndjson 2>/dev/null | /usr/bin/python3 "$SOURCE/tests/schema_check.py" --lines estimate.json
