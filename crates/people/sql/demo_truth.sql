-- What really happened in the demo of a workspace.
SELECT truth FROM demo WHERE workspace = $1
