import FoundationEssentials
import Glibc

/// This is the packs of a git revision, read without checking it out.
struct GitRevision {
  /// What follows `git:`.
  var revision: String
  /// A directory or file, seen from the working directory.
  var path: String

  struct Failure: Error {
    /// In words for people.
    var reason: String
  }

  private static let fileLimit = 2_000

  /// The YAML files at ``path``, sorted; each named `REV:path`.
  func files() throws(Failure) -> [(bytes: [UInt8], file: String)] {
    guard !revision.isEmpty, !revision.hasPrefix("-") else { throw Failure(reason: "`git:` needs a revision") }
    let commit = try line(
      ["rev-parse", "--verify", "--quiet", "\(revision)^{commit}"], "no such revision: \(revision)")
    let listing = try Self.git(["ls-tree", "-r", "-z", commit, "--", path])
    var files: [(bytes: [UInt8], file: String)] = []
    for entry in listing.split(separator: 0) {
      // `<mode> blob <hash>\t<path>`
      guard let tab = entry.firstIndex(of: 0x09) else { continue }
      let head = entry[..<tab].split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
      let name = String(decoding: entry[(tab + 1)...], as: UTF8.self)
      guard head.count == 3, head[1] == "blob", name.hasSuffix(".yaml") || name.hasSuffix(".yml") else { continue }
      guard files.count < Self.fileLimit else { throw Failure(reason: "more than \(Self.fileLimit) packs") }
      files.append((try Self.git(["cat-file", "blob", head[2]]), "\(revision):\(name)"))
    }
    guard !files.isEmpty else { throw Failure(reason: "no packs at \(path) in \(revision)") }
    return files.sorted { $0.file < $1.file }
  }

  private func line(_ arguments: [String], _ reason: String) throws(Failure) -> String {
    do throws(Failure) {
      return String(decoding: try Self.git(arguments).prefix { $0 != 0x0A }, as: UTF8.self)
    } catch {
      throw Failure(reason: reason)
    }
  }

  private static func git(_ arguments: [String]) throws(Failure) -> [UInt8] {
    let output: [UInt8]?
    do {
      output = try ChildProcess.output(of: ["git"] + arguments, limit: 64 << 20)
    } catch {
      throw Failure(reason: "git cannot be run: \(error.reason)")
    }
    guard let output else { throw Failure(reason: "`git \(arguments.first ?? "")` failed") }
    return output
  }
}
