import Glibc

/// Python, where it is installed.
enum PythonProgram {
  /// Whether the script ran to its end.
  static func run(_ script: String, directory: String = "/") -> Bool {
    let arguments: [String] = ["python3", "-c", "import os\nos.chdir('\(directory)')\n\(script)"]
    var words = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var identifier = pid_t()
    guard posix_spawnp(&identifier, "python3", nil, nil, &words, environ) == 0 else { return false }
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    return status == 0
  }
}
