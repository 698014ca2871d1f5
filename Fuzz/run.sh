#!/bin/bash
# run.sh TARGET SECONDS   fuzzes one target; inputs that are worth keeping stay in corpus/TARGET.
# run.sh smoke SECONDS    runs every target over its seeds and fuzzes for so many seconds in all.
set -euo pipefail
cd "$(dirname "$0")"
targets=$(cd seeds && echo *)
usage="usage: run.sh TARGET|smoke SECONDS; targets: $targets"
target=${1:?"$usage"}
seconds=${2:?"$usage"}
[[ $target == smoke || " $targets " == *" $target "* ]] || { echo "$usage" >&2; exit 64; }
scratch=${ARGUS_FUZZ_SCRATCH:-.build}
# Both sanitizers in one flag: of two flags the compiler instruments for the last one only.
swift build -c release --scratch-path "$scratch" --sanitize=fuzzer -Xswiftc -sanitize=fuzzer,address --product argus-fuzz
mkdir -p crashes
# The crash handler of the runtime can hang a fuzzing run, and Hyperscan keeps some memory for itself.
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0

fuzz() { # TARGET SECONDS CORPUS
  ARGUS_FUZZ_TARGET=$1 "$scratch/release/argus-fuzz" "$3" "seeds/$1" \
    -max_total_time="$2" -max_len=4096 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="crashes/$1-"
}

if [[ $target != smoke ]]; then
  mkdir -p "corpus/$target"
  fuzz "$target" "$seconds" "corpus/$target"
  exit
fi
found=$(mktemp -d)
trap 'rm -rf "$found"' EXIT
share=$((seconds / $(wc -w <<<"$targets")))
for target in $targets; do
  mkdir "$found/$target"
  # What libFuzzer tells of each new input is of no interest; what it tells of a crash is.
  if ! fuzz "$target" "$share" "$found/$target" 2>"$found/log"; then
    tail -n 100 "$found/log"
    echo "$target fails; the input lies in Fuzz/crashes" >&2
    exit 1
  fi
  echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$found/log") inputs"
done
