import CLibYAML

/// This is libyaml's parser as a source of events, one at a time.
struct YAMLEventSource: ~Copyable {
  /// The C structure points into itself, so it lives at one address from `init` to `deinit`.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  /// libyaml reads from the bytes until the last event, so they are owned here and freed after the parser.
  private let input: UnsafeMutableBufferPointer<UInt8>

  /// - Precondition: `bytes` is UTF-8 without a byte order mark.
  init(bytes: some Collection<UInt8>) {
    parser = .allocate(capacity: 1)
    input = .allocate(capacity: bytes.count)
    _ = input.initialize(from: bytes)
    // It fails only when memory runs out, where Swift's own allocations trap as well.
    precondition(yaml_parser_initialize(parser) == 1, "libyaml has no memory for a parser")
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, input.baseAddress, input.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    input.deallocate()
  }

  /// The next event. After a failure or the end of the stream it must not be called again.
  mutating func next() -> Result<YAMLEvent, YAMLSyntaxFault> {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { return .failure(fault) }
    // libyaml owns the strings of an event until it is deleted; all of them are copied before.
    defer { yaml_event_delete(&event) }
    return .success(YAMLEvent(event))
  }

  private var fault: YAMLSyntaxFault {
    // The texts are static strings of the library.
    let state = parser.pointee
    return YAMLSyntaxFault(
      problem: state.problem.map { String(cString: $0) } ?? "the file cannot be read",
      mark: YAMLMark(state.problem_mark),
      context: state.context.map { String(cString: $0) },
      contextMark: YAMLMark(state.context_mark))
  }
}

/// This is a place as libyaml counts it: from 0, columns in characters.
struct YAMLMark: Sendable {
  var line: Int
  var column: Int

  init(_ mark: yaml_mark_t) {
    // A mark never exceeds the file's size, which is capped.
    line = Int(clamping: mark.line)
    column = Int(clamping: mark.column)
  }
}

/// This is why the text is not YAML, in libyaml's words.
struct YAMLSyntaxFault: Error {
  var problem: String
  var mark: YAMLMark
  var context: String?
  var contextMark: YAMLMark
}

/// This is one event of the parser with everything copied out of C memory.
struct YAMLEvent {
  enum Kind {
    case streamStart, documentStart, documentEnd, streamEnd
    case alias
    case scalar(text: String, isPlain: Bool)
    case sequenceStart, mappingStart
    case sequenceEnd, mappingEnd
  }

  var kind: Kind
  var anchor: String?
  var hasTag = false
  var start: YAMLMark
  var end: YAMLMark

  init(_ event: yaml_event_t) {
    start = YAMLMark(event.start_mark)
    end = YAMLMark(event.end_mark)
    switch event.type {
    case YAML_DOCUMENT_START_EVENT: kind = .documentStart
    case YAML_DOCUMENT_END_EVENT: kind = .documentEnd
    case YAML_STREAM_END_EVENT: kind = .streamEnd
    case YAML_ALIAS_EVENT:
      kind = .alias
      anchor = Self.text(event.data.alias.anchor)
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      // `value` holds `length` bytes of UTF-8 and may contain NUL.
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      kind = .scalar(text: String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
      anchor = Self.text(scalar.anchor)
      hasTag = scalar.tag != nil
    case YAML_SEQUENCE_START_EVENT:
      kind = .sequenceStart
      anchor = Self.text(event.data.sequence_start.anchor)
      hasTag = event.data.sequence_start.tag != nil
    case YAML_MAPPING_START_EVENT:
      kind = .mappingStart
      anchor = Self.text(event.data.mapping_start.anchor)
      hasTag = event.data.mapping_start.tag != nil
    case YAML_SEQUENCE_END_EVENT: kind = .sequenceEnd
    case YAML_MAPPING_END_EVENT: kind = .mappingEnd
    default: kind = .streamStart
    }
  }

  /// Anchors are NUL-terminated words.
  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }
}
