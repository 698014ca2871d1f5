internal import ArgusInspection
package import NIOCore

/// This is the way from a body with a `Content-Encoding` to the bytes that are inspected.
///
/// Every coding is undone in full: trailing bytes, a cut end and a bad checksum are faults, because the receiver
/// might read them otherwise than the inspector does.
package enum ContentDecoding {
  /// What decoding may cost.
  package struct Limits: Equatable {
    package var maximumOutputBytes: Int
    /// Output by input; only counts above ``ratioFloorBytes``.
    var maximumRatio = 250
    /// Outputs up to this size are never a bomb: long runs of one letter are ordinary in small bodies.
    var ratioFloorBytes = 1 << 20
    /// Codings stacked on each other.
    var maximumDepth = 4

    package init(maximumOutputBytes: Int) { self.maximumOutputBytes = maximumOutputBytes }

    func outputCap(forInput count: Int) -> Int {
      let (product, overflow) = count.multipliedReportingOverflow(by: maximumRatio)
      return min(maximumOutputBytes, max(ratioFloorBytes, overflow ? Int.max : product))
    }
  }

  /// Why a body cannot be inspected; the texts are stable and free of content.
  package enum Failure: Error, Equatable {
    case unknownCoding
    case tooManyCodings
    case malformed(String)
    case tooLarge

    package var reason: String {
      switch self {
      case .unknownCoding: "unknown content encoding"
      case .tooManyCodings: "too many content encodings"
      case .malformed(let coding): "malformed \(coding) body"
      case .tooLarge: "content encoding expands beyond the limit"
      }
    }
  }

  /// Undoes `codings` (lower case, in the order they were applied), the last one first.
  package static func decode(_ body: ByteBuffer, codings: [String], limits: Limits) throws(Failure) -> [UInt8] {
    guard codings.count <= limits.maximumDepth else { throw .tooManyCodings }
    var bytes = Array(body.readableBytesView)
    for coding in codings.reversed() {
      bytes = try decode(bytes, coding: coding, cap: limits.outputCap(forInput: bytes.count))
    }
    return bytes
  }

  private static func decode(_ bytes: [UInt8], coding: String, cap: Int) throws(Failure) -> [UInt8] {
    switch coding {
    case "gzip", "x-gzip":
      return try inflated("gzip") { () throws(Inflate.Failure) in try Inflate.gzip(bytes, cap: cap) }
    case "deflate":
      return try inflated("deflate") { () throws(Inflate.Failure) in try Inflate.deflate(bytes, cap: cap) }
    case "br": return try BrotliDecoding.decode(bytes, cap: cap)
    case "zstd": return try ZstdDecoding.decode(bytes, cap: cap)
    default: throw .unknownCoding
    }
  }

  private static func inflated(
    _ coding: String, _ body: () throws(Inflate.Failure) -> [UInt8]
  ) throws(Failure) -> [UInt8] {
    do {
      return try body()
    } catch {
      switch error {
      case .malformed: throw .malformed(coding)
      case .tooLarge: throw .tooLarge
      }
    }
  }

  /// The coding that a body without `Content-Encoding` visibly has, by its first bytes.
  static func sniff(_ body: ByteBuffer) -> String? {
    let start = Array(body.readableBytesView.prefix(4))
    if start.starts(with: [0x1F, 0x8B, 0x08]) { return "gzip" }
    return start == [0x28, 0xB5, 0x2F, 0xFD] ? "zstd" : nil
  }
}

/// This is output that stops growing at its cap.
struct BoundedOutput {
  private(set) var bytes: [UInt8] = []
  let cap: Int

  init(cap: Int) { self.cap = cap }

  mutating func append(_ chunk: ArraySlice<UInt8>) throws(ContentDecoding.Failure) {
    guard chunk.count <= cap - bytes.count else { throw .tooLarge }
    bytes.append(contentsOf: chunk)
  }
}
