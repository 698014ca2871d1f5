import FoundationEssentials

/// This is the search for the packs that come with the program.
public enum ShippedRules {
  /// The directory with the shipped packs, or nil: `ARGUS_RULES_DIR`, `rules` beside the program or in a directory
  /// above it (a build tree), then `share/argus/rules` of the program's prefix.
  public static func directory(environment: [String: String], executable: String?) -> String? {
    if let named = environment["ARGUS_RULES_DIR"], !named.isEmpty { return named }
    guard let executable else { return nil }
    var components = executable.split(separator: "/").dropLast()
    let installed = "/" + components.dropLast().joined(separator: "/") + "/share/argus/rules"
    if isDirectory(installed) { return installed }
    // A build tree keeps the program at most five levels below the packs.
    for _ in 0..<5 {
      let candidate = "/" + (components + ["rules"]).joined(separator: "/")
      if isDirectory(candidate + "/secrets") { return candidate }
      if components.isEmpty { break }
      components.removeLast()
    }
    return nil
  }

  /// The absolute path of the running program.
  public static func runningExecutable() -> String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  }

  private static func isDirectory(_ path: String) -> Bool {
    var isDirectory = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory
  }
}
