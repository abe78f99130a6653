The manual pages and the program say the same. Each check prints what only one of them knows.

  $ docs() { python3 "$SOURCE/tests/cli/docs.py" "$1"; }

Every verb has its part of collab(1), and nothing else has.

  $ docs verbs

So has every flag, of a verb and of all.

  $ docs flags

Every environment variable of ours, and every exit code.

  $ docs environment
  $ docs exit-codes

Every topic of help.

  $ docs topics

The commands that collab(1) shows can be typed as they stand: none is a usage error.

  $ docs commands
  True

Every method that an answer can name is in collab-methods(7), every trust check too, and no other.

  $ docs methods
  True

What that page gives to check is what the program says.

  $ docs figures
  True

Every key of the two definition files is in collab-experiment(5) at its place, with its choices.

  $ docs keys

The page's example is a valid project.

  $ docs example
  collab.yaml
  experiments/answers-in-two-hours.yaml
  $ printf 'id,name,region\nlake-1,Lakeside,north\n' >locations.csv
  $ collab validate >valid.txt || cat valid.txt

The pages can be read by man.

  $ for page in collab.1 collab-ci.7 collab-experiment.5 collab-methods.7; do mandoc -T lint -W warning "$SOURCE/man/$page"; done
