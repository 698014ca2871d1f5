import NIOCore

/// This is the handler before the parser that says when bytes arrive, so that a head has a time limit from its
/// first byte on.
final class ByteArrival: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let proxy: ProxyHandler

  init(proxy: ProxyHandler) { self.proxy = proxy }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    proxy.bytesArrived()
    context.fireChannelRead(data)
  }
}
