import ArgumentParser
import ArgusKit
import ArgusScan

/// What a scan reads.
struct ScanSourceOptions: ParsableArguments {
  @Option(help: "Only what the work tree adds to a commit; A... compares with where A and HEAD parted.")
  var diff: String?

  @Flag(help: "Only what the next commit adds, as it stands in the index.")
  var staged = false

  @Option(help: "Leave out what matches, in the syntax of .gitignore.")
  var exclude: [String] = []

  @Option(help: "Only what matches, in the syntax of .gitignore.")
  var include: [String] = []

  @Flag(name: .customLong("no-ignore"), help: "Read what .argusignore, .ignore and .gitignore leave out, too.")
  var readsIgnored = false

  @Flag(name: .customLong("skip-hidden"), help: "Leave out files and directories whose names begin with a dot.")
  var skipsHidden = false

  @Option(name: .customLong("max-file-size"), help: "Leave out larger files, such as 10MiB (default: 1GiB).")
  var maximumFileSize = ByteAmount(bytes: 1 << 30)

  @Flag(name: .customLong("binary"), help: "Scan files that are no text, too.")
  var scansBinary = false

  @Flag(name: .customLong("archives"), help: "Open zip, tar and gzip files, within bounds.")
  var readsArchives = false

  func source(_ paths: [String]) throws(ScanFailure) -> any ScanSource {
    let base = FilePath.workingDirectory
    let filter = PathFilter(exclude: exclude, include: include, skipsHidden: skipsHidden, base: base)
    if staged { return try GitChanges(.staged, paths: paths, filter: filter, respectsIgnoreFiles: !readsIgnored) }
    if let diff {
      return try GitChanges(
        .workTree(reference: diff), paths: paths, filter: filter, respectsIgnoreFiles: !readsIgnored)
    }
    return FileWalker(
      paths: (paths.isEmpty ? ["-"] : paths).map { FilePath($0) }, filter: filter, respectsIgnoreFiles: !readsIgnored,
      workingDirectory: base)
  }
}

/// How a scan judges what it finds.
struct ScanJudgementOptions: ParsableArguments {
  @Option(help: "Findings listed in this file do not count.")
  var baseline: String?

  @Flag(name: .customLong("update-baseline"), help: "Write what is found into the baseline.")
  var updatesBaseline = false

  @Option(name: .customLong("fingerprint-key"), help: "A file with the key of fingerprints.")
  var fingerprintKey: String?

  @Flag(name: .customLong("no-allow-comments"), help: "Let argus:allow comments allow nothing.")
  var ignoresComments = false

  @Flag(help: "Tell argus:allow comments that allow nothing.")
  var strict = false

  @Option(name: .customLong("fail-on"), help: "Less severe findings do not decide the exit code.")
  var failOn: Severity = .info

  @Flag(name: .customLong("exit-zero"), help: "Findings are no failure.")
  var exitsZero = false
}

/// A number of bytes as people write it: `4096`, `64KiB`, `10M`, `1GiB`.
struct ByteAmount: ExpressibleByArgument {
  var bytes: Int

  init(bytes: Int) { self.bytes = bytes }

  init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    let units = ["": 0, "b": 0, "k": 10, "kib": 10, "m": 20, "mib": 20, "g": 30, "gib": 30]
    guard let number = Int(digits), let shift = units[argument.dropFirst(digits.count).lowercased()] else { return nil }
    let (bytes, overflows) = number.multipliedReportingOverflow(by: 1 << shift)
    guard !overflows, bytes >= 0 else { return nil }
    self.bytes = min(bytes, 4 << 30 - 1)
  }

  var defaultValueDescription: String { "\(bytes)" }
}
