/// This is the construction of a ``YAMLNode`` from parser events, with a stack of its own instead of recursion.
///
/// A fault of one key or value is reported and stepped over; a fault of syntax or a cap ends the file.
struct YAMLTreeBuilder {
  static let depthLimit = 64
  static let aliasLimit = 1_000
  static let nodeLimit = 100_000

  let file: String
  let lines: [String]
  let codePrefix: String
  let collector = DiagnosticCollector()

  private var stack: [Frame] = []
  private var root: Built?
  private var anchors: [String: Built] = [:]
  private var nodeCount = 0
  private var aliasCount = 0
  /// For each fault that was stepped over, the places of the values it lies in, innermost first.
  private(set) var faultContainers: [[SourceLocation]] = []

  /// This is a finished node with what an alias to it would cost.
  private struct Built {
    var node: YAMLNode
    /// Nodes in it after expansion, itself included.
    var size: Int
    /// Containers nested in it, itself included.
    var height: Int
  }

  private struct Frame {
    enum Container {
      case sequence([YAMLNode])
      case mapping([(key: YAMLScalar, value: YAMLNode)])
    }
    enum KeyState {
      case awaited
      case read(YAMLScalar)
      /// The key was faulty: its value is parsed and thrown away.
      case refused
    }

    var container: Container
    var keyState = KeyState.awaited
    var keys: [String: SourceLocation] = [:]
    var anchor: String?
    var location: SourceLocation
    var size = 1
    var height = 1
  }

  /// This is the end of the file: it was reported, and nothing after it is read.
  private struct Stop: Error {}

  init(file: String, lines: [String], codePrefix: String) {
    self.file = file
    self.lines = lines
    self.codePrefix = codePrefix
  }

  /// nil for an empty file and after a fault that ends the file.
  mutating func build(from bytes: ArraySlice<UInt8>) -> YAMLNode? {
    var events = YAMLEventSource(bytes: bytes)
    var documentCount = 0
    do {
      while true {
        let event: YAMLEvent
        switch events.next() {
        case .success(let next): event = next
        case .failure(let fault): throw report(fault)
        }
        switch event.kind {
        case .streamEnd: return root?.node
        case .streamStart, .documentEnd: continue
        case .documentStart:
          documentCount += 1
          if documentCount > 1 {
            throw stop(
              .severalDocuments, at: event.start, length: 3, "a second document begins here",
              hint: "one file holds one document; remove the `---` or split the file")
          }
        default: try accept(event)
        }
      }
    } catch {
      return nil
    }
  }

  private mutating func accept(_ event: YAMLEvent) throws(Stop) {
    if event.hasTag {
      noteContainers(innermost: location(event.start))
      report(
        .tagRefused, at: event.start, "tags are not allowed", hint: "remove the tag; quote the value to make it text")
    }
    switch event.kind {
    case .scalar(let text, let isPlain):
      try count(1, at: event.start)
      let scalar = YAMLScalar(
        text: text, isPlain: isPlain, location: location(event.start), length: length(from: event.start, to: event.end))
      finish(Built(node: .scalar(scalar), size: 1, height: 0), anchor: event.anchor)
    case .alias: try expand(event)
    case .sequenceStart: try open(.sequence([]), event)
    case .mappingStart: try open(.mapping([]), event)
    case .sequenceEnd, .mappingEnd: close()
    case .streamStart, .streamEnd, .documentStart, .documentEnd: break
    }
  }

  private mutating func open(_ container: Frame.Container, _ event: YAMLEvent) throws(Stop) {
    try count(1, at: event.start)
    guard stack.count < Self.depthLimit else { throw tooDeep(at: event.start) }
    stack.append(Frame(container: container, anchor: event.anchor, location: location(event.start)))
  }

  private mutating func close() {
    guard let frame = stack.popLast() else { return }
    let node: YAMLNode =
      switch frame.container {
      case .sequence(let items): .sequence(items, at: frame.location)
      case .mapping(let pairs): .mapping(pairs, at: frame.location)
      }
    finish(Built(node: node, size: frame.size, height: frame.height), anchor: frame.anchor)
  }

  private mutating func expand(_ event: YAMLEvent) throws(Stop) {
    let name = event.anchor ?? ""
    aliasCount += 1
    guard aliasCount <= Self.aliasLimit else {
      throw stop(
        .tooManyAliases, at: event.start, "more than \(Self.aliasLimit) aliases", hint: "write the values out")
    }
    let length = name.unicodeScalars.count + 1
    guard let built = anchors[name] else {
      let isOpen = stack.contains { $0.anchor == name }
      throw stop(
        .unknownAlias, at: event.start, length: length,
        isOpen
          ? "the alias \(QuotedText(name)) refers to the value it stands in"
          : "no anchor \(QuotedText(name)) stands above",
        hint: isOpen ? "write the value out" : "define it with `&\(name)` before it is used")
    }
    try count(built.size, at: event.start)
    guard stack.count + built.height <= Self.depthLimit else { throw tooDeep(at: event.start) }
    finish(built, anchor: nil)
  }

