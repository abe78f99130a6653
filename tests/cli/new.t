A definition to start from.

  $ export COLLAB_NOW=2026-11-21T12:00:00Z
  $ collab init >/dev/null
  $ collab new gift-notes --template two-variants
  gift-notes
  written  experiments/gift-notes.yaml
  
  Next:
    collab validate experiments/gift-notes.yaml
    collab plan gift-notes
  $ grep -E '^(id|owner|  starts)' experiments/gift-notes.yaml
  id: gift-notes
  owner: "ana"
    starts: 2026-11-22
  $ collab validate experiments/gift-notes.yaml | tail -n 1
  2 files: sound

Every template is sound as it stands.

  $ for name in before-after typed-by-hand unit-rows; do
  >   collab new "try-$name" --template $name >/dev/null && collab validate "experiments/try-$name.yaml" | tail -n 1
  > done
  2 files: sound
  2 files: sound
  2 files: sound

Nothing is overwritten, and names are names.

  $ collab new gift-notes --template unit-rows
  error: 'experiments/gift-notes.yaml' is there already [file-exists]
    hint: take another id, or edit it
  [5]
  $ collab new ../gift --template unit-rows
  error: '../gift' cannot be an experiment's id [bad-name]
    hint: a letter, then letters, digits, - and _, at most 64
  [2]
  $ collab new gift --template unit-row
  error: there is no template 'unit-row' [no-such-template]
    hint: did you mean 'unit-rows'? templates: before-after, two-variants, typed-by-hand, unit-rows
  [2]
  $ ls experiments
  gift-notes.yaml
  try-before-after.yaml
  try-typed-by-hand.yaml
  try-unit-rows.yaml
