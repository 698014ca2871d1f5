import ArgusKit

/// This is where a field stands, as people and globs see it.
struct FieldPlace: Sendable {
  var path: String
  /// The file the text came from; empty where there is none.
  var filename: String
}

/// This is the second walk over a body, made only when something was found: it gives the fields in question their
/// paths and the names of the files they came from.
struct PathResolver {
  /// Deeper levels all read `…`.
  private static let namedDepth = 64
  private static let maximumKeyBytes = 80

  private struct Frame {
    var isObject: Bool
    var index = 0
    /// The raw member name that the walk is at.
    var key: Range<Int>?
  }

  let subject: InspectionSubject
  let jsonStart: Int?
  /// Starts of raw keys that hold a finding, and are therefore never shown.
  var maskedKeys: Set<Int> = []
  /// True where a name outside JSON holds a finding: then all such names give way to positions.
  var masksLabels = false
  var wantsFilenames = true

  /// A resolver that shows no name which is itself one of `fields`, the fields with findings.
  static func masking(
    _ fields: [Int], _ scratch: borrowing InspectionScratch, subject: InspectionSubject, jsonStart: Int?,
    wantsFilenames: Bool
  ) -> PathResolver {
    var resolver = PathResolver(subject: subject, jsonStart: jsonStart, wantsFilenames: wantsFilenames)
    for field in fields {
      let record = scratch.records[field]
      if record.kind == .jsonKey { resolver.maskedKeys.insert(Int(record.start)) }
      if record.kind.isLabelSource { resolver.masksLabels = true }
    }
    return resolver
  }

  /// The places of `fields` (ascending indexes into the records), in their order.
  func places(of fields: [Int], _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>) -> [FieldPlace] {
    var places: [FieldPlace] = []
    places.reserveCapacity(fields.count)
    var targets: [(place: Int, start: Int)] = []
    for field in fields {
      let record = scratch.records[field]
      if record.kind.isJSON { targets.append((places.count, Int(record.start))) }
      places.append(labelled(record, scratch, body))
    }
    if let jsonStart, !targets.isEmpty { walk(body, from: jsonStart, targets, &places) }
    return places
  }

  private func labelled(
    _ record: FieldRecord, _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>
  ) -> FieldPlace {
    if record.label >= 0 {
      let label = scratch.labels[Int(record.label)]
      return FieldPlace(path: masksLabels ? label.maskedPath : label.path, filename: label.filename)
    }
    switch record.kind {
    case .formName: return FieldPlace(path: "form", filename: "")
    case .formValue:
      if masksLabels { return FieldPlace(path: "form", filename: "") }
      let raw = FormExtractor.name(ofValueAt: Int(record.start), in: body)
      let name = PathText.decoded(body, raw, .percent, limit: Self.maximumKeyBytes)
      return FieldPlace(path: "form." + PathText.printable(name), filename: "")
    default: return FieldPlace(path: "", filename: subject.filename)
    }
  }

  private func walk(
    _ body: Span<UInt8>, from start: Int, _ targets: [(place: Int, start: Int)], _ places: inout [FieldPlace]
  ) {
    var tokenizer = JSONTokenizer(position: start)
    var frames: [Frame] = []
    var document = 0
    var next = 0
    var files = wantsFilenames ? ToolFiles() : nil
    // File names may be told after the text that needs them, so that walk goes on to the body's end.
    while next < targets.count || files != nil {
      let token = tokenizer.next(body)
      let position = tokenizer.position
      var content = position..<position
      switch token {
      case .key, .string: content = tokenizer.skipString(body)
      case .number(let range): content = range
      default: break
      }
      if next < targets.count, !content.isEmpty, content.lowerBound == targets[next].start {
        var isKey = false
        if case .key = token { isKey = true }
        let depth = tokenizer.depth
        places[targets[next].place].path = path(frames, body, isKey: isKey, depth: depth, document: document)
        next += 1
      }
      files?.observe(token, content, body, depth: tokenizer.depth, at: position)
      switch token {
      case .key: if tokenizer.depth == frames.count { frames[frames.count - 1].key = content }
      case .beginObject, .beginArray:
        if tokenizer.depth <= Self.namedDepth { frames.append(Frame(isObject: tokenizer.isInObject)) }
      case .endContainer:
        if tokenizer.depth < frames.count { frames.removeLast() }
        if tokenizer.depth == 0 { document += 1 }
      case .comma:
        if tokenizer.depth == frames.count, !frames.isEmpty { frames[frames.count - 1].index += 1 }
      case .finished:
        if let files { apply(files, targets, &places, body) }
        return
      default: break
      }
    }
  }

  private func apply(
    _ files: ToolFiles, _ targets: [(place: Int, start: Int)], _ places: inout [FieldPlace], _ body: Span<UInt8>
  ) {
    let ranges = files.resolved(body)
    var index = 0
    for target in targets {
      // Results do not nest and end in order, so one forward walk serves all targets.
      while index < ranges.count, ranges[index].range.upperBound <= target.start { index += 1 }
      guard index < ranges.count, ranges[index].range.contains(target.start) else { continue }
      places[target.place].filename = ranges[index].filename
    }
  }

  private func path(_ frames: [Frame], _ body: Span<UInt8>, isKey: Bool, depth: Int, document: Int) -> String {
    var path = document == 0 ? "" : "#\(document + 1)"
    for (level, frame) in frames.enumerated() {
      if !frame.isObject {
        path += "[\(frame.index)]"
        continue
      }
      if !path.isEmpty { path += "." }
      if isKey, level == frames.count - 1, depth == frames.count {
        path += "{key}"
      } else if let key = frame.key {
        path += maskedKeys.contains(key.lowerBound) ? "{key}" : name(key, body)
      }
    }
    if depth > frames.count { path += "…" }
    return path.isEmpty ? "body" : PathText.shortened(path)
  }

  private func name(_ key: Range<Int>, _ body: Span<UInt8>) -> String {
    PathText.printable(PathText.decoded(body, key, .jsonEscapes, limit: Self.maximumKeyBytes))
  }
}