  private mutating func count(_ size: Int, at mark: YAMLMark) throws(Stop) {
    // Both stay below the limit before the sum, so it cannot overflow.
    nodeCount += size
    guard nodeCount <= Self.nodeLimit else {
      throw stop(
        .tooManyNodes, at: mark, "more than \(Self.nodeLimit) values after aliases are expanded",
        hint: "use fewer aliases of large values, or split the file")
    }
  }

  /// Puts a finished node where it belongs: into the open container, or at the root.
  private mutating func finish(_ built: Built, anchor: String?) {
    if let anchor { anchors[anchor] = built }
    guard var frame = stack.popLast() else {
      root = built
      return
    }
    frame.size += built.size
    frame.height = max(frame.height, built.height + 1)
    switch frame.container {
    case .sequence(var items):
      frame.container = .sequence([])
      items.append(built.node)
      frame.container = .sequence(items)
    case .mapping(var pairs):
      switch frame.keyState {
      case .awaited:
        frame.keyState = keyState(for: built.node, in: &frame)
        if case .refused = frame.keyState { noteContainers(innermost: frame.location) }
      case .refused: frame.keyState = .awaited
      case .read(let key):
        frame.container = .mapping([])
        pairs.append((key, built.node))
        frame.container = .mapping(pairs)
        frame.keyState = .awaited
      }
    }
    stack.append(frame)
  }

  private mutating func noteContainers(innermost location: SourceLocation) {
    guard faultContainers.count < DiagnosticCollector.limit else { return }
    faultContainers.append([location] + stack.reversed().map(\.location))
  }

  private func keyState(for node: YAMLNode, in frame: inout Frame) -> Frame.KeyState {
    guard case .scalar(let key) = node else {
      report(.keyIsNotText, at: node.location, "a key must be a word", hint: "quote it if it begins with a bracket")
      return .refused
    }
    if let first = frame.keys[key.text] {
      report(
        .duplicateKey, at: key.location, length: key.length, "the key \(QuotedText(key.text)) stands twice",
        hint: "the first one is at line \(first.line), column \(first.column)")
      return .refused
    }
    frame.keys[key.text] = key.location
    return .read(key)
  }
}

// MARK: - Faults

extension YAMLTreeBuilder {
  private func tooDeep(at mark: YAMLMark) -> Stop {
    stop(.tooDeep, at: mark, "values are nested more than \(Self.depthLimit) deep", hint: "flatten the file")
  }

  private func stop(
    _ code: DiagnosticCode, at mark: YAMLMark, length: Int = 1, _ message: String, hint: String
  ) -> Stop {
    report(code, at: mark, length: length, message, hint: hint)
    return Stop()
  }

  private func report(_ fault: YAMLSyntaxFault) -> Stop {
    if character(at: fault.mark) == "\t" {
      return stop(.syntax, at: fault.mark, "a tab cannot stand here", hint: "indent with spaces")
    }
    var hint: String?
    if fault.problem.contains("escape") {
      hint = "in double quotes a backslash begins an escape of YAML; put patterns in single quotes"
    } else if let context = fault.context {
      let start = location(fault.contextMark)
      hint = "\(context) that begins at line \(start.line), column \(start.column)"
    }
    report(.syntax, at: fault.mark, "this is not YAML: \(fault.problem)", hint: hint)
    return Stop()
  }

  private func report(
    _ code: DiagnosticCode, at mark: YAMLMark, length: Int = 1, _ message: String, hint: String?
  ) {
    report(code, at: location(mark), length: length, message, hint: hint)
  }

  private func report(
    _ code: DiagnosticCode, at location: SourceLocation, length: Int = 1, _ message: String, hint: String?
  ) {
    let line = location.line <= lines.count ? lines[location.line - 1] : nil
    collector.add(
      Diagnostic(
        code: code.identifier(prefix: codePrefix), location: location, length: length, message: message, hint: hint,
        sourceLine: line))
  }

  private func location(_ mark: YAMLMark) -> SourceLocation {
    // A fault at the end of the file is marked on a line after the last; it is shown at the last one's end.
    guard mark.line < lines.count else {
      let last = lines.last.map { $0.unicodeScalars.count } ?? 0
      return SourceLocation(file: file, line: max(1, lines.count), column: last + 1)
    }
    return SourceLocation(file: file, line: mark.line + 1, column: mark.column + 1)
  }

  private func length(from start: YAMLMark, to end: YAMLMark) -> Int {
    if start.line == end.line { return max(1, end.column - start.column) }
    guard start.line < lines.count else { return 1 }
    return max(1, lines[start.line].unicodeScalars.count - start.column)
  }

  private func character(at mark: YAMLMark) -> Unicode.Scalar? {
    guard mark.line < lines.count else { return nil }
    return lines[mark.line].unicodeScalars.dropFirst(mark.column).first
  }
}
