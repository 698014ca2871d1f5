#!/bin/bash
# run.sh TARGET SECONDS: fuzzes one of the targets. Inputs that are worth keeping stay in corpus/TARGET.
set -euo pipefail
cd "$(dirname "$0")"
usage='usage: run.sh matcher|pack|body|decode|scan|stream SECONDS'
target=${1:?"$usage"}
seconds=${2:?"$usage"}
scratch=${ARGUS_FUZZ_SCRATCH:-.build}
# Both sanitizers in one flag: of two flags the compiler instruments for the last one only.
swift build -c release --scratch-path "$scratch" --sanitize=fuzzer -Xswiftc -sanitize=fuzzer,address --product argus-fuzz
mkdir -p "corpus/$target" crashes
# The crash handler of the runtime can hang a fuzzing run, and Hyperscan keeps some memory for itself.
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 ARGUS_FUZZ_TARGET=$target
exec "$scratch/release/argus-fuzz" "corpus/$target" "seeds/$target" \
  -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
  -artifact_prefix="crashes/$target-"
