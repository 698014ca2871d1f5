import ArgusInspection
import ArgusKit
import ArgusRules
import FoundationEssentials

/// This is one text of a corpus with what is known of it.
struct CorpusDocument {
  enum Label {
    /// A fixture file: what no mark expects is wrong.
    case marked([CorpusMark])
    case labelled(LabelledSample)
  }

  /// The file, for labelled samples with the sample's id.
  var name: String
  var file: String
  /// The sample's line in its file; 0 for a whole file.
  var line = 0
  var text: [UInt8]
  var label: Label
  var lines: LineTable

  /// Where a finding begins on its line; 1 for one that stands outside the text.
  func column(of judgement: JudgementTrace.Judgement) -> Int {
    judgement.bodySpan.map { lines.column(at: $0.start, in: text) } ?? 1
  }

  /// Where a mark stands, or where the line begins that a mark above it speaks of.
  func column(of mark: CorpusMark) -> Int {
    if mark.line == mark.place.line { return mark.place.column }
    guard (1...lines.count).contains(mark.line) else { return 1 }
    let line = lines.range(of: mark.line)
    return lines.column(at: text[line].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? line.lowerBound, in: text)
  }

  /// JSON is read by its fields, everything else as text.
  var contentType: String {
    let name = file.lowercased()
    if case .labelled = label { return "text/plain" }
    return [".json", ".jsonl", ".ndjson", ".ipynb"].contains { name.hasSuffix($0) } ? "application/json" : "text/plain"
  }
}

/// This is the reading of corpora: directories of fixture files, single files, and labelled JSONL (`*.jsonl`, `*.jsonl.gz`
/// whose lines have `text` and `expect`).
struct CorpusReader {
  /// The ids of live rules.
  let known: Set<String>
  private(set) var diagnostics: [Diagnostic] = []
  private static let fileLimit = 100_000
  private static let depthLimit = 64

  init(known: Set<String>) { self.known = known }

  /// Hands every document to `body`, one at a time, in the order of the paths.
  mutating func read(_ paths: [String], _ body: (CorpusDocument) -> Void) {
    for path in paths {
      let before = diagnostics.count
      let files = files(at: path)
      if files.isEmpty, diagnostics.count == before {
        fault(.corpusUnreadable, path, 1, "\(path) holds no files", hint: "name the directory that holds the texts")
      }
      for file in files { read(file, body) }
    }
  }

  private mutating func read(_ file: String, _ body: (CorpusDocument) -> Void) {
    let bytes: [UInt8]
    do {
      bytes = try CorpusBytes.read(file)
    } catch {
      return fault(
        .corpusUnreadable, file, 1, "\(file) cannot be read: \(error.reason)",
        hint: "a corpus is a directory, a text, or labelled JSON lines, plain or gzip")
    }
    if Self.isJSONLines(file) {
      let (samples, malformed) = LabelledSample.read(bytes)
      if !samples.isEmpty {
        for line in malformed {
          fault(.malformedSample, file, line, "the line is no labelled sample", hint: Self.sampleHint)
        }
        for (line, sample) in samples {
          let text = Array(sample.text.utf8)
          body(
            CorpusDocument(
              name: sample.id ?? "\(file):\(line)", file: file, line: line, text: text, label: .labelled(sample),
              lines: LineTable(text)))
        }
        return
      }
    }
    let marked = MarkedText(bytes, known: known)
    if Self.isJSONLines(file), marked.marks.isEmpty {
      // Taken for one clean text, a corpus with other keys would prove nothing and look as if it held.
      return fault(
        .malformedSample, file, 1, "no line of \(file) is a labelled sample",
        hint: Self.sampleHint + "; JSON lines that are themselves a text are called `*.ndjson`")
    }
    body(
      CorpusDocument(name: file, file: file, text: marked.text, label: .marked(marked.marks), lines: marked.lines))
  }

  private static let sampleHint = "a sample is an object with `text`, and `expect: match` or `expect: no_match`"

  private static func isJSONLines(_ file: String) -> Bool { file.hasSuffix(".jsonl") || file.hasSuffix(".jsonl.gz") }

  private mutating func files(at path: String) -> [String] {
    var isDirectory = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      fault(
        .corpusUnreadable, path, 1, "\(path) cannot be read: there is no such file",
        hint: "paths are seen from the working directory")
      return []
    }
    guard isDirectory else { return [path] }
    var files: [String] = []
    var pending = [(path: path, depth: 0)]
    while let (directory, depth) = pending.popLast() {
      guard depth < Self.depthLimit, files.count < Self.fileLimit,
        let names = try? FileManager.default.contentsOfDirectory(atPath: directory)
      else {
        fault(
          .corpusUnreadable, directory, 1, "\(directory) cannot be read, is too deep, or has too many files",
          hint: "at most \(Self.fileLimit) files, \(Self.depthLimit) directories deep, are read")
        continue
      }
      let base = directory.hasSuffix("/") ? directory : directory + "/"
      for name in names where name != ".git" {
        // Links are not followed: a corpus is what lies in its directory.
        let type = (try? FileManager.default.attributesOfItem(atPath: base + name))?[.type] as? FileAttributeType
        if type == .typeDirectory { pending.append((base + name, depth + 1)) }
        if type == .typeRegular { files.append(base + name) }
      }
    }
    return files.sorted()
  }

  private mutating func fault(_ code: ProofCode, _ file: String, _ line: Int, _ message: String, hint: String) {
    diagnostics.append(
      Diagnostic(
        code: code.rawValue, location: SourceLocation(file: file, line: line, column: 1), message: message, hint: hint))
  }
}
