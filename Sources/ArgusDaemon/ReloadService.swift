import ArgusAuthoring
import ArgusMatcher
import ArgusProxy
import ArgusRules
import Logging
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// This is the transaction of a reload: read, resolve, compile, prove, and only then swap one pointer.
///
/// One reload runs at a time; signals that come meanwhile are one more reload. Whatever is wrong, the running
/// generation stays whole and the log, `/health` and `/metrics` say why what is on disk is not live.
struct ReloadService: Service {
  /// SIGHUP, trapped before anybody can know the process and send it.
  let signals: UnixSignalsSequence
  let options: DaemonOptions
  let builder: GenerationBuilder
  let active: ActiveRuleset<ProxyPolicy>
  let status: StatusBoard
  let started: DaemonConfiguration
  let loopbackPort: Int?
  let now: @Sendable () -> Double
  let logger: Logger

  func run() async throws {
    let (triggers, trigger) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let worker = NIOThreadPool(numberOfThreads: 1)
    worker.start()
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        for await _ in signals.cancelOnGracefulShutdown() { trigger.yield() }
        trigger.finish()
      }
      for await _ in triggers {
        // Compiling takes CPU seconds: on a thread of its own, never on a loop that serves requests.
        try? await worker.runIfActive { reload() }
      }
      group.cancelAll()
    }
    try? await worker.shutdownGracefully()
  }

  private func reload() {
    let live = active.lease().generation
    logger.info("reload started", metadata: ["generation": "\(live.number)"])
    let (configuration, configurationFaults) = options.configuration()
    guard !configurationFaults.contains(where: { $0.severity == .error }) else {
      return refuse(configurationFaults)
    }
    do {
      let built = try builder.build(configuration.rules, number: live.number + 1)
      let mayQuarantine = configuration.rules.onError == .quarantine && !built.loaded.hasUnreadableFile
      guard built.errors.isEmpty || mayQuarantine else { return refuse(built.diagnostics) }
      active.install(
        built.generation, bound: configuration.proxyPolicy(generation: built.generation, loopbackPort: loopbackPort))
      status.succeeded(built, at: now(), isReload: true)
      report(built, configuration, previous: live)
    } catch {
      refuse([Diagnostic(code: "AR0400", message: "the engine could not compile the rules: \(error)")])
    }
  }

  private func refuse(_ diagnostics: [Diagnostic]) {
    let errors = diagnostics.filter { $0.severity == .error }
    let time = now()
    let reasons = errors.prefix(20).map(\.oneLine)
    status.update { status in
      status.reloadsFailed += 1
      status.staleReasons = reasons
      status.staleSince = status.staleSince ?? time
    }
    logger.error(
      "reload refused, the running rules stay live",
      metadata: ["generation": "\(active.lease().generation.number)", "errors": "\(errors.count)"])
    for error in errors.prefix(20) { logger.error("reload diagnostic", metadata: ["diagnostic": "\(error.oneLine)"]) }
  }

  private func report(_ built: BuiltGeneration, _ configuration: DaemonConfiguration, previous: RulesetGeneration) {
    let before = Set(previous.rules.map(\.id))
    let after = Set(built.generation.rules.map(\.id))
    logger.notice(
      "reload succeeded",
      metadata: [
        "generation": "\(built.generation.number)", "digest": "\(built.generation.digest.short)",
        "rules": "\(after.count)", "added": "\(after.subtracting(before).count)",
        "removed": "\(before.subtracting(after).count)", "quarantined": "\(built.quarantined.count)",
      ])
    for entry in built.quarantined {
      logger.warning("rule quarantined", metadata: ["rule": "\(entry.ruleID)", "reason": "\(entry.reason)"])
    }
    for key in configuration.keysNeedingRestart(comparedWith: started) {
      logger.warning("a changed key takes effect only after a restart", metadata: ["key": "\(key)"])
    }
  }
}

extension StatusBoard {
  /// Records that `built` is what is live. Rules it had to leave out are on disk and not live: that is told as stale.
  func succeeded(_ built: BuiltGeneration, at time: Double, isReload: Bool) {
    let quarantined = built.quarantined
    let generation = built.generation
    let reasons = built.faults.prefix(20).map(\.oneLine)
    update { status in
      status.generation = generation.number
      status.digest = generation.digest.hexadecimal
      status.rulesLoaded = generation.rules.count
      status.quarantined = quarantined
      status.lastLoadTime = time
      status.staleReasons = reasons.isEmpty ? nil : reasons
      status.staleSince = reasons.isEmpty ? nil : status.staleSince ?? time
      if isReload { status.reloadsSucceeded += 1 }
    }
  }
}

extension DaemonConfiguration {
  /// The keys whose change a reload cannot apply.
  func keysNeedingRestart(comparedWith started: DaemonConfiguration) -> [String] {
    var keys: [String] = []
    if server.host != started.server.host { keys.append("proxy.host") }
    if server.port != started.server.port { keys.append("proxy.port") }
    if server.threads != started.server.threads { keys.append("proxy.threads") }
    if server.drainTimeout != started.server.drainTimeout { keys.append("proxy.drain_timeout") }
    if log != started.log { keys.append("log") }
    return keys
  }
}
