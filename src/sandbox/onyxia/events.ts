/** The stream of a namespace's events, with the manners of the real one. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ObjectStore } from '../kubernetes/model.ts';

const longest = 600_000;

/**
 * Sends all events of a namespace, then each new one, as `data:{...}` frames without name or id. Nothing is sent,
 * not even the header, before the first event; after ten minutes the stream ends. Both as the real API does.
 */
export function streamEvents(
  request: IncomingMessage,
  response: ServerResponse,
  store: ObjectStore,
  namespace: string,
): void {
  const send = (event: unknown) => {
    if (!response.headersSent) {
      const { origin } = request.headers;
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        ...(origin === undefined ? {} : { 'access-control-allow-origin': origin }),
      });
    }
    response.write(`data:${JSON.stringify(event)}\n\n`);
  };
  const stop = store.watch(({ type, resource, object }) => {
    if (resource.plural === 'events' && type !== 'DELETED' && object.metadata.namespace === namespace)
      send(object);
  });
  for (const event of store.list('events', namespace)) send(event);
  const timer = setTimeout(() => response.end(), longest);
  timer.unref();
  response.once('close', () => {
    clearTimeout(timer);
    stop();
  });
}
