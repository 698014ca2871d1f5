import Glibc

/// This is the one way from files to a ``RuleSet``; start, reload, `lint`, `check` and `scan` all use it.
public struct RulePackLoader: Sendable {
  private let memory: PackMemory?

  /// - Parameter memory: what was read before; nil parses every file.
  public init(memory: PackMemory? = nil) { self.memory = memory }

  /// Reads packs from files and directories (`*.yaml`, `*.yml`, sorted, recursive), in order.
  ///
  /// A file that is named twice is read once. A path that does not exist and a directory without packs are errors.
  public func load(paths: [String]) -> RuleLoadResult {
    load(paths: paths, finder: PackFileFinder())
  }

  /// Reads packs as ``load(paths:)`` does, those at `context` first, so that overrides, companions and ids of `paths`
  /// are judged as they would be beside them.
  ///
  /// A file that is found at both is named as `paths` names it.
  /// - Returns: what loading found, and the files at `paths`.
  public func load(paths: [String], context: [String]) -> (result: RuleLoadResult, files: Set<String>) {
    let finder = PackFileFinder(naming: paths)
    return (load(paths: context + paths, finder: finder), finder.preferredNames)
  }

  private func load(paths: [String], finder: PackFileFinder) -> RuleLoadResult {
    var run = LoadRun(memory: memory)
    var finder = finder
    for path in paths {
      do {
        for file in try finder.files(at: path) { run.read(file) }
      } catch {
        run.report(error)
      }
    }
    memory?.replace(with: run.remembered)
    return run.finish()
  }

  /// The pack files at `paths`, in the order they would be read, and what is wrong with the paths.
  public func files(at paths: [String]) -> (files: [String], faults: [Diagnostic]) {
    var run = LoadRun(memory: nil)
    var finder = PackFileFinder()
    var found: [String] = []
    for path in paths {
      do {
        found += try finder.files(at: path)
      } catch {
        run.report(error)
      }
    }
    return (found, run.finish().diagnostics)
  }

  /// Reads one pack from bytes, for editors and tests; `file` only names it in diagnostics.
  public func load(bytes: [UInt8], file: String) -> RuleLoadResult {
    load(files: [(bytes, file)])
  }

  /// Reads packs from bytes, in order, such as those of a revision that is not checked out.
  ///
  /// - Parameter context: the files of packs that are read before them.
  public func load(files: [(bytes: [UInt8], file: String)], context: [String] = []) -> RuleLoadResult {
    var run = LoadRun(memory: nil)
    for file in context { run.read(file) }
    for (bytes, file) in files { run.read(bytes, file: file) }
    return run.finish()
  }
}

/// This is what loading found: the rules that are whole, and everything that is wrong with the others.
public struct RuleLoadResult: Sendable {
  public var ruleSet: RuleSet
  /// All diagnostics of all files, in file order.
  public var diagnostics: [Diagnostic]
  /// Rules that are left out because of an error of their own, by id (or `file:line` where the id is missing or taken).
  public var rejectedRules: [String]
  /// True when something is wrong outside single rules: the file is not YAML, has another schema, cannot be read, or
  /// has a fault in its header. What rules it was meant to have is then not known.
  public var hasUnreadableFile: Bool
  /// The text of the files, for diagnostics that are found later.
  public var sources: SourceLines
  /// Every override that changed a rule, in the order of the files.
  public var overrides: [AppliedOverride]

  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  public init(
    ruleSet: RuleSet, diagnostics: [Diagnostic] = [], rejectedRules: [String] = [], hasUnreadableFile: Bool = false,
    sources: SourceLines = SourceLines(), overrides: [AppliedOverride] = []
  ) {
    self.ruleSet = ruleSet
    self.diagnostics = diagnostics
    self.rejectedRules = rejectedRules
    self.hasUnreadableFile = hasUnreadableFile
    self.sources = sources
    self.overrides = overrides
  }
}

/// This is one call of the loader.
private struct LoadRun {
  private let memory: PackMemory?
  private(set) var remembered: [String: PackMemory.Entry] = [:]
  private let collector = DiagnosticCollector()
  private var sources = SourceLines()
  private var readings: [RulePackReading] = []
  private var fileOrder: [String: Int] = [:]
  private var hasUnreadableFile = false

