import NIOCore

/// This is one connection's deadline. Moving it costs an assignment: the task on the loop is only re-armed when it
/// fires early or when the deadline comes nearer than it.
final class ConnectionTimer {
  private let eventLoop: any EventLoop
  private var deadline: NIODeadline?
  private var armed: (task: Scheduled<Void>, at: NIODeadline)?
  private let onExpiry: () -> Void

  init(eventLoop: any EventLoop, onExpiry: @escaping () -> Void) {
    self.eventLoop = eventLoop
    self.onExpiry = onExpiry
  }

  func expire(in duration: Duration) {
    let deadline = NIODeadline.now() + TimeAmount(duration)
    self.deadline = deadline
    if let armed, armed.at <= deadline { return }
    arm(at: deadline)
  }

  /// No deadline until the next ``expire(in:)``.
  func suspend() { deadline = nil }

  func cancel() {
    deadline = nil
    armed?.task.cancel()
    armed = nil
  }

  private func arm(at deadline: NIODeadline) {
    armed?.task.cancel()
    let task = eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.fire() }
    armed = (task, deadline)
  }

  private func fire() {
    armed = nil
    guard let deadline else { return }
    guard deadline <= .now() else { return arm(at: deadline) }
    self.deadline = nil
    onExpiry()
  }
}
