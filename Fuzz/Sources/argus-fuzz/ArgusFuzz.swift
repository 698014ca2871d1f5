import Glibc

/// This is the list of what can be fuzzed; `seeds/NAME` has the first inputs of each, and `run.sh` takes its names from
/// there.
private let targets: [String: @Sendable ([UInt8]) -> Void] = [
  "baseline": { BaselineTarget.run($0) },
  "body": { BodyTarget.run($0) },
  "corpus": { CorpusTarget.run($0) },
  "decode": { DecodeTarget.run($0) },
  "format": { FormatTarget.run($0) },
  "import": { ImportTarget.run($0) },
  "matcher": { MatcherTarget.run($0) },
  "pack": { PackTarget.run($0) },
  "pattern": { PatternTarget.run($0) },
  "scan": { ScanTarget.run($0) },
  "stream": { StreamTarget.run($0) },
]

/// `ARGUS_FUZZ_TARGET` makes the choice, because libFuzzer owns the command line and `main`.
private let target: @Sendable ([UInt8]) -> Void = {
  guard let name = getenv("ARGUS_FUZZ_TARGET"), let target = targets[String(cString: name)] else {
    print("ARGUS_FUZZ_TARGET is one of \(targets.keys.sorted().joined(separator: ", ")); better: run.sh TARGET SECONDS")
    exit(64)
  }
  return target
}()

/// What libFuzzer calls for every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ base: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  // `base` points to `count` bytes for the length of the call; the targets get a copy.
  target(Array(UnsafeBufferPointer(start: base, count: base == nil ? 0 : count)))
  return 0
}
