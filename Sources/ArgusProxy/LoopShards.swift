import NIOCore
import NIOPosix

/// This is one event loop's share of the server: its client connections and its pool of upstream connections. It is
/// used on that loop alone, so nothing in it needs a lock.
final class LoopShard {
  let pool: UpstreamPool
  private(set) var isDraining = false
  private let eventLoop: any EventLoop
  private var handlers: [ObjectIdentifier: ProxyHandler] = [:]
  private var drained: EventLoopPromise<Void>?

  init(eventLoop: any EventLoop, tls: TLSContexts) {
    self.eventLoop = eventLoop
    pool = UpstreamPool(eventLoop: eventLoop, tls: tls)
  }

  func add(_ handler: ProxyHandler) { handlers[ObjectIdentifier(handler)] = handler }

  func remove(_ handler: ProxyHandler) {
    handlers[ObjectIdentifier(handler)] = nil
    if handlers.isEmpty { drained?.succeed() }
  }

  /// Closes idle connections and makes every response in progress its connection's last; what still runs after
  /// `timeout` is cut. Succeeds when no connection is left.
  func drain(timeout: TimeAmount) -> EventLoopFuture<Void> {
    isDraining = true
    let promise = eventLoop.makePromise(of: Void.self)
    drained = promise
    for handler in Array(handlers.values) { handler.drain() }
    if handlers.isEmpty { promise.succeed() }
    let deadline = eventLoop.assumeIsolated().scheduleTask(in: timeout) {
      for handler in Array(self.handlers.values) { handler.abort() }
    }
    promise.futureResult.assumeIsolated().whenComplete { _ in
      deadline.cancel()
      self.pool.close()
    }
    return promise.futureResult
  }
}

/// This is the shards of all event loops.
struct LoopShards: Sendable {
  private let byLoop: [ObjectIdentifier: NIOLoopBoundBox<LoopShard>]

  init(group: MultiThreadedEventLoopGroup, workers: ScanWorkers) {
    let tls = TLSContexts(workers: workers.threads)
    var byLoop: [ObjectIdentifier: NIOLoopBoundBox<LoopShard>] = [:]
    for eventLoop in group.makeIterator() {
      byLoop[ObjectIdentifier(eventLoop)] = .makeBoxSendingValue(
        LoopShard(eventLoop: eventLoop, tls: tls), eventLoop: eventLoop)
    }
    self.byLoop = byLoop
  }

  /// Call on `eventLoop`. Nil for a loop of another group.
  func shard(of eventLoop: any EventLoop) -> LoopShard? { byLoop[ObjectIdentifier(eventLoop)]?.value }

  func drain(timeout: Duration) async {
    await withTaskGroup(of: Void.self) { tasks in
      for box in byLoop.values {
        tasks.addTask {
          // Draining succeeds always: a connection that cannot be closed is closed already.
          try? await box.eventLoop.flatSubmit { box.value.drain(timeout: TimeAmount(timeout)) }.get()
        }
      }
    }
  }
}
