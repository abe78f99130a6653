A project's first files.

  $ export COLLAB_NOW=2026-11-21T12:00:00Z
  $ collab init shop
  Shop
  written  shop/collab.yaml
  written  shop/.collab/.gitignore
  written  shop/.collab/schemas/
  
  Next:
    cd shop
    collab new EXP --template two-variants
  $ find shop -type f | grep -v schemas | sort
  shop/.collab/.gitignore
  shop/collab.yaml
  $ grep time_zone shop/collab.yaml
  time_zone: GMT        # days begin and end here; a cycle's last day is over at midnight there

The ledger and the key stay out of version control, the schemas do not.

  $ cat shop/.collab/.gitignore
  *
  !.gitignore
  !schemas/
  !schemas/**

What is there is kept, and said so.

  $ echo '# mine' >>shop/collab.yaml
  $ collab init shop | grep kept
  kept  shop/collab.yaml
  kept  shop/.collab/.gitignore
  kept  shop/.collab/schemas/
  $ tail -n 1 shop/collab.yaml
  # mine

A dry run writes nothing.

  $ collab init -n other | head -n 2
  Other
  written  other/collab.yaml
  $ test -e other
  [1]

The sample is an experiment whose cycle is over, with its data; the commands that init names go through.

  $ collab init --sample sample | sed -n '/^Next/,$p'
  Next:
    cd sample
    collab plan quick-answers
    collab run quick-answers
    collab review quick-answers
  $ cd sample
  $ for verb in plan run review; do collab $verb quick-answers >/dev/null || echo "$verb: $?"; done

A folder that cannot be made is an error.

  $ collab init /proc/nowhere
  error: '/proc/nowhere' cannot be written: No such file or directory [cannot-write]
  [1]
