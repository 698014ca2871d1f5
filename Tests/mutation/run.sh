#!/bin/bash
# Breaks the matcher on purpose, one fault at a time, and demands that the differential tests notice each.
# A copy of the sources is broken, never the sources. Takes about three minutes on two cores.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p "$work/Sources" "$work/Tests/ArgusMatcherTests"
ln -s "$root/SDK/Sources/ArgusKit" "$work/Sources/ArgusKit"
ln -s "$root/Sources/ArgusReports" "$work/Sources/ArgusReports"
for module in CHyperscan CPCRE2 CLibYAML; do ln -s "$root/Sources/$module" "$work/Sources/$module"; done
cp -r "$root/Sources/ArgusRules" "$root/Sources/ArgusMatcher" "$work/Sources/"
# The shipped packs, the cache and the clockwork of threads say nothing about these faults and take long.
ln -s "$root/Tests/ArgusOracle" "$work/Tests/ArgusOracle"
for file in Differential+Expectation FieldArena+Texts Rule+Test NastyPatternTests RandomPattern RandomPatternTests \
  ScanLimitTests; do
  ln -s "$root/Tests/ArgusMatcherTests/$file.swift" "$work/Tests/ArgusMatcherTests/$file.swift"
done

# Digests decide nothing here: a stand-in saves the compilation of a cryptography library.
mkdir "$work/Sources/Crypto"
cat > "$work/Sources/Crypto/SHA256.swift" <<'SWIFT'
public struct SHA256: Sendable {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325
  public static var byteCount: Int { 8 }
  public init() {}
  public mutating func update(bufferPointer: UnsafeRawBufferPointer) { update(data: bufferPointer) }
  public mutating func update(data: some Sequence<UInt8>) {
    for byte in data { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }
  public func finalize() -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: state >> ($0 * 8)) } }
  public static func hash(data: some Sequence<UInt8>) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: data)
    return hash.finalize()
  }
}
SWIFT
cat > "$work/Package.swift" <<'SWIFT'
// swift-tools-version: 6.2
import PackageDescription
let settings: [SwiftSetting] = ["ExistentialAny", "MemberImportVisibility", "InternalImportsByDefault"].map {
  .enableUpcomingFeature($0)
}
let package = Package(
  name: "mutation",
  targets: [
    .systemLibrary(name: "CHyperscan", pkgConfig: "libhs"),
    .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8"),
    .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1"),
    .target(name: "Crypto"),
    .target(name: "ArgusKit", swiftSettings: settings),
    .target(name: "ArgusReports", swiftSettings: settings),
    .target(
      name: "ArgusRules", dependencies: ["ArgusKit", "ArgusReports", "CLibYAML", "Crypto"], swiftSettings: settings),
    .target(
      name: "ArgusMatcher", dependencies: ["ArgusKit", "ArgusRules", "CHyperscan", "CPCRE2", "Crypto"],
      swiftSettings: settings),
    .target(
      name: "ArgusOracle", dependencies: ["ArgusKit", "ArgusMatcher", "ArgusRules", "CPCRE2"], path: "Tests/ArgusOracle",
      swiftSettings: settings),
    .testTarget(
      name: "ArgusMatcherTests", dependencies: ["ArgusKit", "ArgusMatcher", "ArgusOracle", "ArgusRules"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6])
SWIFT

cd "$work"
build() { swift build --build-tests > build.log 2>&1 || { cat build.log; echo "mutation: the copy does not build"; exit 1; }; }
tests() {
  SWIFT_BACKTRACE=enable=no swift test --skip-build --filter 'NastyPatternTests|aFullSinkLosesNothing' > test.log 2>&1
}

build
if ! tests; then tail -20 test.log; echo "mutation: the tests fail on sound sources"; exit 1; fi
echo "sound sources: green"

survivors=0
# mutant NAME FILE FROM TO: replaces the one line part FROM by TO, runs the tests, puts the file back.
mutant() {
  local name=$1 file=Sources/ArgusMatcher/$2 from=$3 to=$4
  cp "$file" saved
  FROM=$from TO=$to perl -0pi -e 's/\Q$ENV{FROM}\E/$ENV{TO}/' "$file"
  if cmp -s saved "$file"; then echo "mutation: '$name' changes nothing: the text is not in $2"; exit 1; fi
  build
  if tests; then
    echo "SURVIVED: $name"
    survivors=$((survivors + 1))
  else
    echo "caught: $name"
  fi
  cp saved "$file"
}

mutant "half the search window" ScanPass.swift \
  'max(position, first - width)' 'max(position, first - width / 2)'
mutant "the last hit of a field dropped" ScanPass.swift \
  'hits: index..<next)' 'hits: index..<(next - 1))'
mutant "the first match of a field ends the search" ScanPass.swift \
  'hit = clusterEnd' 'return'
mutant "line edges not held multiline" Compilation/AutomatonAttempt.swift \
  'copy.isMultiline ? .multiline : []' '[]'
mutant "a full sink taken for a whole one" Hyperscan/HyperscanDatabase.swift \
  'if code == HS_SCAN_TERMINATED { return false }' 'if code == HS_SCAN_TERMINATED { return true }'
mutant "crowded fields searched up to the first end" ScanPass.swift \
  'lastStart: ends.last - 1' 'lastStart: ends.first - 1'
mutant "machine code for atomic groups" PCRE2/PCRE2Regex.swift \
  'return !copy.hasAtomicGroup' 'return true'
mutant "vertical tab not held for white space" Translation/ByteSet.swift \
  'space = ByteSet(ranges: 0x09...0x0D' 'space = ByteSet(ranges: 0x09...0x0A'

if [ "$survivors" -gt 0 ]; then echo "mutation: $survivors faults went unnoticed"; exit 1; fi
echo "mutation: every fault was caught"
