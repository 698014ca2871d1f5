import ArgusKit
import NIOCore

/// This is the whole life of a connection above the limit: one answer without reading anything, then the end.
final class ConnectionRefusal: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  func channelActive(context: ChannelHandlerContext) {
    let response = OwnResponse.refusal(.overloaded("connections"), provider: .generic, requestID: "none")
    let bytes = response.serialized(allocator: context.channel.allocator, isLast: true, omitsBody: false)
    let isFlushed = context.eventLoop.makePromise(of: Void.self)
    let context = NIOLoopBound(context, eventLoop: context.eventLoop)
    isFlushed.futureResult.whenComplete { _ in context.value.close(promise: nil) }
    context.value.writeAndFlush(Self.wrapOutboundOut(bytes), promise: isFlushed)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
}
