import ArgusMatcher

/// This is the reading of `multipart/…`: the header block and the content of each part are fields, and so is
/// whatever stands outside the parts.
enum MultipartExtractor {
  /// What comes after so many parts is one field.
  private static let maximumParts = 10_000
  private static let maximumNameBytes = 64

  /// Returns false, having done nothing, where `body` has no such boundary.
  static func extract(_ body: Span<UInt8>, boundary: String, into scratch: inout InspectionScratch) -> Bool {
    guard !boundary.isEmpty else { return false }
    let delimiter = Array("--".utf8) + Array(boundary.utf8)
    guard let first = next(delimiter, in: body, from: 0) else { return false }
    append(body, 0..<first, FieldLabel(path: "preamble", maskedPath: "preamble"), into: &scratch)
    var start = first + delimiter.count
    for number in 0..<maximumParts {
      if start + 1 < body.count, body[start] == UInt8(ascii: "-"), body[start + 1] == UInt8(ascii: "-") {
        append(body, (start + 2)..<body.count, FieldLabel(path: "epilogue", maskedPath: "epilogue"), into: &scratch)
        return true
      }
      let end = next(delimiter, in: body, from: start) ?? body.count
      part(body, start..<end, number: number, into: &scratch)
      guard end < body.count else { return true }
      start = end + delimiter.count
    }
    append(body, start..<body.count, FieldLabel(path: "parts", maskedPath: "parts"), into: &scratch)
    return true
  }

  private static func part(
    _ body: Span<UInt8>, _ range: Range<Int>, number: Int, into scratch: inout InspectionScratch
  ) {
    let content = contentStart(body, range)
    let headers = range.lowerBound..<content
    let path = "parts[\(number)]"
    append(
      body, headers, FieldLabel(path: path + ".headers", maskedPath: path + ".headers"), .partHeaders, into: &scratch)
    let name = parameter("name", in: body, headers)
    let label = FieldLabel(
      path: name.isEmpty ? path : "form." + PathText.printable(name),
      filename: parameter("filename", in: body, headers), maskedPath: path)
    append(body, content..<range.upperBound, label, into: &scratch)
  }

  private static func append(
    _ body: Span<UInt8>, _ range: Range<Int>, _ label: FieldLabel, _ kind: FieldRecord.Kind = .part,
    into scratch: inout InspectionScratch
  ) {
    guard !range.isEmpty else { return }
    let label = scratch.addLabel(label)
    scratch.appendField(
      body.extracting(range), FieldRecord(range, kind: kind, coding: .verbatim, label: label))
  }

  /// The next delimiter that stands at the start of a line.
  private static func next(_ delimiter: [UInt8], in body: Span<UInt8>, from start: Int) -> Int? {
    var index = start
    while let found = ByteSearch.first(of: delimiter, in: body, from: index) {
      if found == 0 || body[found - 1] == 0x0A { return found }
      index = found + 1
    }
    return nil
  }

  /// Behind the blank line that ends the header block; a part without one has no headers.
  private static func contentStart(_ body: Span<UInt8>, _ range: Range<Int>) -> Int {
    let part = body.extracting(0..<range.upperBound)
    let crlf = ByteSearch.first(of: [0x0D, 0x0A, 0x0D, 0x0A], in: part, from: range.lowerBound).map { $0 + 4 }
    let lf = ByteSearch.first(of: [0x0A, 0x0A], in: part, from: range.lowerBound).map { $0 + 2 }
    return [crlf, lf].compactMap { $0 }.min() ?? range.lowerBound
  }

  /// The quoted value of `name="…"` in a header block; empty where it is absent.
  private static func parameter(_ name: String, in body: Span<UInt8>, _ headers: Range<Int>) -> String {
    let block = body.extracting(0..<headers.upperBound)
    for lead in [" ", ";", "\t"] {
      let key = Array((lead + name + "=\"").utf8)
      guard let found = ByteSearch.first(of: key, in: block, from: headers.lowerBound) else { continue }
      let start = found + key.count
      let end = ByteSearch.first(of: UInt8(ascii: "\""), or: 0x0A, in: block, from: start)
      return PathText.string(block.extracting(start..<min(end, start + maximumNameBytes)))
    }
    return ""
  }
}
