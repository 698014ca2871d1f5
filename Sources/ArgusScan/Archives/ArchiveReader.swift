import ArgusInspection

/// This is the reading of archives in memory: gzip, tar and zip, by their first bytes, one within the other.
///
/// Sizes in an archive are claims of a stranger: each is checked against what is there, and all content together, its
/// ratio to the archive and the depth of archives within archives are bounded.
struct ArchiveReader {
  struct Limits: Sendable {
    /// Content of all files of one archive together.
    var totalBytes = 256 << 20
    /// Content for each byte of the archive; 1 MiB is always allowed.
    var ratio = 200
    var files = 10_000
    var depth = 3
  }

  /// This is one file of an archive.
  struct Member {
    /// With the archives it stands in: `a.zip!b.tar!c.txt`.
    var path: [UInt8]
    var content: [UInt8]
  }

  enum Kind { case gzip, tar, zip }

  private let limits: Limits
  private var budget: Int
  private var fileCount = 0
  private(set) var members: [Member] = []
  /// What was left out, in words for people; nil where everything was read.
  private(set) var complaint: String?

  /// Reads all of `content`, the archive named `path`.
  init(_ content: [UInt8], path: [UInt8], limits: Limits = Limits()) {
    self.limits = limits
    budget = min(limits.totalBytes, max(1 << 20, Self.scaled(content.count, by: limits.ratio)))
    var pending = [(path: path, content: content, depth: 0)]
    while let next = pending.popLast() {
      guard let kind = Self.kind(next.content.span), next.depth < limits.depth else {
        if Self.kind(next.content.span) != nil { complain("archives stand too deep within archives") }
        members.append(Member(path: next.path, content: next.content))
        continue
      }
      var found: [Member] = []
      let room = limits.files - fileCount + 1
      switch kind {
      case .gzip:
        if let inner = inflate(next.content, isGzip: true) {
          // A compressed tar is one archive, whatever its suffix.
          let isTar = Self.kind(inner.span) == .tar
          found = [Member(path: isTar ? next.path : Self.onlyMember(of: next.path), content: inner)]
        }
      case .tar:
        for (name, content) in TarReader.members(next.content, limit: room) where spend(content.count) {
          found += member(name, Array(content), in: next.path)
        }
      case .zip:
        let (entries, reason) = ZipReader.entries(next.content, limit: room)
        if let reason { complain(reason) }
        for entry in entries {
          let content = Array(entry.content)
          guard !entry.isStored else {
            if spend(content.count) { found += member(entry.name, content, in: next.path) }
            continue
          }
          if let inner = inflate(content, isGzip: false) { found += member(entry.name, inner, in: next.path) }
        }
      }
      for member in found.reversed() { pending.append((member.path, member.content, next.depth + 1)) }
    }
  }

  static func kind(_ head: Span<UInt8>) -> Kind? {
    func begins(_ bytes: [UInt8], at offset: Int = 0) -> Bool {
      head.count >= offset + bytes.count && bytes.indices.allSatisfy { head[offset + $0] == bytes[$0] }
    }
    if begins([0x1F, 0x8B, 0x08]) { return .gzip }
    if begins([0x50, 0x4B, 0x03, 0x04]) { return .zip }
    return begins(Array("ustar".utf8), at: 257) ? .tar : nil
  }

  private mutating func member(_ name: [UInt8], _ content: [UInt8], in archive: [UInt8]) -> [Member] {
    guard fileCount < limits.files else {
      complain("too many files")
      return []
    }
    fileCount += 1
    return [Member(path: archive + [UInt8(ascii: "!")] + name.prefix(4_096), content: content)]
  }

  private mutating func inflate(_ content: [UInt8], isGzip: Bool) -> [UInt8]? {
    do {
      let inner = try isGzip ? Inflate.gzip(content, cap: budget) : Inflate.raw(content, cap: budget)
      return spend(inner.count) ? inner : nil
    } catch {
      complain(error == .tooLarge ? "its content is too large" : "its compressed data is damaged")
      return nil
    }
  }

  private static func scaled(_ count: Int, by ratio: Int) -> Int {
    let (product, overflows) = count.multipliedReportingOverflow(by: ratio)
    return overflows ? .max : product
  }

  private mutating func spend(_ count: Int) -> Bool {
    guard count <= budget else {
      complain("its content is too large")
      return false
    }
    budget -= count
    return true
  }

  private mutating func complain(_ reason: String) { complaint = complaint ?? reason }

  /// `dir/a.txt.gz` holds `a.txt`, told like the file of any archive: a file `dir/a.txt` may stand beside it. The name
  /// that a gzip head may carry is a stranger's.
  private static func onlyMember(of path: [UInt8]) -> [UInt8] {
    let name = path.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "!") }.last ?? []
    let isSuffixed = name.count > 3 && name.suffix(3).elementsEqual(".gz".utf8)
    return path + [UInt8(ascii: "!")] + (isSuffixed ? name.dropLast(3) : name)
  }
}
