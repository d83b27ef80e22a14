/** Answers watch: what is there (if asked), what changed since a version, then every change as it happens. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { viewOf } from './event-view.ts';
import type { Faults } from './faults.ts';
import type { Change } from './history.ts';
import type { KubernetesObject, ResourceType } from './model.ts';
import type { ClusterStore } from './object-store.ts';
import { listOrder, renderingOf, selectionOf } from './reading.ts';
import { renderBookmark, renderObject } from './representation.ts';
import type { ApiRequest } from './request.ts';
import { badRequest, expired, invalid } from './status.ts';

/** Bookmarks come about once a minute (recorded). */
const bookmarkEveryMs = 60_000;
/** A reader this far behind is cut off, as the real server does with slow watchers. */
const largestBacklog = 64 * 1024 * 1024;

interface WatchContext {
  store: ClusterStore;
  faults: Faults;
  /** Ends every watch when the server stops. */
  signal: AbortSignal;
}

/** Opens a watch and keeps it until its time is over, the client leaves, or it is cut. Throws before the first byte: 400, 406, 422. */
export function answerWatch(
  request: IncomingMessage,
  response: ServerResponse,
  call: ApiRequest & { resource: ResourceType },
  { store, faults, signal }: WatchContext,
): void {
  const { resource, query } = call;
  const rendering = renderingOf(request, query);
  const selected = selectionOf(call, resource);
  const matches = (object: KubernetesObject) =>
    (call.name === undefined || object.metadata.name === call.name) && selected(object);
  const bookmarks = isTrue(query.get('allowWatchBookmarks'));
  const initialEvents = query.has('sendInitialEvents') ? isTrue(query.get('sendInitialEvents')) : undefined;
  if (initialEvents !== undefined && query.get('resourceVersionMatch') !== 'NotOlderThan') {
    throw invalid({ group: 'meta.k8s.io', plural: '', kind: 'ListOptions' }, '', [
      {
        field: 'resourceVersionMatch',
        reason: 'FieldValueForbidden',
        message: 'Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
      },
    ]);
  }
  const from = readVersion(query.get('resourceVersion'));
  // Without a version, or with 0, a watch begins with what is there.
  const listFirst = initialEvents ?? from === 0;
  // A version from the future was given out before a crash and is lost: what followed it cannot be told either.
  const known = from <= store.version() ? store.history.after(from) : undefined;
  const past = listFirst || initialEvents === false ? [] : known;

  response.writeHead(200, {
    'audit-id': randomUUID(),
    'cache-control': 'no-cache, private',
    'content-type': 'application/json',
    'transfer-encoding': 'chunked',
  });
  response.flushHeaders();
  if (past === undefined) {
    // Once a watch is understood, the real server tells a forgotten version inside the stream, not by HTTP 410.
    const failure = expired(from, store.history.oldest());
    response.end(`{"type":"ERROR","object":${JSON.stringify(failure.body())}}\n`);
    return;
  }

  let sentHeaders = false;
  const write = (type: string, text: string) => {
    if (faults.watchesSilent || response.writableEnded) return;
    response.write(`{"type":"${type}","object":${text}}\n`);
    if (response.writableLength > largestBacklog) response.destroy();
  };
  const send = (type: string, object: KubernetesObject) => {
    write(type, renderObject(viewOf(object, resource), resource, rendering, !sentHeaders));
    sentHeaders = true;
  };
  const bookmark = (initialEventsEnd = false) => {
    write('BOOKMARK', renderBookmark(store.version(), resource, rendering, initialEventsEnd));
  };
  const tell = (change: Change) => {
    if (change.resource.plural !== resource.plural) return;
    const { type, object, previous } = change;
    const now = type !== 'DELETED' && matches(object);
    const before = previous !== undefined && matches(previous);
    // A change of labels brings objects into a selection and takes them out of it.
    if (now) send(before ? 'MODIFIED' : 'ADDED', object);
    else if (before) send('DELETED', type === 'DELETED' ? object : withVersion(previous, object));
  };

  if (listFirst)
    for (const object of store.list(resource.plural).filter(matches).sort(listOrder)) send('ADDED', object);
  if (initialEvents === true && bookmarks) bookmark(true);
  for (const change of past) tell(change);

  const stopWatching = store.watchChanges(tell);
  const ticking = bookmarks ? setInterval(bookmark, bookmarkEveryMs) : undefined;
  const seconds = Number(query.get('timeoutSeconds') ?? 0) || 1800 + Math.random() * 1800;
  const ending = setTimeout(() => {
    // A half-open connection does not end either.
    if (faults.watchesSilent) return;
    if (bookmarks) bookmark();
    response.end();
  }, seconds * 1000);
  const stopListening = faults.listen((fault) => {
    if (fault === 'cut-watches') response.destroy();
    else if (fault === 'forget-history' && !faults.watchesSilent) {
      const failure = expired(from, store.version());
      write('ERROR', JSON.stringify(failure.body()));
      response.end();
    }
  });
  const stop = () => response.destroy();
  signal.addEventListener('abort', stop);
  response.on('close', () => {
    clearInterval(ticking);
    clearTimeout(ending);
    stopWatching();
    stopListening();
    signal.removeEventListener('abort', stop);
  });
}

function withVersion(previous: KubernetesObject, newer: KubernetesObject): KubernetesObject {
  const metadata = { ...previous.metadata, resourceVersion: newer.metadata.resourceVersion };
  return Object.freeze({ ...previous, metadata });
}

function isTrue(text: string | null): boolean {
  return text === 'true' || text === '1';
}

function readVersion(text: string | null): number {
  if (text === null || text === '') return 0;
  const version = Number(text);
  if (!Number.isInteger(version) || version < 0) {
    throw badRequest(
      `invalid resource version "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`,
    );
  }
  return version;
}
