import ArgusProxy
import Dispatch
import NIOCore
import NIOPosix
import Testing

@Suite(.timeLimit(.minutes(1)))
struct AdmissionTests {
  @Test func connectionsAreCountedAgainstTheLimitAndReleased() {
    let admission = AdmissionLimits()
    #expect(admission.admitConnection(maximum: 2))
    #expect(admission.admitConnection(maximum: 2))
    #expect(!admission.admitConnection(maximum: 2))
    admission.releaseConnection()
    #expect(admission.admitConnection(maximum: 2))
  }

  @Test func bodiesOfAllRequestsShareOneBudget() {
    let admission = AdmissionLimits()
    let limits = RequestLimits()
    let half = AdmissionLimits.minimumBodyBudget / 2
    #expect(admission.admitBody(bytes: half, limits: limits))
    #expect(admission.admitBody(bytes: half, limits: limits))
    #expect(!admission.admitBody(bytes: 1, limits: limits))
    admission.releaseBody(bytes: 1)
    #expect(admission.admitBody(bytes: 1, limits: limits))
  }

  @Test func budgetGrowsWithTheBodyLimit() {
    let admission = AdmissionLimits()
    let limits = RequestLimits(maximumBodyBytes: AdmissionLimits.minimumBodyBudget)
    #expect(admission.admitBody(bytes: 4 * AdmissionLimits.minimumBodyBudget, limits: limits))
    #expect(!admission.admitBody(bytes: 1, limits: limits))
    #expect(AdmissionLimits().admitBody(bytes: 1, limits: RequestLimits(maximumBodyBytes: .max)))
  }

  @Test func fullScanQueueTakesNothingMore() async throws {
    let workers = ScanWorkers(count: 1)
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let hasBegun = loop.makePromise(of: Void.self)
    var accepted: [EventLoopFuture<Int>] = []
    let gate = DispatchSemaphore(value: 0)
    accepted.append(
      try #require(
        workers.submit(on: loop) {
          hasBegun.succeed()
          gate.wait()
          return 0
        }))
    try await hasBegun.futureResult.get()
    for number in 1...ScanWorkers.maximumWaitingPerWorker {
      accepted.append(try #require(workers.submit(on: loop) { number }))
    }
    #expect(workers.submit(on: loop) { -1 } == nil)
    gate.signal()
    for (number, future) in accepted.enumerated() { #expect(try await future.get() == number) }
    #expect(try await workers.submit(on: loop) { 7 }?.get() == 7)
    await workers.stop()
  }
}
