/// This is the way from a run of digits to the texts in it: decoded, inflated where it is compressed, and cut to the
/// parts that are text.
struct RunDecoder {
  /// Of pictures, sound and fonts so much is decoded: what they hold as text stands at their head.
  private static let mediaBytes = 64 << 10
  /// Compressed data may become so many times larger, and in any case ``expansionFloor`` bytes.
  private static let expansionRatio = 100
  private static let expansionFloor = 64 << 10

  /// This is one text that was found.
  struct Found {
    var chain: DecodingChain
    /// What it was written in, within the parent's text.
    var source: Range<Int>
    var pieces: [Piece] = []

    func append(to builder: inout LayerBuilder) {
      for piece in pieces {
        builder.appendUnits(
          source: piece.source, sourceStride: piece.sourceStride, textStride: piece.textStride, bytes: piece.bytes[...])
      }
    }
  }

  /// This is units of equal width.
  struct Piece {
    var source: Int
    var sourceStride: Int
    var textStride: Int
    var bytes: [UInt8]
  }

  private var found: [Found] = []
  private var decoded: [UInt8] = []
  /// Bytes that inflating brought forth since ``takeFound()``.
  private(set) var expanded = 0
  /// Streams since then that were longer than their share.
  private(set) var cutShort = 0

  mutating func takeFound() -> [Found] {
    defer {
      found = []
      expanded = 0
      cutShort = 0
    }
    return found
  }

  /// Decodes the run at `index`, with the runs that continue it; returns how many runs that took.
  ///
  /// What lies before `floor` is text that only stands before the run because an earlier step laid it there.
  mutating func base64(
    at index: Int, _ runs: [Range<Int>], in text: Span<UInt8>, from floor: Int, budget: Int
  ) -> Int {
    var run = Base64Runs.unmarked(runs[index], in: text)
    var phases = Base64Runs.phases(of: run, in: text)
    // A sign before the line is a mark only where the rest makes sense from its start.
    if run != runs[index], phases & 1 == 0 {
      run = runs[index]
      phases = Base64Runs.phases(of: run, in: text)
    }
    guard phases != 0 else { return 1 }
    let lines = Base64Runs.lines(from: index, first: run, runs, in: text)
    guard let first = lines.first, let last = lines.last else { return 1 }
    let uri = DataURI(before: first.lowerBound, from: floor, in: text)
    for phase in 0..<4 where phases & 1 << UInt8(phase) != 0 {
      // Lines are joined in step with their quads only from the start on.
      let lines = phase == 0 ? lines : [first]
      decoded.removeAll(keepingCapacity: true)
      let isMedia = uri.isMedia || Self.isMedia(first, phase, text)
      Base64Runs.decode(lines, phase: phase, in: text, limit: isMedia ? Self.mediaBytes : .max, into: &decoded)
      var isURL = false
      for line in lines.prefix(1) {
        for character in line where text[character] == UInt8(ascii: "-") || text[character] == UInt8(ascii: "_") {
          isURL = true
          break
        }
      }
      var chain = DecodingChain(isURL ? .base64url : .base64)
      if uri.isData { chain = chain.prefixed(by: .dataURI) }
      let whole = first.lowerBound..<Self.padded(last.upperBound, in: text)
      if inflate(chain, whole, budget: budget) { continue }
      for island in TextIslands.find(in: decoded) { addBase64(island, lines, phase, chain, in: text) }
    }
    return max(1, runs[index...].prefix { $0.lowerBound < last.upperBound }.count)
  }

