/** Takes files and folders dropped from the laptop: their bytes go to the core, which sends them on. */
import { useEffect, useRef, useState, type DragEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { failure } from '../../../shared/contract/errors.ts';
import type { Place } from '../../../shared/contract/storage/places.ts';
import { core } from '../../app/core.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { attempt } from '../../app/notices.ts';
import { formatNumber } from '../../ui/format.ts';
import { droppedFiles, mostDropped, type DroppedFile } from './dropped-files.ts';
import classes from './transfers.module.css';

export interface DropZoneProps {
  /** Where dropped files go; undefined: nothing can be dropped here. */
  readonly place: Place | undefined;
  readonly children: ReactNode;
}

const atOnce = 4;

/** Shows where the files will go while they hang over it, and what is still being taken in. */
export function DropZone({ place, children }: DropZoneProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isOver, setOver] = useState(false);
  const [left, setLeft] = useState(0);
  const depth = useRef(0);
  useEffect(() => {
    if (left === 0) return;
    // Bytes that only this page holds would be lost.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [left]);

  const holdsFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  const enter = (event: DragEvent, by: number) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    depth.current = Math.max(0, depth.current + by);
    setOver(depth.current > 0 && place !== undefined);
  };
  const drop = (event: DragEvent) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    if (!place) return;
    const reading = droppedFiles(event.dataTransfer.items);
    void attempt(async () => {
      const files = await reading.catch((error: unknown) => {
        throw error instanceof RangeError
          ? failure('invalid-input', error.message, {
              reason: 'dropped-too-many',
              values: { most: mostDropped },
            })
          : failure('unreachable', 'The browser could not read what was dropped', {
              reason: 'dropped-unreadable',
              ...(error instanceof Error && { words: error.message }),
            });
      });
      if (files.length > 0) await send(place, files, (by) => setLeft((now) => now + by));
    });
  };

  return (
    <div
      className={classes.zone}
      onDragEnter={(event) => enter(event, 1)}
      onDragLeave={(event) => enter(event, -1)}
      onDragOver={(event) => holdsFiles(event) && event.preventDefault()}
      onDrop={drop}
    >
      {children}
      {isOver && place && (
        <div className={classes.over}>
          {t('transfers.dropHere', { place: `${place.bucket}/${place.prefix}` })}
        </div>
      )}
      {left > 0 && (
        <p className={classes.taking} role="status">
          {t('transfers.taking', { count: left, number: formatNumber(left, language) })}
        </p>
      )}
    </div>
  );
}

/** Announces the files, then hands over their bytes, a few at a time. @throws Failure */
async function send(
  place: Place,
  files: readonly DroppedFile[],
  change: (by: number) => void,
): Promise<void> {
  const staged = await core.storage.stage({
    to: place,
    files: files.map(({ path, file }) => ({ path, size: file.size, modified: file.lastModified })),
  });
  change(files.length);
  let next = 0;
  let done = 0;
  const take = async () => {
    for (let index = next++; index < files.length; index = next++) {
      const address = staged.files[index]?.address;
      const file = files[index]?.file;
      if (!address || !file) continue;
      const answer = await fetch(address, { method: 'PUT', body: file });
      // Cancelled meanwhile: nobody waits for the rest.
      if (answer.status === 404) return;
      if (!answer.ok)
        throw failure(answer.status === 507 ? 'no-space' : 'unreachable', 'The file could not be taken in', {
          reason: answer.status === 507 ? 'disk-full' : 'dropped-unreadable',
          values: { name: files[index]?.path ?? '' },
        });
      done += 1;
      change(-1);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, take));
  } catch (error) {
    // The rest will never come: what is still expected must not wait for it.
    await core.storage.cancel({ id: staged.id }).catch(() => {});
    throw error;
  } finally {
    change(done - files.length);
  }
}
