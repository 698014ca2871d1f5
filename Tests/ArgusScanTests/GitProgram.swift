import FoundationEssentials
import Glibc

/// The real git, as the judge of what ours reads.
enum GitProgram {
  static let isPresent = output(["--version"], input: nil, directory: "/", codes: [0]) != nil

  /// Runs git with its input and output in files; nil where it ended with another code than `codes`.
  static func output(_ arguments: [String], input: String?, directory: String, codes: Set<Int32> = [0]) -> String? {
    let base = FileManager.default.temporaryDirectory.path + "/argus-git-\(UInt64.random(in: 0...UInt64.max))"
    let (inputPath, outputPath) = (base + ".in", base + ".out")
    defer {
      unlink(inputPath)
      unlink(outputPath)
    }
    guard (try? Data((input ?? "").utf8).write(to: URL(filePath: inputPath))) != nil else { return nil }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, inputPath, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, outputPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    let fixed = [
      "git", "-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "init.defaultBranch=main",
      "-c", "core.excludesFile=/dev/null", "-C", directory,
    ]
    var words = (fixed + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var identifier = pid_t()
    guard posix_spawnp(&identifier, "git", &actions, nil, &words, environ) == 0 else { return nil }
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    guard status & 0x7F == 0, codes.contains((status >> 8) & 0xFF) else { return nil }
    return (try? Data(contentsOf: URL(filePath: outputPath))).map { String(decoding: $0, as: UTF8.self) }
  }
}
