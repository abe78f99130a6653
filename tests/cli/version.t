  $ collab version
  collab 0.1.0
  $ collab --version
  collab 0.1.0
  $ collab version --json | sed 's/"generated_at": "[^"]*"/"generated_at": "NOW"/'
  {
    "schema": "collab.version/1",
    "version": "0.1.0",
    "command": "version",
    "generated_at": "NOW",
    "data": {
      "version": "collab 0.1.0\n"
    },
    "warnings": []
  }
  $ collab version extra
  error: collab version has no use for 'extra' [too-many-arguments]
    hint: collab version --help shows how
  [2]