  private mutating func addBase64(
    _ island: Range<Int>, _ lines: [Base64Runs.Line], _ phase: Int, _ chain: DecodingChain, in text: Span<UInt8>
  ) {
    let quads = (island.lowerBound / 3)..<((island.upperBound + 2) / 3)
    var pieces: [Piece] = []
    var before = 0
    for (number, line) in lines.enumerated() {
      let skipped = number == 0 ? phase : 0
      let count = line.count - skipped
      let from = max(quads.lowerBound * 4, before)
      let to = min(quads.upperBound * 4, before + count)
      if from < to {
        let source = line.lowerBound + skipped + from - before
        let whole = (to - from) / 4
        let bytes = from / 4 * 3
        if whole > 0, bytes + whole * 3 <= decoded.count {
          pieces.append(
            Piece(source: source, sourceStride: 4, textStride: 3, bytes: Array(decoded[bytes..<(bytes + whole * 3)])))
        }
        let rest = (to - from) % 4
        let tail = bytes + whole * 3
        if rest >= 2, tail + rest - 1 <= decoded.count {
          let start = source + whole * 4
          let end = Self.padded(start + rest, in: text)
          pieces.append(
            Piece(
              source: start, sourceStride: end - start, textStride: rest - 1,
              bytes: Array(decoded[tail..<(tail + rest - 1)])))
        }
      }
      before += count
    }
    guard let first = pieces.first, let last = pieces.last else { return }
    let end = last.source + last.bytes.count / last.textStride * last.sourceStride
    found.append(Found(chain: chain, source: first.source..<max(first.source, end), pieces: pieces))
  }

  mutating func hex(_ pairs: HexRuns.Pairs, budget: Int) {
    decoded = pairs.bytes
    if inflate(DecodingChain(.hex), pairs.source, budget: budget) { return }
    for island in TextIslands.find(in: decoded) {
      var pieces: [Piece] = []
      if pairs.starts.isEmpty {
        let source = pairs.source.lowerBound + 2 * island.lowerBound
        pieces = [Piece(source: source, sourceStride: 2, textStride: 1, bytes: Array(decoded[island]))]
      } else {
        for index in island {
          let end = index + 1 < pairs.starts.count ? pairs.starts[index + 1] : pairs.source.upperBound
          pieces.append(
            Piece(
              source: pairs.starts[index], sourceStride: end - pairs.starts[index], textStride: 1,
              bytes: [decoded[index]]))
        }
      }
      guard let first = pieces.first, let last = pieces.last else { continue }
      let end = last.source + last.bytes.count * last.sourceStride
      found.append(Found(chain: DecodingChain(.hex), source: first.source..<end, pieces: pieces))
    }
  }

  /// True where the decoded bytes were compressed; then their content is found, as one unit.
  private mutating func inflate(_ chain: DecodingChain, _ source: Range<Int>, budget: Int) -> Bool {
    guard let wrapping = Inflate.wrapping(of: decoded) else { return false }
    let cap = min(budget, max(Self.expansionFloor, decoded.count * Self.expansionRatio))
    let result = Inflate.prefix(decoded, wrapping: wrapping, cap: cap)
    expanded += result.bytes.count
    guard result.bytes.count >= DecodingLattice.minimumBytes else { return false }
    if result.isCut { cutShort += 1 }
    // The wrapping is the innermost step, so the chain grows at its end.
    let whole = DecodingChain(.gzip).prefixed(by: chain)
    found.append(
      Found(
        chain: whole, source: source,
        pieces: [
          Piece(
            source: source.lowerBound, sourceStride: source.count, textStride: result.bytes.count, bytes: result.bytes)
        ]))
    return true
  }

  private static func padded(_ end: Int, in text: Span<UInt8>) -> Int {
    var end = end
    let limit = min(text.count, end + 2)
    while end < limit, text[end] == UInt8(ascii: "=") { end += 1 }
    return end
  }

  private static func isMedia(_ line: Range<Int>, _ phase: Int, _ text: Span<UInt8>) -> Bool {
    guard phase == 0, line.count >= 16 else { return false }
    var head: [UInt8] = []
    Base64Runs.decode([line.lowerBound..<(line.lowerBound + 16)], phase: 0, in: text, limit: 12, into: &head)
    return magics.contains { head.starts(with: $0) } || head.dropFirst(4).starts(with: Array("ftyp".utf8))
  }

  private static let magics: [[UInt8]] =
    [
      [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], [0x49, 0x49, 0x2A, 0], [0x4D, 0x4D, 0, 0x2A],
      [0x1A, 0x45, 0xDF, 0xA3],
    ]
    + ["GIF8", "RIFF", "ID3", "OggS", "fLaC", "wOFF", "wOF2"].map { Array($0.utf8) }
}
