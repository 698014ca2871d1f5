import CByteClasses

/// This is the one look at a field's bytes that finds every place where something may be encoded.
///
/// A C function sorts the bytes into classes, a bit each; the candidates fall out of a few operations on 64 of them,
/// so that ordinary text costs a fraction of a nanosecond a byte.
struct FieldSurvey: Sendable {
  /// Shorter runs of token characters are not worth decoding: 16 characters of base64 are 12 bytes.
  static let minimumRun = 16

  /// Runs of `A-Za-z0-9+/_-` that may be base64 or hex.
  private(set) var runs: [Range<Int>] = []
  /// Places where pairs of hex digits follow one another with something between them.
  private(set) var hexPairs: [Int] = []
  /// By ``DecodingView``.
  private(set) var sites: [[DecodingSite]] = Array(repeating: [], count: DecodingView.allCases.count)

  private var map = ByteClassMap()
  /// Specials before it belong to a site already.
  private var position = 0
  /// Where the last join ends.
  private var joinEnd = 0
  private var runStart = -1

  /// True where there is nothing to decode.
  var isEmpty: Bool { runs.isEmpty && hexPairs.isEmpty && !hasSites }
  private var hasSites = false

  private mutating func append(_ site: DecodingSite, to view: DecodingView) {
    sites[view.rawValue].append(site)
    hasSites = true
    position = max(position, site.end)
  }

  /// A quote or line end behind a token.
  private mutating func join(at index: Int, in text: Span<UInt8>) {
    let isLine = text[index] == 0x0A || text[index] == 0x0D
    let site =
      isLine
      ? JoinView.lineBreak(at: index, in: text, map, after: joinEnd)
      : JoinView.concatenation(at: index, in: text, map, after: joinEnd)
    guard let site else { return }
    sites[DecodingView.joined.rawValue].append(site)
    hasSites = true
    joinEnd = site.end
  }

  mutating func run(_ text: Span<UInt8>) {
    reset()
    map.read(text)
    var previous = ArgusByteClasses()
    for block in 0..<map.count {
      let current = map.blocks[block]
      let base = block * 64
      runs(current.token, base)
      // A byte's neighbour to the left, across the block's border.
      let afterToken = current.token << 1 | previous.token >> 63
      let afterQuote = current.quote << 1 | previous.quote >> 63
      var ends = current.line & (afterToken | afterQuote) | current.quote & afterToken
      while ends != 0 {
        let index = base + ends.trailingZeroBitCount
        ends &= ends &- 1
        if index < text.count { join(at: index, in: text) }
      }
      hexPairs(current.hex, base)
      var specials = current.special
      while specials != 0 {
        let index = base + specials.trailingZeroBitCount
        specials &= specials &- 1
        if index >= position, index < text.count { special(at: index, in: text) }
      }
      previous = current
    }
    finishRun(at: text.count)
  }

  private mutating func reset() {
    runs.removeAll(keepingCapacity: true)
    hexPairs.removeAll(keepingCapacity: true)
    if hasSites {
      for view in sites.indices where !sites[view].isEmpty {
        sites[view].removeAll(keepingCapacity: sites[view].capacity <= Self.keptSites)
      }
    }
    hasSites = false
    position = 0
    joinEnd = 0
    runStart = -1
  }

  /// Gives back memory beyond what an ordinary request needs.
  mutating func trim() { map.trim() }

  // MARK: Runs

  private mutating func runs(_ tokens: UInt64, _ base: Int) {
    if tokens == .max {
      if runStart < 0 { runStart = base }
      return
    }
    var rest = tokens
    if runStart >= 0 {
      let lead = (~tokens).trailingZeroBitCount
      finishRun(at: base + lead)
      rest &= ~((1 as UInt64) << UInt64(lead) &- 1)
    }
    let trail = (~rest).leadingZeroBitCount
    if trail > 0 {
      runStart = base + 64 - trail
      rest &= .max >> UInt64(trail)
    }
    // What is left over starts a run of sixteen.
    var long = rest & rest >> 1
    long &= long >> 2
    long &= long >> 4
    long &= long >> 8
    while long != 0 {
      let start = long.trailingZeroBitCount
      let length = (~(rest >> UInt64(start))).trailingZeroBitCount
      runs.append((base + start)..<(base + start + length))
      let end = start + length
      long &= end >= 64 ? 0 : .max << UInt64(end)
    }
  }

