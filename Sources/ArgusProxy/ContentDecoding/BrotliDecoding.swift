import CBrotli

/// This is brotli's decoder: one stream, and nothing after it.
enum BrotliDecoding {
  static func decode(_ input: [UInt8], cap: Int) throws(ContentDecoding.Failure) -> [UInt8] {
    guard let state = BrotliDecoderCreateInstance(nil, nil, nil) else { throw .malformed("br") }
    // Safe: the instance is made here, used by this call alone and destroyed on every path out.
    defer { BrotliDecoderDestroyInstance(state) }
    var output = BoundedOutput(cap: cap)
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    var consumed = 0
    while true {
      let step = advance(state, input: input, from: consumed, into: &chunk)
      consumed += step.consumed
      try output.append(chunk[..<step.produced])
      switch step.result {
      case BROTLI_DECODER_RESULT_SUCCESS:
        guard consumed == input.count else { throw .malformed("br") }
        return output.bytes
      case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: continue
      default: throw .malformed("br")
      }
    }
  }

  private static func advance(
    _ state: OpaquePointer, input: [UInt8], from start: Int, into chunk: inout [UInt8]
  ) -> (result: BrotliDecoderResult, consumed: Int, produced: Int) {
    // Safe: both pointers are used only inside the closures, with the exact lengths of what they point to.
    input.withUnsafeBufferPointer { source in
      chunk.withUnsafeMutableBufferPointer { target in
        var availableIn = source.count - start
        var nextIn = source.baseAddress.map { $0 + start }
        var availableOut = target.count
        var nextOut = target.baseAddress
        let before = availableIn
        let result = BrotliDecoderDecompressStream(state, &availableIn, &nextIn, &availableOut, &nextOut, nil)
        return (result, before - availableIn, target.count - availableOut)
      }
    }
  }
}
