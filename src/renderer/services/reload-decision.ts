/**
 * Whether the page of an opened service is to be loaded again. Pure.
 *
 * Nobody can see from outside whether a page of another origin holds unsaved work. So it is loaded again by itself only
 * if it cannot hold any: it was loaded while the service was not ready, or nobody has had the focus in it since. Otherwise
 * the person is told, and decides: many pages heal by themselves.
 */
import type { Opened } from '../../shared/contract/services.ts';

export interface PageState {
  readonly loaded: { readonly generation: number; readonly wasReady: boolean };
  /** Whether the page had the focus since it was loaded. */
  readonly touched: boolean;
  readonly now: Pick<Opened, 'generation' | 'state'>;
}

/** `reload`: do it. `offer`: tell and let the person choose. `keep`: the page is as good as it was. */
export function reloadDecision({ loaded, touched, now }: PageState): 'keep' | 'offer' | 'reload' {
  if (now.state !== 'ready') return 'keep';
  const isReplaced = now.generation > loaded.generation;
  if (loaded.wasReady && !isReplaced) return 'keep';
  return touched && loaded.wasReady ? 'offer' : 'reload';
}
