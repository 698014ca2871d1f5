/// This is the reading of one file by the path that a scan tells for it, which may lead into an archive.
public enum ArchiveMember {
  /// As the bound of a scan on files.
  private static let maximumBytes = 1 << 30

  /// The content of `a.zip!inner/name.txt`; of a file in no archive where one stands at `path`.
  ///
  /// - Throws: ``ScanFailure`` where nothing stands there, or it cannot be read within a scan's bounds.
  public static func content(of path: FilePath) throws(ScanFailure) -> [UInt8] {
    if path.status != nil { return try content(ofFile: path) }
    // The name of a file may hold the mark, too: the longest path at which a file stands is the archive.
    for mark in path.bytes.indices.reversed() where path.bytes[mark] == UInt8(ascii: "!") {
      let file = FilePath(bytes: Array(path.bytes[..<mark]))
      guard file.status != nil else { continue }
      let archive = ArchiveReader(try content(ofFile: file), path: file.bytes)
      if let member = archive.members.first(where: { $0.path == path.bytes }) { return member.content }
      throw ScanFailure("\(file.text) has no such file" + (archive.complaint.map { ": \($0)" } ?? ""))
    }
    throw ScanFailure("no such file")
  }

  private static func content(ofFile path: FilePath) throws(ScanFailure) -> [UInt8] {
    let file = try OpenFile(path, followsLink: true)
    guard file.byteCount <= maximumBytes else { throw ScanFailure("it is larger than 1 GiB") }
    var reader = FileReader()
    try reader.load(file, upTo: maximumBytes)
    return Array(reader.bytes[..<reader.count])
  }
}
