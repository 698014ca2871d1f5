import ArgusInspection
import ArgusKit

/// This is the texts that the events of a transcript carry piece by piece, each joined again, so that a value that was
/// cut between two events is whole.
///
/// Providers differ in where the pieces stand; what they share is that the pieces of one text stand under the same
/// path, with the same numbers of their block beside them, in events of the same type. Each text becomes a JSON string
/// of its own: the contents of JSON strings put together are the content of one.
struct JoinedDeltas {
  /// Texts under way at once; more of them are begun anew.
  private static let maximumOpen = 1_000
  private static let maximumDepth = 32
  private static let maximumNameBytes = 40
  private static let names: Set<String> = [
    "text", "content", "delta", "partial_json", "thinking", "arguments", "input", "reasoning", "reasoning_content",
    "refusal", "transcript",
  ]
  private static let numbers: Set<String> = ["index", "output_index", "content_index", "summary_index"]
  /// Events that begin another answer.
  private static let beginnings: Set<String> = ["message_start", "response.created"]

  private struct Piece {
    var range: Range<Int>
    /// The event it stands in, counted from 1 among those that carry JSON.
    var document: Int
  }

  private struct Frame {
    var isObject: Bool
    var index = 0
    var key = ""
  }

  /// One string of the present event that may be a piece.
  private struct Candidate {
    var path: String
    var range: Range<Int>
  }

  /// All texts of more than one piece, each a JSON string.
  private(set) var joined = SplicedText()
  /// Where in ``joined`` each piece begins.
  private var starts: [(offset: Int, path: String, document: Int)] = []

  private var open: [String: (path: String, pieces: [Piece])] = [:]
  private var order: [String] = []
  private var frames: [Frame] = []
  private var candidates: [Candidate] = []
  private var block: [String] = []
  private var type = ""
  private var document = 1

  init(_ documents: Span<UInt8>) {
    var tokenizer = JSONTokenizer(position: 0)
    while true {
      let token = tokenizer.next(documents)
      switch token {
      case .key:
        let name = Self.name(documents, tokenizer.skipString(documents))
        if tokenizer.depth == frames.count, !frames.isEmpty { frames[frames.count - 1].key = name }
      case .string: string(documents, tokenizer.skipString(documents), tokenizer.depth)
      case .number(let range):
        if tokenizer.depth == frames.count, let key = frames.last?.key, Self.numbers.contains(key) {
          block.append("\(key)=\(Self.name(documents, range))")
        }
      case .beginObject, .beginArray:
        if tokenizer.depth <= Self.maximumDepth { frames.append(Frame(isObject: tokenizer.isInObject)) }
      case .endContainer:
        if tokenizer.depth < frames.count { frames.removeLast() }
        if tokenizer.depth == 0 { endDocument(documents) }
      case .comma:
        if tokenizer.depth == frames.count, !frames.isEmpty { frames[frames.count - 1].index += 1 }
      case .word: continue
      case .finished:
        endDocument(documents)
        close(documents)
        return
      }
    }
  }

  /// Where a place of ``joined`` comes from: the path of its text and the number of its event.
  func origin(of offset: Int) -> (path: String, document: Int) {
    let next = starts.endOfHead { $0.offset <= offset }
    return next > 0 ? (starts[next - 1].path, starts[next - 1].document) : ("", 1)
  }

  private mutating func string(_ documents: Span<UInt8>, _ range: Range<Int>, _ depth: Int) {
    guard depth == frames.count, let frame = frames.last, frame.isObject else { return }
    if depth == 1, frame.key == "type" { type = Self.name(documents, range) }
    // A string that is not closed might end within an escape.
    guard Self.names.contains(frame.key), !range.isEmpty, range.upperBound < documents.count,
      documents[range.upperBound] == UInt8(ascii: "\"")
    else { return }
    candidates.append(Candidate(path: path, range: range))
  }

  private var path: String {
    var text = ""
    for frame in frames {
      if frame.isObject {
        text += text.isEmpty ? frame.key : ".\(frame.key)"
      } else {
        text += "[\(frame.index)]"
      }
    }
    return text
  }

  private mutating func endDocument(_ documents: Span<UInt8>) {
    if Self.beginnings.contains(type) || open.count > Self.maximumOpen { close(documents) }
    let block = block.joined(separator: ",")
    for candidate in candidates {
      let key = "\(type)|\(block)|\(candidate.path)"
      let piece = Piece(range: candidate.range, document: document)
      if open[key] == nil {
        order.append(key)
        open[key] = (candidate.path, [piece])
      } else {
        open[key]?.pieces.append(piece)
      }
    }
    document += 1
    candidates.removeAll(keepingCapacity: true)
    self.block.removeAll(keepingCapacity: true)
    type = ""
    frames.removeAll(keepingCapacity: true)
  }

  private mutating func close(_ documents: Span<UInt8>) {
    for key in order {
      guard let (path, pieces) = open[key], pieces.count > 1, let first = pieces.first, let last = pieces.last else {
        continue
      }
      joined.append(UInt8(ascii: "\""), at: first.range.lowerBound)
      for piece in pieces {
        starts.append((joined.bytes.count, path, piece.document))
        joined.append(documents, piece.range)
      }
      joined.append(UInt8(ascii: "\""), at: last.range.upperBound)
      joined.append(UInt8(ascii: "\n"), at: last.range.upperBound)
    }
    open.removeAll(keepingCapacity: true)
    order.removeAll(keepingCapacity: true)
  }

  /// A name as it may be shown: anything that is not a plain word could be a value.
  private static func name(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    guard range.count <= maximumNameBytes else { return "…" }
    var name: [UInt8] = []
    for index in range {
      switch bytes[index] {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
        name.append(bytes[index])
      default: return "…"
      }
    }
    return String(decoding: name, as: UTF8.self)
  }
}
