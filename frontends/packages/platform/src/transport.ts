import {Code, ConnectError, type Interceptor, type Transport} from '@connectrpc/connect';
import {createGrpcWebTransport} from '@connectrpc/connect-web';
import type {Session} from './session';

/** Of a call that answers once; a stream goes on until the page leaves or the server ends it. */
const DEADLINE_MILLIS = 30_000;

/** gRPC-web to Avid's edge, with the person's token. A token that is refused is renewed, and the call made once more. */
export function createTransport(api: string, session: Session): Transport {
  const authorized: Interceptor = (next) => async (request) => {
    const token = await session.token();
    request.header.set('Authorization', `Bearer ${token}`);
    try {
      return await next(request);
    } catch (failure) {
      if (request.stream || ConnectError.from(failure).code !== Code.Unauthenticated) throw failure;
      await session.refused(token);
      request.header.set('Authorization', `Bearer ${await session.token()}`);
      return next(request);
    }
  };
  const web = createGrpcWebTransport({baseUrl: api || window.location.origin, interceptors: [authorized], useBinaryFormat: true});
  return {
    unary: (method, signal, timeoutMs, header, input, context) => web.unary(method, signal, timeoutMs ?? DEADLINE_MILLIS, header, input, context),
    stream: (method, signal, timeoutMs, header, input, context) => web.stream(method, signal, timeoutMs, header, input, context),
  };
}
