import ArgusAuthoring
import ArgusInspection
import ArgusMatcher
import ArgusProxy
import ArgusRules
import Logging
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// This is the transaction of a reload: read, resolve, compile, prove, and only then swap one pointer.
///
/// One reload runs at a time; signals that come meanwhile are one more reload. What did not change is used again, and the
/// databases are made one again in the background. Whatever is wrong, the running
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
    let inbox = ReloadInbox()
    let worker = NIOThreadPool(numberOfThreads: 1)
    worker.start()
    let consolidation = Consolidation(pause: Self.consolidationPause) { [builder] generation in
      do throws(MatcherError) { return .success(try builder.consolidate(generation)) } catch { return .failure(error) }
    } deliver: { original, outcome in
      inbox.put { $0.consolidated = (original, outcome) }
    }
    consolidation.consider(active.lease().generation)
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        for await _ in signals.cancelOnGracefulShutdown() { inbox.put { $0.isReloadWanted = true } }
        inbox.close()
      }
      for await _ in inbox.wakeups {
        let content = inbox.take()
        // Compiling may take CPU seconds: on a thread of its own, never on a loop that serves requests.
        try? await worker.runIfActive {
          if let (original, outcome) = content.consolidated { install(outcome, insteadOf: original) }
          if content.isReloadWanted { reload() }
        }
        if content.isReloadWanted { consolidation.consider(active.lease().generation) }
      }
      group.cancelAll()
    }
    try? await worker.shutdownGracefully()
  }

  /// Who edits rules saves them more than once.
  private static let consolidationPause = Duration.seconds(2)

  private func reload() {
    let start = ContinuousClock.now
    let live = active.lease().generation
    logger.info("reload started", metadata: ["generation": "\(live.number)"])
    let (configuration, configurationFaults) = options.configuration()
    guard !configurationFaults.contains(where: { $0.severity == .error }) else {
      return refuse(configurationFaults, since: start)
    }
    do {
      let built = try builder.build(configuration.rules, number: live.number + 1, previous: live)
      let mayQuarantine = configuration.rules.onError == .quarantine && !built.loaded.hasUnreadableFile
      guard built.errors.isEmpty || mayQuarantine else { return refuse(built.diagnostics, since: start) }
      active.install(
        built.generation, bound: configuration.proxyPolicy(generation: built.generation, loopbackPort: loopbackPort))
      let duration = ContinuousClock.now - start
      status.reloaded(in: duration)
      status.succeeded(built, at: now(), isReload: true)
      report(built, configuration, previous: live, duration)
    } catch {
      refuse([Diagnostic(code: "AR0400", message: "the engine could not compile the rules: \(error)")], since: start)
    }
  }

  /// Puts a consolidated generation where its original is: same number, same rules, same policy, one pass a request.
  private func install(_ outcome: Consolidation.Outcome, insteadOf original: RulesetGeneration) {
    let lease = active.lease()
    guard lease.generation === original else { return }
    switch outcome {
    case .failure(let error):
      logger.warning("the rules stay in two databases", metadata: ["reason": "\(error)"])
    case .success(let generation):
      var policy = lease.bound
      policy.inspector = Inspector(generation: generation, settings: policy.inspector.settings)
      active.install(generation, bound: policy)
      status.update { $0.deltaPatterns = generation.deltaPatternCount }
      logger.info("rules consolidated", metadata: ["generation": "\(generation.number)"])
    }
  }

  private func refuse(_ diagnostics: [Diagnostic], since start: ContinuousClock.Instant) {
    status.reloaded(in: ContinuousClock.now - start)
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

  private func report(
    _ built: BuiltGeneration, _ configuration: DaemonConfiguration, previous: RulesetGeneration, _ duration: Duration
  ) {
    let before = Set(previous.rules.map(\.id))
    let after = Set(built.generation.rules.map(\.id))
    logger.notice(
      "reload succeeded",
      metadata: [
        "generation": "\(built.generation.number)", "digest": "\(built.generation.digest.short)",
        "rules": "\(after.count)", "added": "\(after.subtracting(before).count)",
        "removed": "\(before.subtracting(after).count)", "quarantined": "\(built.quarantined.count)",
        "delta_patterns": "\(built.generation.deltaPatternCount)",
        "milliseconds":
          "\(duration.components.seconds * 1_000 + duration.components.attoseconds / 1_000_000_000_000_000)",
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
      status.deltaPatterns = generation.deltaPatternCount
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
