import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// This is the TLS settings of each origin, made once per ruleset generation, so that a reload reads CA files anew.
///
/// Making one reads files and takes milliseconds: it happens on a worker, never on an event loop.
final class TLSContexts: Sendable {
  private struct Key: Hashable {
    var caFile: String?
    var verifiesCertificate: Bool
    var generation: UInt64
  }

  private static let capacity = 32
  private let contexts = Mutex<[Key: NIOSSLContext]>([:])
  private let workers: NIOThreadPool

  init(workers: NIOThreadPool) { self.workers = workers }

  func context(
    for origin: UpstreamOrigin, generation: UInt64, on eventLoop: any EventLoop
  ) -> EventLoopFuture<NIOSSLContext> {
    let key = Key(
      caFile: origin.caFile, verifiesCertificate: origin.verifiesCertificate, generation: generation)
    if let context = contexts.withLock({ $0[key] }) { return eventLoop.makeSucceededFuture(context) }
    return workers.runIfActive(eventLoop: eventLoop) { [self] in
      let context = try Self.make(key)
      contexts.withLock { known in
        if known.count >= Self.capacity { known = known.filter { $0.key.generation == generation } }
        if known.count < Self.capacity { known[key] = context }
      }
      return context
    }
  }

  private static func make(_ key: Key) throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.applicationProtocols = ["http/1.1"]
    if let file = key.caFile { configuration.trustRoots = .file(file) }
    if !key.verifiesCertificate { configuration.certificateVerification = .none }
    return try NIOSSLContext(configuration: configuration)
  }
}
