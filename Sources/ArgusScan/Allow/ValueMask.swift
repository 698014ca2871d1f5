import ArgusKit

/// This is the covering of found values in words of a file that are shown, such as the reason of a comment that
/// repeats the value beside it.
struct ValueMask {
  /// A run of so many bytes of a value is as good as the value; `https://` is shorter.
  private static let shortestPart = 10
  private static let longestValue = 4 << 10

  private var values: [(bytes: [UInt8], preview: [UInt8])] = []
  private var known: Set<[UInt8]> = []
  /// The value that holds a run of ``shortestPart`` bytes.
  private var parts: [ArraySlice<UInt8>: Int] = [:]

  mutating func hide(_ value: Sensitive<[UInt8]>) {
    value.withExposed { bytes in
      guard !bytes.isEmpty, known.insert(bytes).inserted else { return }
      let preview = Array(ValuePreview.mask(Sensitive(String(decoding: bytes, as: UTF8.self))).utf8)
      let shown = bytes.prefix(Self.longestValue)
      if shown.count >= Self.shortestPart {
        for start in 0...(shown.count - Self.shortestPart) {
          parts[shown[start..<(start + Self.shortestPart)], default: values.count] = values.count
        }
      }
      values.append((bytes, preview))
    }
  }

  /// `text` with the preview of a value in the place of all that is part of it.
  func masked(_ text: String) -> String {
    guard !values.isEmpty else { return text }
    let bytes = Array(text.utf8)
    var covers = [Int?](repeating: nil, count: bytes.count)
    for start in bytes.indices where bytes.count - start >= Self.shortestPart {
      let end = start + Self.shortestPart
      guard let value = parts[bytes[start..<end]] else { continue }
      for index in start..<end { covers[index] = covers[index] ?? value }
    }
    for (number, value) in values.enumerated() where value.bytes.count < Self.shortestPart {
      for start in bytes.indices where bytes[start...].starts(with: value.bytes) {
        for index in start..<(start + value.bytes.count) { covers[index] = covers[index] ?? number }
      }
    }
    var shown: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      guard let value = covers[index] else {
        shown.append(byte)
        continue
      }
      if index == 0 || covers[index - 1] != value { shown += values[value].preview }
    }
    return String(decoding: shown, as: UTF8.self)
  }
}

extension ValueMask {
  /// Hides the values of `records`, and what stands for them in the text that begins at the file's byte `base`.
  init(_ records: [ScanRecord], in bytes: Span<UInt8>, base: Int) {
    for record in records {
      hide(record.finding.matchedValue.withExposed { Sensitive(Array($0.utf8)) })
      guard let span = record.span, span.start >= base, span.end - base <= bytes.count,
        span.count <= Self.longestValue, !record.decoding.isEmpty
      else { continue }
      hide(Sensitive((span.start..<span.end).map { bytes[$0 - base] }))
    }
  }
}
