/// This is the directory that paths of fingerprints and baselines start from: the root of the git work tree around
/// the working directory, or that directory itself.
public struct ProjectRoot: Sendable {
  public let path: FilePath
  private let workingDirectory: FilePath

  public init(workingDirectory: FilePath = .workingDirectory) {
    self.workingDirectory = workingDirectory
    path = Self.repository(above: workingDirectory) ?? workingDirectory
  }

  /// The nearest directory from `directory` upwards that holds a `.git`.
  static func repository(above directory: FilePath) -> FilePath? {
    var next: FilePath? = directory
    while let candidate = next {
      if candidate.appending(Array(".git".utf8)).status != nil { return candidate }
      next = candidate.parent
    }
    return nil
  }

  /// `path` as it is the same for every way of naming the file: from the project's root where it stands below it,
  /// else absolute; `.` and `..` are worked out by their letters alone.
  public func normalized(_ path: FilePath) -> String {
    if path.bytes == [UInt8(ascii: "-")] { return "-" }
    let absolute = path.bytes.first == UInt8(ascii: "/") ? path : workingDirectory.appending(path.bytes)
    var parts: [ArraySlice<UInt8>] = []
    for part in absolute.bytes.split(separator: UInt8(ascii: "/")) {
      if part.elementsEqual(".".utf8) { continue }
      if part.elementsEqual("..".utf8) {
        _ = parts.popLast()
      } else {
        parts.append(part)
      }
    }
    let cleaned = FilePath(bytes: [UInt8(ascii: "/")] + parts.joined(separator: [UInt8(ascii: "/")]))
    return cleaned.relative(to: self.path).map { FilePath(bytes: $0).text } ?? cleaned.text
  }
}
