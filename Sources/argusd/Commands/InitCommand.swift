import ArgumentParser
import ArgusDaemon
import FoundationEssentials

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a commented configuration file with all defaults.",
    discussion: """
      EXAMPLES
        argusd init                      writes ~/.config/argus/config.yaml
        argusd init --config argus.yaml  writes there instead
        argusd init --config -           prints it

      EXIT CODES
        0  written      2  the file exists already or cannot be written
      """)

  @Option(name: .long, help: "The file to write; - prints it.")
  var config: String?

  @Flag(help: "Replace a file that exists.")
  var force = false

  func run() throws {
    if config == "-" {
      StandardOutput.write(DefaultConfiguration.text)
      return
    }
    let environment = ProcessInfo.processInfo.environment
    guard let path = config ?? ConfigurationLocation.userFile(environment: environment) else {
      throw ValidationError("there is no home directory; name a file with --config")
    }
    let files = FileManager.default
    guard force || !files.fileExists(atPath: path) else {
      StandardError.write("\(path) exists already; --force replaces it\n")
      throw ExitStatus.faulty
    }
    do {
      if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
        try files.createDirectory(
          atPath: String(path[..<slash]), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      }
      try Data(DefaultConfiguration.text.utf8).write(to: URL(filePath: path), options: .atomic)
      try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    } catch {
      StandardError.write("cannot write \(path)\n")
      throw ExitStatus.faulty
    }
    StandardOutput.line("wrote \(path)\nnext: argusd check --config \(path) && argusd serve --config \(path)")
  }
}
