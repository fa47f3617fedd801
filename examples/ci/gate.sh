#!/bin/sh
# Whether a pipeline may be deployed: no, unless every number of it is as declared.
#
#   gate.sh PIPELINE_ID
#
# Runs in the folder of driftcheck.yaml; options of `driftcheck check` are given as variables, such as
# DRIFTCHECK_FAIL_ON=high. Exits 0 (deploy), 2 (findings), 1 (no verdict), 130 or 143 (interrupted).
set -u

blocked() { # how to exit, and why
    printf 'gate: BLOCKED: %s\n' "$2" >&2
    exit "$1"
}

[ "$#" -eq 1 ] || blocked 1 'usage: gate.sh PIPELINE_ID'

# Written out, as a range of letters is another one in another locale.
letters=abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ
case $1 in
    '') blocked 1 'the pipeline ID is empty; was it read from where it is not?' ;;
    null) blocked 1 'the pipeline ID is null, which would select the numbers without a pipeline' ;;
    *[!0123456789._:"$letters"-]*)
        blocked 1 'a pipeline ID is letters, digits and . _ : - only; a glob would match others, too' ;;
    *) ;;
esac

code=0
driftcheck check --select="associated_pipeline.pipeline_id=$1" --confirm || code=$?
case $code in
    0) printf 'gate: open: the numbers of %s are as declared\n' "$1" >&2 ;;
    2) blocked 2 "there are findings on the numbers of $1" ;;
    1) blocked 1 "no verdict on $1: it could not be checked" ;;
    130 | 143) blocked "$code" 'the check was interrupted' ;;
    126 | 127) blocked 1 'driftcheck cannot be run: is it installed, and on the PATH?' ;;
    *) blocked 1 "driftcheck exited with $code, which means nothing that is known" ;;
esac