  private mutating func finishRun(at end: Int) {
    if runStart >= 0, end - runStart >= Self.minimumRun { runs.append(runStart..<end) }
    runStart = -1
  }

  /// Four pairs in a row, one or two bytes apart, with or without `0x` before them.
  private mutating func hexPairs(_ hex: UInt64, _ base: Int) {
    let pair = hex & hex >> 1 & ~(hex >> 2) & ~(hex << 1 | 0)
    // The `0` of `0x41`.
    let lone = hex & ~(hex >> 1) & hex >> 2 & hex >> 3 & ~(hex >> 4)
    let close = pair & pair >> 3 & pair >> 6 & pair >> 9 | pair & pair >> 4 & pair >> 8 & pair >> 12
    let prefixed = lone & lone >> 5 & lone >> 10 & lone >> 15 | lone & lone >> 6 & lone >> 12 & lone >> 18
    guard close | prefixed != 0 else { return }
    // A digit before a list of pairs looks like the `0` of a prefix: each kind tells its own first place.
    let places = [close, prefixed].filter { $0 != 0 }.map { base + $0.trailingZeroBitCount }
    hexPairs.append(contentsOf: places.sorted())
  }

  // MARK: Single bytes

  private mutating func special(at index: Int, in text: Span<UInt8>) {
    switch text[index] {
    case UInt8(ascii: "\\"):
      if let site = JoinView.continuation(at: index, in: text, map) {
        sites[DecodingView.joined.rawValue].append(site)
        hasSites = true
        joinEnd = max(joinEnd, site.end)
      } else if let site = EscapeView.site(at: index, in: text) {
        append(site, to: .escapes)
      }
    case UInt8(ascii: "%"): if let site = PercentView.site(at: index, in: text) { append(site, to: .percent) }
    case UInt8(ascii: "&"): if let site = HTMLView.site(at: index, in: text) { append(site, to: .html) }
    case 0x1B: if let site = ANSIView.site(at: index, in: text) { append(site, to: .ansi) }
    case 0: utf16(at: index, in: text)
    default: character(at: index, in: text)
    }
  }

  private mutating func utf16(at index: Int, in text: Span<UInt8>) {
    guard let run = UTF16View.run(around: index, from: position, in: text) else { return }
    for start in stride(from: run.range.lowerBound, to: run.range.upperBound, by: 2) {
      let byte = text[run.isBigEndian ? start + 1 : start]
      append(DecodingSite(start..<(start + 2), scalar: UInt32(byte)), to: .utf16)
    }
  }

  private mutating func character(at index: Int, in text: Span<UInt8>) {
    switch HiddenCharacters.find(at: index, in: text) {
    case .invisible(let range):
      let opens =
        range.lowerBound > 0 && range.upperBound < text.count && ByteClass.isPrintable(text[range.lowerBound - 1])
        && ByteClass.isPrintable(text[range.upperBound])
      append(DecodingSite(removed: range, opens: opens), to: .invisible)
    case .tags(let range):
      // A tag sequence says something in ASCII, and splits the text that it stands in.
      for start in stride(from: range.lowerBound, to: range.upperBound, by: 4) {
        let scalar = UInt32(text[start + 2] & 1) << 6 | UInt32(text[start + 3] & 0x3F)
        append(DecodingSite(start..<(start + 4), scalar: scalar), to: .tags)
      }
      append(DecodingSite(removed: range), to: .invisible)
    case .folded(let range, let ascii):
      let opens = ByteClass.isAlphanumeric(ascii)
      append(DecodingSite(range, bytes: UInt32(ascii), textCount: 1, opens: opens), to: .compatibility)
    case .none: break
    }
  }

  private static let keptSites = 16 << 10
}
