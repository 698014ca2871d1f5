import Glibc

/// This is the choice of the key that fingerprints are made with.
///
/// A key that is named wins, then the one in the environment, then the one beside the baseline; without a baseline it
/// is the user's own, made at the first scan.
public struct FingerprintKeyChoice: Sendable {
  public static let variable = "ARGUS_FINGERPRINT_KEY"

  public var namedFile: String?
  public var environment: [String: String]
  public var baseline: BaselineFile?
  /// Whether the baseline is about to be written, so that its key may be made now.
  public var isUpdating = false

  public init(environment: [String: String]) { self.environment = environment }

  /// - Throws: ``ScanFailure`` where the key that is needed is not there or no key.
  public func fingerprinter() throws(ScanFailure) -> Fingerprinter {
    if let namedFile {
      guard let found = try FingerprintKey.read(FilePath(namedFile)) else {
        throw ScanFailure("\(namedFile): no such file")
      }
      return found
    }
    if let text = environment[Self.variable], !text.isEmpty {
      do {
        return try FingerprintKey.fingerprinter(hexadecimal: text)
      } catch {
        throw ScanFailure("\(Self.variable): \(error)")
      }
    }
    guard let baseline else { return ownKey() }
    if let found = try FingerprintKey.read(baseline.keyPath) { return found }
    guard isUpdating, baseline.path.status == nil else {
      throw ScanFailure(
        "the key of the baseline is missing: put it into \(baseline.keyPath.text) or \(Self.variable)")
    }
    return try FingerprintKey.create(baseline.keyPath)
  }

  /// A directory that cannot be written is no reason not to scan.
  private func ownKey() -> Fingerprinter {
    guard let path = ownPath else { return FingerprintKey.ofThisRun() }
    if let found = try? FingerprintKey.read(path) { return found }
    makeDirectories(above: path)
    if let made = try? FingerprintKey.create(path) { return made }
    // Another scan may have made it in the meantime.
    return (try? FingerprintKey.read(path)) ?? FingerprintKey.ofThisRun()
  }

  private var ownPath: FilePath? {
    let name = "argus/fingerprint.key"
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return FilePath("\(state)/\(name)") }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return FilePath("\(home)/.local/state/\(name)")
  }

  private func makeDirectories(above path: FilePath) {
    var missing: [FilePath] = []
    var next = path.parent
    while let directory = next, directory.status == nil {
      missing.append(directory)
      next = directory.parent
    }
    for directory in missing.reversed() { _ = directory.withCString { mkdir($0, 0o700) } }
  }
}
