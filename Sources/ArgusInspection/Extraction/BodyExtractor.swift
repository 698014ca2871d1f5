import ArgusKit
import ArgusMatcher

/// This is the step from one body, query and header list to the fields of the arena.
///
/// Every byte that may carry text ends up in a field: what is not what it claims to be is laid in whole.
struct BodyExtractor {
  /// Why the body could not be read as what it claims to be.
  private(set) var uninspectable: String?
  /// The raw top-level `model` string of a JSON body.
  private(set) var model: Range<Int>?
  /// Where JSON begins in the body; nil where there is none.
  private(set) var jsonStart: Int?
  /// True for whole JSON: then an outline is laid behind its fields.
  private(set) var hasOutline = false

  mutating func extract(_ body: Span<UInt8>, _ subject: InspectionSubject, into scratch: inout InspectionScratch) {
    extractBody(body, subject, into: &scratch)
    OutsideFields.extract(subject, into: &scratch)
    if hasOutline, let jsonStart { JSONOutline.append(body, from: jsonStart, into: &scratch) }
  }

  private mutating func extractBody(
    _ body: Span<UInt8>, _ subject: InspectionSubject, into scratch: inout InspectionScratch
  ) {
    guard !body.isEmpty else { return }
    guard body.count < Int(UInt32.max) else {
      uninspectable = "a body of 4 GiB or more"
      return
    }
    let type = ContentType(subject.contentType)
    if let reason = UnreadableText.reason(body, type) {
      uninspectable = reason
      return appendWhole(body, subject, into: &scratch)
    }
    if let start = Self.jsonStart(body, type) {
      var scanner = JSONLeafScanner()
      scanner.scan(body, from: start, into: &scratch)
      jsonStart = start
      model = scanner.model
      guard scanner.isMalformed else {
        hasOutline = true
        return
      }
      appendWhole(body, subject, into: &scratch)
      if type.isForm { FormExtractor.extract(body, into: &scratch) }
    } else if type.isForm {
      FormExtractor.extract(body, into: &scratch)
    } else if !MultipartExtractor.extract(body, boundary: type.boundary, into: &scratch) {
      appendWhole(body, subject, into: &scratch)
    }
  }

  private func appendWhole(_ body: Span<UInt8>, _ subject: InspectionSubject, into scratch: inout InspectionScratch) {
    let label = scratch.addLabel(FieldLabel(path: "body", filename: subject.filename, maskedPath: "body"))
    scratch.appendField(body, FieldRecord(0..<body.count, kind: .text, coding: .verbatim, label: label))
  }

  /// Where a JSON text begins, behind a byte order mark and blanks. The bytes decide, not the declared type: a
  /// body that lies about its type is still read.
  private static func jsonStart(_ body: Span<UInt8>, _ type: ContentType) -> Int? {
    var index = 0
    if body.count >= 3, body[0] == 0xEF, body[1] == 0xBB, body[2] == 0xBF { index = 3 }
    while index < body.count, [0x20, 0x09, 0x0A, 0x0D].contains(body[index]) { index += 1 }
    guard index < body.count else { return nil }
    switch body[index] {
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""): return index
    default: return type.isJSON ? index : nil
    }
  }
}
