#!/bin/sh
# Says whether a pipeline may be deployed: only if all of its numbers are as declared.
#
#   gate.sh PIPELINE_ID
#
# Run it in the folder of driftcheck.yaml. Set options of `driftcheck check` as variables, such as
# DRIFTCHECK_FAIL_ON=high. Exits with 0 (deploy), 2 (findings), 1 (no verdict), 130 or 143 (interrupted).
set -u

blocked() { # the exit code, and the reason
    printf 'gate: BLOCKED: %s\n' "$2" >&2
    exit "$1"
}

[ "$#" -eq 1 ] || blocked 1 'usage: gate.sh PIPELINE_ID'

# Written out, because a range of letters depends on the locale.
letters=abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ
case $1 in
    '') blocked 1 'the pipeline ID is empty; is the variable set?' ;;
    null) blocked 1 'the pipeline ID is null, which would select the numbers without a pipeline' ;;
    *[!0123456789._:"$letters"-]*)
        blocked 1 'a pipeline ID contains only letters, digits and . _ : -; a glob would match other pipelines' ;;
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
    *) blocked 1 "driftcheck exited with $code, an unknown exit code" ;;
esac
