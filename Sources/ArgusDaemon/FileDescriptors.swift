import Glibc
import Logging

/// This is the process's limit on open files, which is also one on connections.
enum FileDescriptors {
  /// Raises the soft limit to `count`, or to the hard limit and says so.
  static func raiseLimit(to count: Int, logger: Logger) {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < rlim_t(count) else {
      return
    }
    limit.rlim_cur = min(rlim_t(count), limit.rlim_max)
    let isRaised = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
    if !isRaised || limit.rlim_cur < rlim_t(count) {
      logger.warning(
        "the open-file limit is below what all connections need",
        metadata: ["wanted": "\(count)", "limit": "\(limit.rlim_cur)"])
    }
  }
}
