import ArgusKit
import ArgusMatcher

/// This is the reading of what travels beside the body: the query string and the header fields.
enum OutsideFields {
  /// Parameters that carry the caller's own credential; their values are the provider's business.
  private static let credentials: Set<String> = ["key", "api_key", "api-key", "access_token", "token"]
  /// Pairs that get a name of their own; what comes after them is one field.
  private static let maximumPairs = 1_000

  static func extract(_ subject: InspectionSubject, into scratch: inout InspectionScratch) {
    var text = Array(subject.query.utf8)
    let queryEnd = text.count
    var headers: [(name: String, range: Range<Int>)] = []
    for header in subject.headers {
      let start = text.count
      text.append(contentsOf: header.value.utf8)
      headers.append((header.name, start..<text.count))
    }
    let span = text.span
    query(span.extracting(0..<queryEnd), into: &scratch)
    for header in headers {
      let path = "header." + PathText.printable(header.name.lowercased())
      let label = scratch.addLabel(FieldLabel(path: path, maskedPath: path))
      scratch.appendDecodedField(span, FieldRecord(header.range, kind: .header, coding: .verbatim, label: label))
    }
    scratch.outside = text
  }

  private static func query(_ text: Span<UInt8>, into scratch: inout InspectionScratch) {
    var start = 0
    var number = 0
    while start < text.count {
      var end = ByteSearch.first(of: UInt8(ascii: "&"), or: UInt8(ascii: "&"), in: text, from: start)
      if number == maximumPairs { end = text.count }
      let equals = min(ByteSearch.first(of: UInt8(ascii: "="), or: UInt8(ascii: "&"), in: text, from: start), end)
      let name = PathText.decoded(text, start..<equals, .percent)
      let position = "query[\(number)]"
      let nameLabel = scratch.addLabel(FieldLabel(path: position, maskedPath: position))
      scratch.appendDecodedField(
        text, FieldRecord(start..<equals, kind: .queryName, coding: .percent, label: nameLabel))
      if equals < end, !credentials.contains(name.lowercased()) {
        let label = scratch.addLabel(FieldLabel(path: "query." + PathText.printable(name), maskedPath: position))
        scratch.appendDecodedField(
          text, FieldRecord((equals + 1)..<end, kind: .queryValue, coding: .percent, label: label))
      }
      start = end + 1
      number += 1
    }
  }
}
