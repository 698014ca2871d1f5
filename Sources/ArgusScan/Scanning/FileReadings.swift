public import ArgusKit

/// This is one file as a scan gives it to the inspection: one text or several, each with the way back to the file. It
/// is for who wants to look at a single file closely; a scan reads without these copies.
public struct FileReadings: Sendable {
  /// This is one text that is inspected.
  public struct Reading: Sendable {
    public let text: [UInt8]
    public let contentType: String
    /// The step that leads to it, as in a record's `decoding`; empty where the text is the file's own.
    public let step: String
    fileprivate let refer: @Sendable (ByteSpan, String) -> (ByteSpan, String)
    fileprivate let comments: AllowComments?

    /// The file's bytes behind `span` of the text, and the location as a scan tells it.
    public func place(of span: ByteSpan, at location: String) -> (span: ByteSpan, location: String) {
      refer(span, location)
    }

    /// What comments say about a finding of `rule` that begins at the text's byte `offset`; nil where none speaks of it.
    /// - Parameter values: What was found in the text: a comment's reason is not told with one of them.
    public func remark(
      on rule: String, at offset: Int, today: CalendarDay, hiding values: () -> [Sensitive<[UInt8]>]
    ) -> AllowRemark? {
      guard let comments else { return nil }
      var lines = LineIndex()
      let line = lines.place(of: offset, in: text.span, base: 0).line
      guard !comments.speaking(of: rule, on: line).isEmpty else { return nil }
      var mask = ValueMask()
      for value in values() { mask.hide(value) }
      return comments.remark(on: rule, line: line, today: today, mask)
    }
  }

  public let readings: [Reading]
  /// The text in which lines and columns count.
  public let text: [UInt8]
  private let wide: WideText?

  /// - Parameter name: The file's name or path, from which a scan takes what it is.
  public init(_ bytes: [UInt8], name: String) {
    var wide: WideText?
    if let order = WideText.order(of: bytes.span) { wide = WideText(bytes.span, order) }
    let text = wide?.bytes ?? bytes
    (self.text, self.wide) = (text, wide)
    let kind = ContentKind(name: Array(name.utf8), head: text.span)
    guard kind == .eventStream else {
      readings = [Self.whole(text, kind, wide)]
      return
    }
    readings = Self.events(EventStreamText(text.span), wide)
  }

  /// The offset in the file of the text's byte `offset`.
  public func sourceOffset(of offset: Int) -> Int {
    wide?.sourceSpan(of: ByteSpan(start: offset, end: offset)).start ?? offset
  }

  private static func whole(_ text: [UInt8], _ kind: ContentKind, _ wide: WideText?) -> Reading {
    Reading(
      text: text, contentType: kind.contentType(isNamed: true), step: wide == nil ? "" : "utf-16",
      refer: { span, location in (wide?.sourceSpan(of: span) ?? span, location) },
      comments: kind == .text ? AllowComments(text.span, base: 0, lines: LineIndex(), fileComments: []) : nil)
  }

  private static func events(_ stream: EventStreamText, _ wide: WideText?) -> [Reading] {
    @Sendable func source(_ span: ByteSpan) -> ByteSpan { wide?.sourceSpan(of: span) ?? span }
    let (documents, rest) = (stream.documents, stream.rest)
    let deltas = JoinedDeltas(documents.bytes.span)
    let joined = deltas.joined
    return [
      Reading(
        text: documents.bytes, contentType: "application/json", step: "",
        refer: { (source(documents.sourceSpan(of: $0)), $1) }, comments: nil),
      Reading(
        text: rest.bytes, contentType: "text/plain", step: "", refer: { (source(rest.sourceSpan(of: $0)), $1) },
        comments: nil),
      Reading(
        text: joined.bytes, contentType: "application/json", step: "events",
        refer: { span, _ in
          let origin = deltas.origin(of: span.start)
          return (
            source(documents.sourceSpan(of: joined.sourceSpan(of: span))),
            FilePass.renumbered(origin.path, after: origin.document - 1)
          )
        }, comments: nil),
    ].filter { !$0.text.isEmpty }
  }
}
