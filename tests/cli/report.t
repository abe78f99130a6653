A page to hand to others: one file, or a folder with an index.

  $ . "$SOURCE/tests/cli/project.sh"; project; export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab report
  $ collab plan -q
  $ collab report nope
  $ COLLAB_NOW=2026-03-03T06:00:00Z; night 2026-03-02 100 110
  $ export COLLAB_NOW=2026-03-09T06:00:00Z
  $ for day in 02 03 04 05 06 07 08; do night 2026-03-$day 100 13$((day % 7)); done; collab run -q
  $ collab decide quick extend -m 'twice as many came back' --next -q
  $ collab report

The next cycle has no data yet, so the page is still of the one before. As parts of a folder:

  $ collab report -o site/ && ls site
  $ grep -o '<a href[^>]*>[^<]*</a>' site/index.html
  $ collab report -o site/ -o all.md -f md && ls site && head -n 3 site/quick.md all.md
  $ grep -o '\[quick@2\](quick.md)' site/index.md
  $ collab review quick -o site/
  $ collab report -o all.md/
  $ collab report -o .collab/
  $ collab report -o none/site/
  $ collab report -f csv
  $ collab report quick quick --json | python3 -c 'import json,sys; d=json.load(sys.stdin)["data"]; print(d["day"], [(i["experiment"], i["cycle"], i["state"], i["closed"]) for i in d["items"]], sorted(d["items"][0]["worksheet"]["sections"])[:3])'

What was put away is told of when it is named.

  $ collab archive quick -m 'over' -q
  $ collab report
  $ collab report quick | head -n 3
