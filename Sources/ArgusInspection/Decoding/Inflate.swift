import CZlib

/// This is zlib's decoder for the three wrappings of DEFLATE.
package enum Inflate {
  package enum Wrapping: Int32, Sendable {
    case gzip = 31
    case zlib = 15
    case none = -15
  }

  package enum Failure: Error, Sendable {
    case malformed, tooLarge
  }

  /// The wrapping that `bytes` begin with; nil where they are not compressed.
  static func wrapping(of bytes: [UInt8]) -> Wrapping? {
    guard bytes.count >= 8 else { return nil }
    if bytes[0] == 0x1F, bytes[1] == 0x8B, bytes[2] == 8 { return .gzip }
    // A window of 32 KiB is what every encoder takes; the smaller ones are too much like text.
    return bytes[0] == 0x78 && (Int(bytes[0]) << 8 | Int(bytes[1])).isMultiple(of: 31) ? .zlib : nil
  }

  /// One or more gzip members, and nothing after them.
  package static func gzip(_ input: [UInt8], cap: Int) throws(Failure) -> [UInt8] {
    try inflateAll(input, wrapping: .gzip, cap: cap)
  }

  /// One raw stream, and nothing after it.
  package static func raw(_ input: [UInt8], cap: Int) throws(Failure) -> [UInt8] {
    try inflateAll(input, wrapping: .none, cap: cap)
  }

  /// `deflate` is a zlib stream by the book and a raw one in the wild: the header's check decides.
  package static func deflate(_ input: [UInt8], cap: Int) throws(Failure) -> [UInt8] {
    let hasZlibHeader =
      input.count >= 2 && input[0] & 0x0F == 8 && (Int(input[0]) << 8 | Int(input[1])).isMultiple(of: 31)
    return try inflateAll(input, wrapping: hasZlibHeader ? .zlib : .none, cap: cap)
  }

  private static func inflateAll(_ input: [UInt8], wrapping: Wrapping, cap: Int) throws(Failure) -> [UInt8] {
    let run = run(input, wrapping: wrapping, cap: cap)
    switch run.end {
    case .complete: return run.bytes
    case .cut: throw .tooLarge
    case .malformed: throw .malformed
    }
  }

  /// What `input` begins with, up to `cap` bytes: a stream that is cut short or damaged further on yields its start.
  static func prefix(_ input: [UInt8], wrapping: Wrapping, cap: Int) -> (bytes: [UInt8], isCut: Bool) {
    let run = run(input, wrapping: wrapping, cap: cap)
    return (run.bytes, run.end == .cut)
  }

  private enum End { case complete, cut, malformed }

  private static func run(_ input: [UInt8], wrapping: Wrapping, cap: Int) -> (bytes: [UInt8], end: End) {
    guard !input.isEmpty, input.count <= Int(UInt32.max) else { return ([], .malformed) }
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    // Safe: `stream` is initialised here, used by this call alone and ended on every path out.
    guard inflateInit2_(&stream, wrapping.rawValue, ZLIB_VERSION, size) == Z_OK else { return ([], .malformed) }
    defer { inflateEnd(&stream) }
    var output: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: min(64 << 10, max(1 << 10, input.count * 4)))
    var consumed = 0
    while true {
      let step = advance(&stream, input: input, from: consumed, into: &chunk)
      consumed += step.consumed
      let room = cap - output.count
      output.append(contentsOf: chunk[..<min(step.produced, room)])
      if step.produced > room { return (output, .cut) }
      switch step.status {
      case Z_STREAM_END:
        if consumed == input.count { return (output, .complete) }
        // Only gzip has members that follow each other.
        guard wrapping == .gzip, inflateReset(&stream) == Z_OK else { return (output, .malformed) }
      case Z_OK where step.consumed > 0 || step.produced > 0: continue
      default: return (output, .malformed)
      }
    }
  }

  private static func advance(
    _ stream: inout z_stream, input: [UInt8], from start: Int, into chunk: inout [UInt8]
  ) -> (status: Int32, consumed: Int, produced: Int) {
    // Safe: both pointers are used only inside the closures, and zlib gets the exact lengths of what they point to.
    input.withUnsafeBufferPointer { source in
      chunk.withUnsafeMutableBufferPointer { target in
        let rest = source[start...]
        stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress.map { $0 + start })
        stream.avail_in = UInt32(clamping: rest.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(clamping: target.count)
        let status = inflate(&stream, Z_NO_FLUSH)
        return (status, rest.count - Int(stream.avail_in), target.count - Int(stream.avail_out))
      }
    }
  }
}
