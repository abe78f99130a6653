Every fault of every file, with its place.

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ collab validate
  FILE                    RESULT  EXPERIMENT  HOLDS
  collab.yaml             sound   -           -
  experiments/quick.yaml  sound   quick       2 metrics, 2 variants, 1 feed
  2 files: sound

  $ sed -i 's/kind: proportion/kind: proportoin/; s/looks: .*/looks: [3d, 9d]/' experiments/quick.yaml
  $ sed -i 's/^currency: EUR/currency: EUR\ncolour: red/' collab.yaml
  $ collab validate
  collab.yaml:5:1: error: 'colour' is not a key here [unknown-key]
      5 | colour: red
        | ^^^^^^
    hint: keys here: schema, program, time_zone, currency, touch_points, segments, locations, metrics
  experiments/quick.yaml:12:13: error: kind 'proportoin' is not known [metric-kind]
     12 |       kind: proportoin
        |             ^^^^^^^^^^
    hint: did you mean 'proportion'? kinds: mean, proportion, quantile, rate, ratio, score, value
  experiments/quick.yaml:32:15: error: a look at 9d is beyond the cycle of 7 days [look-beyond-cycle]
     32 |   looks: [3d, 9d]
        |               ^^
    hint: leave it out, or make the cycle longer
  [3]

One file alone.

  $ collab validate experiments/quick.yaml 2>&1 | grep -c error:
  3
  $ collab validate experiments/slow.yaml
  error: experiments/slow.yaml cannot be opened [no-such-file]
    hint: check the name and whether you may read it
  [4]

Faults are the failure's, on standard error; standard output stays empty.

  $ collab validate --json 2>/dev/null
  [3]
