#!/bin/bash
# run.sh TARGET SECONDS   fuzzes one target; inputs that are worth keeping stay in corpus/TARGET.
# run.sh keep TARGET      adds those of corpus/TARGET that reach more code to seeds/TARGET.
# run.sh smoke SECONDS    runs every target over its seeds and fuzzes for so many seconds in all.
set -euo pipefail
cd "$(dirname "$0")"
targets=$(cd seeds && echo *)
usage="usage: run.sh TARGET SECONDS | keep TARGET | smoke SECONDS; targets: $targets"
[[ $# -eq 2 ]] || { echo "$usage" >&2; exit 64; }
is_target() { [[ " $targets " == *" $1 "* ]] || { echo "$usage" >&2; exit 64; }; }

scratch=${ARGUS_FUZZ_SCRATCH:-.build}
build() {
  # Both sanitizers in one flag: of two flags the compiler instruments for the last one only.
  swift build -c release --scratch-path "$scratch" --product argus-fuzz \
    --sanitize=fuzzer -Xswiftc -sanitize=fuzzer,address
}
# The crash handler of the runtime can hang a fuzzing run, and Hyperscan keeps some memory for itself.
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0
fuzz() { # TARGET OPTION…
  ARGUS_FUZZ_TARGET=$1 "$scratch/release/argus-fuzz" "${@:2}"
}
run() { # TARGET SECONDS CORPUS
  mkdir -p "$3" crashes
  fuzz "$1" "$3" "seeds/$1" -max_total_time="$2" -max_len=4096 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="crashes/$1-"
}
smoke() { # SECONDS
  local found share target
  found=$(mktemp -d)
  # shellcheck disable=SC2064 # the directory of now
  trap "rm -rf '$found'" EXIT
  share=$(($1 / $(wc -w <<<"$targets")))
  for target in $targets; do
    # What libFuzzer tells of each new input is of no interest; what it tells of a crash is.
    if ! run "$target" "$share" "$found/$target" 2>"$found/log"; then
      tail -n 100 "$found/log"
      echo "$target fails; the input lies in Fuzz/crashes" >&2
      exit 1
    fi
    echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$found/log") inputs"
  done
}

case $1 in
smoke)
  build
  smoke "$2"
  ;;
keep)
  is_target "$2"
  build
  # By code that is reached alone: how often it was reached would keep ten times as many.
  fuzz "$2" -merge=1 -use_counters=0 -max_len=1024 "seeds/$2" "corpus/$2"
  ;;
*)
  is_target "$1"
  build
  run "$1" "$2" "corpus/$1"
  ;;
esac
