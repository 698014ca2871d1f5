import ArgusInspection

/// This is one worker's way from an item to a result: read it, choose what it is, give it to the inspection whole or
/// in pieces.
struct FileScanner {
  private let context: ScanContext
  private var reader = FileReader()

  init(_ context: ScanContext) { self.context = context }

  mutating func scan(_ item: ScanItem) -> ScanResult {
    var pass = FilePass(item, context)
    reader.reset()
    do {
      switch item.content {
      case .standardInput: try read(.standardInput, &pass)
      case .file(let path, let followsLink): try read(OpenFile(path, followsLink: followsLink), &pass)
      case .object(let objects, let id):
        reader.take(try objects.content(id, limit: context.settings.maximumBytes))
        inspectRead(&pass)
      case .bytes(let content):
        reader.take(content)
        inspectRead(&pass)
      }
    } catch {
      pass.fail("\(error)")
    }
    return pass.finish()
  }

  private func kind(of path: FilePath) -> ContentKind {
    ContentKind(name: path.bytes, head: reader.bytes.span.extracting(0..<reader.count))
  }

  /// Inspects what the reader holds whole, an archive by its files.
  private mutating func inspectRead(_ pass: inout FilePass) {
    guard isArchive else { return inspectWhole(kind(of: pass.path), &pass) }
    let content = Array(reader.bytes[..<reader.count])
    let archive = ArchiveReader(content, path: pass.path.bytes)
    pass.measure(content.count)
    pass.fail(archive.complaint)
    for member in archive.members {
      var inner = FilePass(pass.member(member.path), context)
      reader.take(member.content)
      inspectWhole(kind(of: inner.path), &inner)
      pass.add(inner.finish())
    }
  }

  private var isArchive: Bool {
    context.settings.readsArchives
      && ArchiveReader.kind(reader.bytes.span.extracting(0..<reader.count)) != nil
  }

  private func inspectWhole(_ kind: ContentKind, _ pass: inout FilePass) {
    if kind == .binary, !context.settings.scansBinary { return pass.skip(.binary) }
    pass.inspect(reader.bytes.span.extracting(0..<reader.count), .whole(reader.count), base: 0, kind)
  }

  private mutating func read(_ file: borrowing OpenFile, _ pass: inout FilePass) throws(ScanFailure) {
    let settings = context.settings
    pass.measure(file.byteCount)
    if file.byteCount > settings.maximumBytes { return pass.skip(.tooLarge) }
    try reader.load(file, upTo: settings.pieceBytes)
    if reader.isAtEnd { return inspectRead(&pass) }
    if isArchive { return try readArchive(file, &pass) }
    let kind = kind(of: pass.path)
    switch kind {
    case .json, .eventStream: try readDocument(file, kind, &pass)
    // A recorded request body may have any name: the bytes decide, as they do in the inspection.
    case .text where JSONStart.find(in: reader.bytes.span.extracting(0..<reader.count), isDeclared: false) != nil:
      try readDocument(file, kind, &pass)
    case .binary where !settings.scansBinary: pass.skip(.binary)
    case .jsonLines, .text, .binary: try readPieces(file, kind, &pass)
    }
  }

  /// Reads on to the end, since fields and events are those of the whole.
  private mutating func readDocument(
    _ file: borrowing OpenFile, _ kind: ContentKind, _ pass: inout FilePass
  ) throws(ScanFailure) {
    let limit = context.settings.wholeJSONBytes
    guard file.byteCount <= limit else {
      pass.note(.largeDocument)
      return try readPieces(file, .text, &pass)
    }
    try context.largeDocuments.alone { () throws(ScanFailure) in
      try reader.load(file, upTo: limit)
      if reader.isAtEnd { return inspectWhole(kind, &pass) }
      pass.note(.largeDocument)
      try readPieces(file, .text, &pass)
    }
  }

  private mutating func readArchive(_ file: borrowing OpenFile, _ pass: inout FilePass) throws(ScanFailure) {
    let limit = context.settings.wholeJSONBytes
    try context.largeDocuments.alone { () throws(ScanFailure) in
      try reader.load(file, upTo: limit)
      guard reader.isAtEnd else { return pass.skip(.tooLarge) }
      inspectRead(&pass)
      reader.reset()
    }
  }

  private mutating func readPieces(
    _ file: borrowing OpenFile, _ given: ContentKind, _ pass: inout FilePass
  ) throws(ScanFailure) {
    let settings = context.settings
    var kind = given
    var pieces = FilePieces(margin: settings.marginBytes, cutsAtLines: kind == .jsonLines)
    while true {
      guard pieces.base + reader.count <= settings.maximumBytes else { return pass.skip(.tooLarge) }
      guard let piece = pieces.next(reader.bytes.span.extracting(0..<reader.count), isAtEnd: reader.isAtEnd) else {
        // One line fills the whole buffer.
        if pieces.cutsAtLines, reader.count >= settings.wholeJSONBytes {
          pass.note(.largeDocument)
          pieces.ignoreLines()
          kind = .text
        } else {
          try reader.load(file, upTo: reader.count * 2)
        }
        continue
      }
      pass.inspect(reader.bytes.span.extracting(0..<piece.count), piece, base: pieces.base, kind)
      if piece.isLast { return }
      pass.advance(
        to: pieces.base + piece.dropped, reader.bytes.span.extracting(0..<reader.count), base: pieces.base)
      reader.drop(piece.dropped)
      pieces.advance(piece)
      try reader.load(file, upTo: max(settings.pieceBytes, reader.count + settings.marginBytes))
    }
  }
}
