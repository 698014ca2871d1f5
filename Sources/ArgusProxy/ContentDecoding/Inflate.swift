import CZlib

/// This is zlib's decoder for the three wrappings of DEFLATE.
enum Inflate {
  private enum Wrapping: Int32 {
    case gzip = 31
    case zlib = 15
    case none = -15
  }

  /// One or more gzip members, and nothing after them.
  static func gzip(_ input: [UInt8], cap: Int) throws(ContentDecoding.Failure) -> [UInt8] {
    try inflateAll(input, wrapping: .gzip, cap: cap, name: "gzip")
  }

  /// `deflate` is a zlib stream by the book and a raw one in the wild: the header's check decides.
  static func deflate(_ input: [UInt8], cap: Int) throws(ContentDecoding.Failure) -> [UInt8] {
    let hasZlibHeader =
      input.count >= 2 && input[0] & 0x0F == 8 && (Int(input[0]) << 8 | Int(input[1])).isMultiple(of: 31)
    return try inflateAll(input, wrapping: hasZlibHeader ? .zlib : .none, cap: cap, name: "deflate")
  }

  private static func inflateAll(
    _ input: [UInt8], wrapping: Wrapping, cap: Int, name: String
  ) throws(ContentDecoding.Failure) -> [UInt8] {
    guard !input.isEmpty, input.count <= Int(UInt32.max) else { throw .malformed(name) }
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    // Safe: `stream` is initialised here, used by this call alone and ended on every path out.
    guard inflateInit2_(&stream, wrapping.rawValue, ZLIB_VERSION, size) == Z_OK else { throw .malformed(name) }
    defer { inflateEnd(&stream) }
    var output = BoundedOutput(cap: cap)
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    var consumed = 0
    while true {
      let step = advance(&stream, input: input, from: consumed, into: &chunk)
      consumed += step.consumed
      try output.append(chunk[..<step.produced])
      switch step.status {
      case Z_STREAM_END:
        if consumed == input.count { return output.bytes }
        // Only gzip has members that follow each other.
        guard wrapping == .gzip, inflateReset(&stream) == Z_OK else { throw .malformed(name) }
      case Z_OK where step.consumed > 0 || step.produced > 0: continue
      default: throw .malformed(name)
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
