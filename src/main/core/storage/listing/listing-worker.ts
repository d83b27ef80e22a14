/** The thread that owns the rows of every open listing: it reads pages, sorts, filters and gives rows; it opens no connection. */
import { parentPort } from 'node:worker_threads';
import { blockBytes, closed, type Asks, type FromThread, type ToThread } from './listing-messages.ts';
import { createThreadListing, faultOf, type ThreadListing } from './thread-listing.ts';

const listings = new Map<number, ThreadListing>();

function tell(message: FromThread, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

async function answer(message: Extract<ToThread, { kind: 'ask' }>): Promise<void> {
  const { number, what } = message;
  try {
    const listing = listings.get(message.id);
    if (!listing) throw new Error(closed);
    const value = await listing.ask(what, message.ask as Asks[typeof what]['ask']);
    tell({ kind: 'answer', number, value }, value instanceof Uint32Array ? [value.buffer] : []);
  } catch (error) {
    tell({ kind: 'refused', number, fault: faultOf(error) });
  }
}

/** A block goes back to be filled again; memory that a chunk came in is let go at once, without waiting for the collector. */
function giveBack({ id, block }: Extract<ToThread, { kind: 'bytes' }>): void {
  const bytes = block.byteLength;
  if (bytes === blockBytes) return tell({ kind: 'read', id, bytes, block }, [block]);
  block.transfer(0);
  tell({ kind: 'read', id, bytes });
}

parentPort?.on('message', (message: ToThread) => {
  const listing = listings.get(message.id);
  switch (message.kind) {
    case 'open':
      listings.set(
        message.id,
        createThreadListing(message.id, message.prefix, message.arrangement, (told) => tell(told)),
      );
      return;
    case 'bytes':
      listing?.push(new Uint8Array(message.block, 0, message.length));
      giveBack(message);
      return;
    case 'ask':
      void answer(message);
      return;
    case 'close':
      listing?.close();
      listings.delete(message.id);
      return;
    case 'begin':
    case 'end':
    case 'finish':
    case 'forget':
      listing?.[message.kind]();
  }
});
