import CZstd

/// This is zstd's decoder: one or more frames, and nothing after them.
enum ZstdDecoding {
  /// The largest window that is granted, as a power of two: 32 MiB, the default limit of a whole body.
  private static let maximumWindowLog: Int32 = 25

  static func decode(_ input: [UInt8], cap: Int) throws(ContentDecoding.Failure) -> [UInt8] {
    guard !input.isEmpty, let context = ZSTD_createDCtx() else { throw .malformed("zstd") }
    // Safe: the context is made here, used by this call alone and freed on every path out.
    defer { ZSTD_freeDCtx(context) }
    ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, maximumWindowLog)
    var output = BoundedOutput(cap: cap)
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    var consumed = 0
    while true {
      let step = advance(context, input: input, from: consumed, into: &chunk)
      guard ZSTD_isError(step.hint) == 0 else { throw .malformed("zstd") }
      consumed += step.consumed
      try output.append(chunk[..<step.produced])
      let isFrameEnd = step.hint == 0
      if isFrameEnd && consumed == input.count { return output.bytes }
      // Neither input nor output moved: the last frame is cut short.
      guard step.consumed > 0 || step.produced > 0 else { throw .malformed("zstd") }
    }
  }

  private static func advance(
    _ context: OpaquePointer, input: [UInt8], from start: Int, into chunk: inout [UInt8]
  ) -> (hint: Int, consumed: Int, produced: Int) {
    // Safe: both pointers are used only inside the closures, with the exact lengths of what they point to.
    input.withUnsafeBufferPointer { source in
      chunk.withUnsafeMutableBufferPointer { target in
        var from = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: start)
        var into = ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
        let hint = ZSTD_decompressStream(context, &into, &from)
        return (hint, from.pos - start, into.pos)
      }
    }
  }
}
