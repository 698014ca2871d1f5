/// This is the memory of which file a tool result shows: the call that asked for the file names it, the result only
/// repeats the call's id.
///
/// It knows the shapes of Anthropic (`tool_use` / `tool_result`), OpenAI (`tool_calls` / role `tool`,
/// `function_call` / `function_call_output`) and Gemini (`functionCall` / `functionResponse`) at once; ids are
/// unique enough that the provider need not be known.
struct ToolFiles {
  private static let maximumDepth = 64
  private static let maximumEntries = 10_000
  private static let maximumTextBytes = 1_024
  private static let maximumArgumentBytes = 64 << 10

  private struct Frame {
    var start: Int
    /// The member name under which the container stands, and the one the walk is at.
    var role: Member = .other
    var member: Member = .other
    var id: Range<Int>?
    var callID: Range<Int>?
    var resultID: Range<Int>?
    var name: Range<Int>?
    var filename: String?
    var isResult = false
  }

  private enum Member {
    case id, callID, resultID, name, filename, arguments, carrier, response, other
  }

  private var frames: [Frame] = []
  private var filenames: [String: String] = [:]
  private var uses: [(range: Range<Int>, id: Range<Int>)] = []

  mutating func observe(
    _ token: JSONTokenizer.Token, _ content: Range<Int>, _ body: Span<UInt8>, depth: Int, at position: Int
  ) {
    switch token {
    case .beginObject, .beginArray:
      guard depth <= Self.maximumDepth else { return }
      let role = frames.last?.member ?? .other
      frames.append(Frame(start: position, role: role))
    case .endContainer:
      guard depth < frames.count, let frame = frames.popLast() else { return }
      close(frame, end: position, body)
    case .key:
      if depth == frames.count, !frames.isEmpty { frames[frames.count - 1].member = Self.member(body, content) }
    case .string: if depth == frames.count, !frames.isEmpty { value(content, body) }
    default: break
    }
  }

  /// The results whose file is known, in order of the body.
  func resolved(_ body: Span<UInt8>) -> [(range: Range<Int>, filename: String)] {
    uses.compactMap { use in
      filenames[text(use.id, body)].map { (use.range, $0) }
    }
  }

  private mutating func value(_ content: Range<Int>, _ body: Span<UInt8>) {
    let top = frames.count - 1
    switch frames[top].member {
    case .id: frames[top].id = content
    case .callID: frames[top].callID = content
    case .resultID: frames[top].resultID = content
    case .name: frames[top].name = content
    case .filename:
      if frames[top].role == .arguments, content.count <= Self.maximumTextBytes {
        frames[top].filename = text(content, body)
      }
    case .arguments:
      // OpenAI writes the arguments as JSON within a string.
      if content.count <= Self.maximumArgumentBytes {
        frames[top].filename = filename(inArguments: content, body) ?? frames[top].filename
      }
    case .response: frames[top].isResult = true
    case .carrier, .other: break
    }
  }

  private mutating func close(_ frame: Frame, end: Int, _ body: Span<UInt8>) {
    if frame.role == .response, !frames.isEmpty { frames[frames.count - 1].isResult = true }
    if let filename = frame.filename {
      if frame.role == .arguments { return lift(filename) }
      if let own = frame.callID ?? frame.id ?? frame.name, filenames.count < Self.maximumEntries {
        filenames[text(own, body)] = filename
      }
      // OpenAI's chat shape keeps the id one level above the function.
      if frame.role == .carrier { lift(filename) }
      return
    }
    guard uses.count < Self.maximumEntries else { return }
    let used = frame.resultID ?? frame.callID ?? (frame.isResult ? frame.id ?? frame.name : nil)
    if let used { uses.append((frame.start..<end, used)) }
  }

  private mutating func lift(_ filename: String) {
    guard !frames.isEmpty else { return }
    frames[frames.count - 1].filename = filename
  }

  private func text(_ range: Range<Int>, _ body: Span<UInt8>) -> String {
    PathText.decoded(body, range, .jsonEscapes, limit: Self.maximumTextBytes)
  }

  /// The file named at the top level of an arguments object that is written as a string.
  private func filename(inArguments range: Range<Int>, _ body: Span<UInt8>) -> String? {
    let bytes = Array(PathText.decoded(body, range, .jsonEscapes).utf8)
    let inner = bytes.span
    var tokenizer = JSONTokenizer(position: 0)
    var member = Member.other
    while true {
      switch tokenizer.next(inner) {
      case .key: member = Self.member(inner, tokenizer.skipString(inner))
      case .string:
        let content = tokenizer.skipString(inner)
        if member == .filename, tokenizer.depth == 1, content.count <= Self.maximumTextBytes {
          return text(content, inner)
        }
        member = .other
      case .finished: return nil
      default: continue
      }
    }
  }

  private static func member(_ body: Span<UInt8>, _ key: Range<Int>) -> Member {
    guard key.count <= 20 else { return .other }
    return members[PathText.string(body.extracting(key))] ?? .other
  }

  private static let members: [String: Member] = [
    "id": .id, "call_id": .callID, "tool_use_id": .resultID, "tool_call_id": .resultID, "name": .name,
    "file_path": .filename, "path": .filename, "filename": .filename, "file": .filename, "notebook_path": .filename,
    "input": .arguments, "arguments": .arguments, "args": .arguments,
    "function": .carrier, "functionCall": .carrier, "function_call": .carrier,
    "response": .response,
  ]
}
