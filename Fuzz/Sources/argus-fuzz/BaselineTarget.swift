import ArgusScan

/// This is the reading of baselines and fingerprint keys: it never traps, and a baseline that is written again is the same.
enum BaselineTarget {
  static func run(_ bytes: [UInt8]) {
    MemoryFile.with(bytes, ending: ".json") { path in
      _ = try? FingerprintKey.read(FilePath(path))
      let file = BaselineFile(FilePath(path))
      guard let baseline = try? file.read() else { return }
      guard (try? file.write(baseline.entries, keyIdentifier: baseline.keyIdentifier)) != nil,
        let again = try? file.read(), again.entries == baseline.entries,
        again.keyIdentifier == baseline.keyIdentifier
      else { fatalError("a baseline does not survive being written") }
    }
  }
}
