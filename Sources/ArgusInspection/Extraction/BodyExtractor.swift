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
    if let start = JSONStart.find(in: body, isDeclared: type.isJSON) {
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
    let path = subject.textPath
    let label = scratch.addLabel(FieldLabel(path: path, filename: subject.filename, maskedPath: path))
    scratch.appendField(body, FieldRecord(0..<body.count, kind: .text, coding: .verbatim, label: label))
  }
}
