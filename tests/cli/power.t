Power: what a plan needs, and what its cycle can show.

From flags alone, without a project.

  $ collab power --baseline 10% --effect +2pp --units 600/day
  What a comparison of 2 variants can show
  
  proportion, now 10%, 600 units a day
    To show it is better, if the change is +2pp: needs 3,850 units a variant, 13
    days at 600 a day; 28 days show it with a chance of 99%.
    With a chance of 80%, 28 days show: +1.33pp or more as better.
  
  CHANCE IF   14 DAYS   28 DAYS   56 DAYS  112 DAYS
  +1pp            32%       56%       85%       99%
  +2pp            83%       99%  over 99%  over 99%
  +4pp       over 99%  over 99%  over 99%  over 99%
  
  Sizes are for a chance of 80% to see what is there, with 95% confidence.
  $ collab power --kind mean --baseline 41 --sd 18 --effect +2.0 --correlation 0.6 | head -n 4
  What a comparison of 2 variants can show
  
  mean, now 41
    To show it is better, if the change is +2: needs 815 units a variant.
  $ collab power
  error: collab power needs an experiment, or --baseline with --effect or --units [argument-missing]
    hint: collab power --baseline 3.2% --effect +5% --units 600/day
  [2]
  $ collab power --baseline 10% --effect 5
  error: --effect is '5', which is not a change such as +5%, +0.5pp or +2.0 [bad-value]
  [2]
  $ collab power --baseline 10% --effect +5% --shares 50/50/x
  error: --shares is '50/50/x', which is not shares such as 50/50, control first [bad-value]
  [2]

From a definition: first nothing is known, then a cycle says it.

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ collab power quick | grep -c 'Not known'
  4
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan quick | grep Planning -A 1
  Planning: without figures nobody knows what 7 days can show. Say what is usual:
  collab power quick --baseline LEVEL --units N/day
  $ week 200 220
  $ export COLLAB_NOW=2026-03-09T06:00:00Z
  $ collab run quick >/dev/null
  $ collab power quick
  quick: what a cycle of 7 days can show
  
  visit >= +5%, now 10% (control of cycle 1), 4,000 consumers a day
    To show it is better, if the change is just the target (+5%): needs 57,900
    consumers a variant, 29 days at 4,000 a day; 7 days show it with a chance of
    28%.
    With a chance of 80%, 7 days show: +10.3% or more as better.
  
  CHANCE IF  4 DAYS  7 DAYS  14 DAYS   28 DAYS
  +2.5%          8%     10%      16%       28%
  +5%           18%     28%      50%       79%
  +10%          54%     78%      97%  over 99%
  
  complaints <= +50%, now 6% (control of cycle 1), 2,000 exposures a day
    To show the limit is kept, if nothing changes: needs 2,030 exposures a
    variant, 3 days at 2,000 a day; 7 days show it with a chance of over 99%.
    With a chance of 80%, 7 days show: +22.1% or less as within the limit.
  
  Sizes are for a chance of 80% to see what is there, with 95% confidence.
  complaints: exposures are taken to be independent; --dispersion says otherwise
  warning: visit: 7 days are unlikely to show 'better' (28%): plan 29 days, more consumers, or a larger change
  $ collab power quick --cycle 28d --looks end -f csv --fields metric,claim,days 2>/dev/null
  metric,claim,days
  visit,better,29
  complaints,ok,3
  $ collab power quick --metric visits
  error: quick has no metric 'visits' [bad-value]
    hint: did you mean 'visit'? metrics: visit, complaints
  [2]
  $ collab decide quick extend -m "Once more" >/dev/null
  $ collab plan quick | grep Planning -A 4
  warning: visit: 7 days are unlikely to show 'better' (28%): plan 29 days, more consumers, or a larger change
  Planning: visit >= +5%, now 10% (control of cycle 1), 4,000 consumers a day
    To show it is better, if the change is just the target (+5%): needs 57,900
    consumers a variant, 29 days at 4,000 a day; 7 days show it with a chance of
    28%.
    With a chance of 80%, 7 days show: +10.3% or more as better.