  init(memory: PackMemory?) { self.memory = memory }

  mutating func read(_ file: String) {
    do {
      read(try PackFile.read(file), file: file)
    } catch {
      switch error {
      case .system(let errno):
        report(
          .unreadableFile, at: file, "\(QuotedText(path: file)) cannot be read: \(Self.text(of: errno))",
          hint: Self.unreadableHint)
      case .notRegular:
        report(
          .unreadableFile, at: file, "\(QuotedText(path: file)) is not a regular file",
          hint: "name a file, or a directory of files")
      case .tooLarge(let count):
        report(
          .fileTooLarge, at: file,
          "\(QuotedText(path: file)) has \(count) bytes; at most \(YAMLText.byteLimit) are read")
      }
    }
  }

  mutating func read(_ bytes: [UInt8], file: String) {
    fileOrder[file] = fileOrder.count
    if let known = memory?.entry(for: file, bytes) {
      sources.add(known.lines, of: file)
      readings.append(known.reading)
      remembered[file] = known
      return
    }
    let before = collector.count
    let document = YAMLDocument(bytes: bytes, file: file)
    sources.add(document.lines, of: file)
    let reading = RulePackReader.read(document, collector: collector)
    if reading.hasFileFault { hasUnreadableFile = true }
    readings.append(reading)
    if memory != nil, collector.count == before {
      remembered[file] = PackMemory.entry(bytes, reading, document.lines)
    }
  }

  mutating func report(_ failure: PackFileFinder.Failure) {
    switch failure {
    case .system(let path, let errno):
      report(
        .unreadableFile, at: path, "\(QuotedText(path: path)) cannot be read: \(Self.text(of: errno))",
        hint: Self.unreadableHint)
    case .noPacks(let path):
      report(
        .noPacks, at: path, "\(QuotedText(path: path)) holds no packs", hint: "packs are files named *.yaml or *.yml")
    case .tooManyFiles(let path):
      report(
        .tooManyFiles, at: path, "\(QuotedText(path: path)) holds more than \(PackFileFinder.fileLimit) packs")
    case .tooDeep(let path):
      report(
        .tooManyFiles, at: path,
        "\(QuotedText(path: path)) lies more than \(PackFileFinder.depthLimit) directories deep")
    }
  }

  /// Tools that follow `file:line:column` want a place even where the fault is the whole file's: its beginning.
  private mutating func report(_ code: DiagnosticCode, at path: String, _ message: String, hint: String? = nil) {
    hasUnreadableFile = true
    if fileOrder[path] == nil { fileOrder[path] = fileOrder.count }
    collector.add(
      Diagnostic(
        code: code.identifier(), location: SourceLocation(file: path, line: 1, column: 1), message: message, hint: hint)
    )
  }

  private static let unreadableHint = "check the path and its permissions; paths are seen from the working directory"

  private static func text(of errno: Int32) -> String { String(cString: strerror(errno)) }

  mutating func finish() -> RuleLoadResult {
    var resolver = RuleResolver(collector: collector, sources: sources)
    for reading in readings { resolver.add(reading) }
    let rules = resolver.resolve()
    return RuleLoadResult(
      ruleSet: RuleSet(rules: rules, packs: resolver.packs), diagnostics: inFileOrder(collector.diagnostics),
      rejectedRules: resolver.rejected, hasUnreadableFile: hasUnreadableFile, sources: sources,
      overrides: resolver.overrides)
  }

  /// Resolution reports after all files are read; its diagnostics are moved to their files and places.
  private func inFileOrder(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    func key(_ element: (offset: Int, element: Diagnostic)) -> (Int, Int, Int, Int) {
      guard let location = element.element.location else { return (.max, 0, 0, element.offset) }
      return (fileOrder[location.file] ?? .max, location.line, location.column, element.offset)
    }
    return diagnostics.enumerated().sorted { key($0) < key($1) }.map(\.element)
  }
}
