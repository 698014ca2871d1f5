import Glibc

/// This is the choice of what the bytes are for; `ARGUS_FUZZ_TARGET` makes it, because libFuzzer owns the command line
/// and `main`.
private let target: @Sendable ([UInt8]) -> Int32 = {
  switch getenv("ARGUS_FUZZ_TARGET").map({ String(cString: $0) }) {
  case "matcher": return { MatcherTarget.run($0) }
  case "pack": return { PackTarget.run($0) }
  case "body": return { BodyTarget.run($0) }
  case "decode": return { DecodeTarget.run($0) }
  case "scan": return { ScanTarget.run($0) }
  case "stream": return { StreamTarget.run($0) }
  default:
    print("set ARGUS_FUZZ_TARGET to matcher, pack, body, decode, scan or stream; better: run.sh TARGET SECONDS")
    exit(64)
  }
}()

/// What libFuzzer calls for every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ base: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  // `base` points to `count` bytes for the length of the call; the targets get a copy.
  target(Array(UnsafeBufferPointer(start: base, count: base == nil ? 0 : count)))
}
