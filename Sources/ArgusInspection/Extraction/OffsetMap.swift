/// This is the way back from a field's text to the bytes of its source, walked only for findings.
///
/// Ask in order of the spans' starts: the walk then goes forward once, whatever the number of findings.
struct OffsetMap {
  private let raw: Range<Int>
  private let coding: FieldCoding
  /// A unit border at or before the last start: so many source bytes in, so many text bytes out.
  private var source: Int
  private var text = 0
  /// A stretch without units and the unit behind it: a long text without escapes is searched for one once, not once for
  /// each finding in it.
  private var plain: ClosedRange<Int>?

  init(_ record: FieldRecord) {
    raw = record.range
    coding = record.coding
    source = record.range.lowerBound
  }

  /// The bytes of the source that hold `span` of the text. A span that begins or ends within an escape takes the
  /// whole escape.
  mutating func sourceSpan(of span: Range<Int>, in whole: Span<UInt8>) -> Range<Int> {
    if coding == .verbatim {
      let lower = min(raw.lowerBound + span.lowerBound, raw.upperBound)
      return lower..<max(lower, min(raw.lowerBound + span.upperBound, raw.upperBound))
    }
    if span.lowerBound < text {
      source = raw.lowerBound
      text = 0
    }
    // Everything right of the field is cut off, so that an escape cut in half by the field's end stays in it.
    let body = whole.extracting(0..<raw.upperBound)
    let start = advance(to: span.lowerBound, in: body)
    let resume = (source: source, text: text)
    let end = span.isEmpty ? start : max(start, advance(past: span.upperBound, in: body))
    source = resume.source
    text = resume.text
    return start..<end
  }

  private mutating func nextUnit(in body: Span<UInt8>) -> Int {
    if let plain, plain.contains(source) { return plain.upperBound }
    let stop = coding.nextUnit(in: body, from: source)
    plain = source...stop
    return stop
  }

  /// Moves to the unit that yields text byte `offset`; the answer is that byte's own place within a plain run.
  private mutating func advance(to offset: Int, in body: Span<UInt8>) -> Int {
    while source < body.count {
      let stop = nextUnit(in: body)
      let run = stop - source
      if offset < text + run { return source + (offset - text) }
      if stop == body.count { return stop }
      let unit = coding.unit(in: body, at: stop)
      source = stop
      text += run
      if offset < text + unit.count { return stop }
      source += unit.consumed
      text += unit.count
    }
    return body.count
  }

  /// The first source offset behind everything that yields the text before `offset`.
  private mutating func advance(past offset: Int, in body: Span<UInt8>) -> Int {
    while source < body.count {
      let stop = nextUnit(in: body)
      let run = stop - source
      if offset <= text + run { return source + (offset - text) }
      if stop == body.count { return stop }
      let unit = coding.unit(in: body, at: stop)
      source = stop + unit.consumed
      text += run + unit.count
      if offset <= text { return source }
    }
    return body.count
  }
}
