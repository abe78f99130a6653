Help is an answer: on standard output, exit 0.

  $ collab help | sed -n 3,8p
  Loop
    plan    seal definitions as cycles, before data arrive
    run     record what the feeds deliver
    record  record numbers typed by hand, or the rows of one file
    review  what changed, whether it can be trusted, and what now
    ack     take note of a contingency that came true, or of a checked standard
  $ collab --help | diff - <(collab help)
  $ collab help plan | diff - <(collab plan --help)
  $ collab help plan | sed -n 3p
  Checks a definition and seals it as a cycle: what is measured, against what,

Topics.

  $ collab help exit-codes
    0         ok
    1         error; nothing is half-written
    2         usage: the command line
    3         invalid definition or input
    4         not found, or nothing selected
    5         conflict: other numbers, or another plan, are recorded already
    6         busy: another process is writing; the only one worth retrying
    7         the ledger is not one, is damaged, or is newer than this program
    8         partial: the good rows were recorded, the others were not
    10        with --gate: a target missed or worse, or a guardrail broken
    11        with --gate: a stale feed or no data; with --gate-on unclear also
              unclear
    12        with --gate-on warn: a trust check warns
    130, 141  interrupted; nobody read the output
  
  1 to 9: it could not be done. 10 and more: it was done, and the answer is not a
  pass. Over several experiments the first of 1, 7, 6, 5, 3, 4, 8, 10, 11, 12, 0
  counts.
  $ collab help words | grep -E '^ *(look|guardrail|feed)\b'
    feed               a declared source of observations
    look               a moment at which targets may be judged
  $ collab help errors | grep -A1 plan-changed
    plan-changed            sealed parts of the definition changed; plan --amend
                            -m WHY (exit 5)

Did you mean?

  $ collab help paln
  error: there is no help on 'paln' [unknown-topic]
    hint: did you mean 'plan'?
  [2]
  $ collab reveiw
  error: collab has no verb 'reveiw' [unknown-verb]
    hint: did you mean 'review'?
  [2]
  $ collab review quick --explian
  error: collab review has no flag '--explian' [unknown-flag]
    hint: did you mean '--explain'?
  [2]
  $ collab plan --dry
  error: collab plan has no flag '--dry' [unknown-flag]
    hint: did you mean '--dry-run'?
  [2]
