import ArgusMatcher

/// This is what all connections share; every part is safe to use from any event loop.
struct ProxyServices: Sendable {
  let active: ActiveRuleset<ProxyPolicy>
  let admission = AdmissionLimits()
  let metrics = ProxyMetrics()
  let blockEvents = BlockEvents()
  let requestIDs = RequestID.Source()
  let workers: ScanWorkers
  let health: HealthEndpoint
  let log: RequestLog

  init(
    active: ActiveRuleset<ProxyPolicy>, workers: ScanWorkers, status: StatusBoard, host: String, version: String,
    log: RequestLog
  ) {
    self.active = active
    self.workers = workers
    self.log = log
    health = HealthEndpoint(host: host, version: version, status: status, metrics: metrics, admission: admission)
  }
}
